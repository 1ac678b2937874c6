"""The child that reads an article which may be hostile, under the limits of all such children.

Run as `python -m learning.articles.reading_process ENDING` by limited_reading.py.
"""

from __future__ import annotations

import sys
from typing import Any

from learning.foreign import limits


def outline(content: bytes, file_name: str) -> dict[str, Any]:
    """The outline of a file, as it goes to the parent."""
    # Imported under the limits, and only in the child: reading needs libraries, waiting doesn't.
    from learning.articles.outline import as_json, outline_of

    return as_json(outline_of(content, file_name))


if __name__ == "__main__":
    sys.exit(limits.main(outline, f"article{sys.argv[1]}"))
