"""In which time zone somebody lives."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UTC = ZoneInfo("UTC")


def zone_for(name: str | None, otherwise: ZoneInfo = UTC) -> ZoneInfo:
    """The zone of this name. UTC is what an account has until its person chooses, so then, and
    for a name this machine doesn't know, another one holds: the organization's."""
    if not name or name == UTC.key:
        return otherwise
    return _known(name) or otherwise


@cache
def _known(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
