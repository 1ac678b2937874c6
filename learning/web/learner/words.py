"""What learners read about the time of a quiz."""

from flask_babel import gettext as _

from learning.progress import timing


def time_words(base: int | None, factor: int) -> str | None:
    """“30 min”, “45 min (30 + 15)” for a person with more time; None without a limit.

    `base` is the common time in seconds.
    """
    allowed = timing.allowed(base, factor)
    if base is None or allowed is None:
        return None
    total, common = -(-allowed // 60), base // 60
    if total == common:
        return str(_("%(minutes)s min", minutes=total))
    more = total - common
    return str(
        _("%(minutes)s min (%(common)s + %(more)s)", minutes=total, common=common, more=more)
    )
