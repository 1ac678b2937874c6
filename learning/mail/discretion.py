"""Which words of a course may stand where others look over one's shoulder: in a subject line."""

LONGEST_TITLE = 80
_DISCREET = "your course"


def named(title: str, *, is_health: bool) -> str:
    """How a subject or preheader names a course, inside a sentence: “Washing hands”.

    A course on health isn't named, so the line says no more than “your course”.
    """
    short = " ".join(title.split())
    if is_health or not short:
        return _DISCREET
    return (
        f"“{short if len(short) <= LONGEST_TITLE else short[: LONGEST_TITLE - 1].rstrip() + '…'}”"
    )


def named_first(title: str, *, is_health: bool) -> str:
    """The same at the beginning of a sentence: “Your course is due on 12 December”."""
    words = named(title, is_health=is_health)
    return words[0].upper() + words[1:]
