"""People's names: any letters there are, on one line."""

import unicodedata

from learning.errors import RuleBroken

# Control characters, and the separators of lines and paragraphs.
_NEVER = ("Cc", "Zl", "Zp")


def checked(name: str) -> str:
    """A name as it is kept. It goes into files and certificates, where a line break could lie.

    Raises RuleBroken name-characters.
    """
    name = name.strip()
    if any(unicodedata.category(character) in _NEVER for character in name):
        raise RuleBroken("name-characters")
    return name
