"""Links that work once: what each is for, how long it works, and how many somebody gets."""

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a link does; also the kind of the message that carries it."""

    CONFIRM = "confirm-address"
    RESET = "password-reset"
    CHANGE = "address-change"
    # Sent to the address that was left: takes the change back.
    CHANGED = "address-changed"
    SIGN_IN = "sign-in-link"


LIFETIMES = {
    Purpose.CONFIRM: timedelta(minutes=60),
    Purpose.RESET: timedelta(minutes=60),
    Purpose.CHANGE: timedelta(minutes=60),
    # Whoever lost their address to somebody else may not read their mail within the hour.
    Purpose.CHANGED: timedelta(days=7),
    Purpose.SIGN_IN: timedelta(minutes=15),
}

# Of what was asked for within the window, so much is sent; the rest is answered alike, and isn't.
WINDOW = timedelta(hours=1)
MOST_PER_ADDRESS = 5
MOST_PER_NETWORK = 60


def is_within_limits(of_address: int, of_network: int) -> bool:
    """Whether another link is sent after so many in the window."""
    return of_address < MOST_PER_ADDRESS and of_network < MOST_PER_NETWORK
