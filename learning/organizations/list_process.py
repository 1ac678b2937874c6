"""The child that reads a list of people which may be hostile, under limits.

Run as `python -m learning.organizations.list_process FORM` by limited_lists.py.
"""

from __future__ import annotations

import sys
from typing import Any

from learning.foreign import limits


def people(content: bytes, form: str) -> Any:
    """The rows of a file, as they go to the parent."""
    # Imported under the limits, as the libraries for articles are.
    from learning.organizations.people_lists import reading

    return reading.as_json(reading.read(content, reading.Form(form)))


if __name__ == "__main__":
    sys.exit(limits.main(people, sys.argv[1]))
