"""What a person needs to read and answer well; theirs in every organization, on every device."""

from dataclasses import asdict, dataclass, fields
from typing import Any

# Per cent of the common time of a quiz; UNTIMED takes its limit away.
UNTIMED = 0
TIME_FACTORS = (100, 125, 150, 200, 300, UNTIMED)


@dataclass(frozen=True)
class AccessProfile:
    """How pages look and act for one person; an empty text is as usual."""

    # light or dark; otherwise as the device says.
    theme: str = ""
    # large or larger.
    text_size: str = ""
    # wide: between lines, words and paragraphs.
    spacing: str = ""
    # serif or sans, for what is read.
    typeface: str = ""
    # reduced: nothing moves, whatever the device says.
    motion: str = ""
    # off: no single letter does anything.
    shortcuts: str = ""
    # The only one that isn't the person's own choice everywhere.
    time_factor: int = 100

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "AccessProfile":
        known = {field.name for field in fields(cls)}
        return cls(**{name: given for name, given in value.items() if name in known})
