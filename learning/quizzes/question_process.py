"""The child that reads a file of questions which may be hostile, under the limits of articles' one.

Run as `python -m learning.quizzes.question_process FORMAT` by limited_exchange.py.
"""

from __future__ import annotations

import sys
from typing import Any

from learning.foreign import limits


def questions(content: bytes, form: str) -> dict[str, Any]:
    """The questions of a file, as they go to the parent."""
    # Imported under the limits, as the libraries for articles are.
    from learning.quizzes.exchange import formats, passing

    return passing.as_json(formats.read(content, formats.Format(form)))


if __name__ == "__main__":
    sys.exit(limits.main(questions, sys.argv[1]))
