"""What time it is for a learner."""

from datetime import datetime, timedelta

from learning import clock
from learning.progress.models import Enrolment


def moment(enrolment: Enrolment) -> datetime:
    """Now; in a preview that was started with a date, now on that day."""
    return clock.now() + timedelta(days=enrolment.preview_days)
