"""Numbers and units as people write them."""

import re
import unicodedata
from decimal import Decimal

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
# Names of units, in the singular, by their sign.
_UNIT_NAMES = {
    name: sign
    for sign, names in {
        "%": "% percent", "mg": "milligram", "g": "gram gramme", "kg": "kilogram",
        "μg": "microgram mcg µg μg",
        "ml": "milliliter millilitre ml", "l": "liter litre l", "mm": "millimeter millimetre",
        "cm": "centimeter centimetre", "m": "meter metre", "km": "kilometer kilometre",
        "s": "second sec", "min": "minute min", "h": "hour hr h", "d": "day", "wk": "week",
        "month": "month", "y": "year", "€": "euro eur", "$": "dollar usd", "°C": "°c", "°F": "°f",
    }.items()
    for name in names.split()
}  # fmt: skip


def number_in(text: str) -> Decimal | None:
    """The value of a text that is one number: "1,000.5", "0,5", "-3", "5e3"; None otherwise."""
    plain = text.strip().translate(_DASHES).replace("\u00a0", "").replace(" ", "")
    match = re.fullmatch(r"([+-]?)(\d+(?:[.,]\d+)*|[.,]\d+)(?:e([+-]?\d{1,3}))?", plain, re.I)
    if match is None:
        return None
    sign, digits, power = match.groups()
    value = value_of("0" + digits if digits[0] in ".," else digits)
    if value is None:
        return None
    return Decimal(f"{sign}{value}").scaleb(int(power or 0))


def quantity_in(text: str) -> tuple[Decimal, str] | None:
    """The number a text begins with and the unit behind it ("" for none); None without a number."""
    plain = unicodedata.normalize("NFKC", text).strip().translate(_DASHES)
    match = re.fullmatch(r"([+-]?[\d.,\s]*\d(?:e[+-]?\d+)?)\s*([^\d\s].*)?", plain, re.IGNORECASE)
    value = number_in(match[1]) if match else None
    return (value, (match[2] or "").strip()) if match and value is not None else None


def is_same_unit(one: str, other: str) -> bool:
    """Whether two texts name one unit. Case counts: a Mg is no mg."""
    return _unit(one) == _unit(other)


def _unit(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip("()[]?!,;: .")
    return _UNIT_NAMES.get(plain.casefold().removesuffix("s"), plain)


def value_of(digits: str) -> Decimal | None:
    """What digits with points and commas say; None where nobody can tell ("1.2.3")."""
    if _THOUSANDS.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    plain = digits.replace(",", ".")
    return Decimal(plain) if plain.count(".") < 2 else None
