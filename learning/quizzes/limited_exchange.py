"""From a file to its questions, with a limit on the time and the memory that reading may take."""

from learning.foreign.child import read_by_child
from learning.quizzes.exchange import formats, passing
from learning.quizzes.exchange.exchanged import Exchanged
from learning.quizzes.exchange.formats import Format

# Bytes of text that are read where we are. However they are made, that takes no time to speak of;
# what takes a minute at fifteen times the length does.
_SHORT = 4_000


def read(content: bytes, form: Format) -> Exchanged:
    """As formats.read, and safe for a file from anywhere.

    Raises RuleBroken as that does, and "article-slow", "article-memory", "article-damaged" or
    "article-busy".
    """
    if form != Format.XLSX and len(content) <= _SHORT:
        return formats.read(content, form)
    return passing.from_json(read_by_child("learning.quizzes.question_process", form, content))
