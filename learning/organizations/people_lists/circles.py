"""Who stands, in the end, above themselves."""

from collections.abc import Mapping


def in_circles(above: Mapping[str, str]) -> set[str]:
    """Those who come back to themselves on the way up. `above`: whom each one has above them."""
    found: set[str] = set()
    done: set[str] = set()
    for start in above:
        way: dict[str, None] = {}
        at = start
        while at in above and at not in done and at not in way:
            way[at] = None
            at = above[at]
        if at in way:
            steps = list(way)
            found.update(steps[steps.index(at) :])
        done.update(way)
    return found
