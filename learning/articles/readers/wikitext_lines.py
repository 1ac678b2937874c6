"""Puts the lines of wikitext together as HTML: paragraphs, lists by their marks, headings."""

from __future__ import annotations

from dataclasses import dataclass, field

_LISTS = {"*": ("ul", "li"), "#": ("ol", "li"), ";": ("dl", "dt"), ":": ("dl", "dd")}
_DEEPEST = 20  # marks of one line that count


@dataclass
class Lines:
    """Takes pieces of lines in order; `html` is what they make."""

    done: list[str] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    marks: str = ""  # of the line
    open_marks: str = ""  # of the list items that are open

    def text(self, html: str) -> None:
        """A piece of the line, without line breaks."""
        self.line.append(html)

    def mark(self, mark: str) -> None:
        """A list mark; in the middle of a line (";term:explanation") a new line begins with it."""
        if "".join(self.line).strip():
            before = self.marks
            self.end_line()
            self.marks = before[:-1]
        self.marks += mark

    def end_line(self) -> None:
        """The line is over."""
        words, self.line = "".join(self.line).strip(), []
        marks, self.marks = self.marks[:_DEEPEST], ""
        if marks:
            self._end_paragraph()
            self._open(marks)
            self.done.append(words)
        elif words:
            self._open("")
            self.paragraph.append(words)
        else:
            self._end_paragraph()
            self._open("")

    def block(self, html: str) -> None:
        """Something that is no part of a line; inside a list item it stays in the item."""
        marks = self.marks
        self.end_line()
        if not marks:
            self._end_paragraph()
        self.done.append(html)

    def html(self) -> str:
        """Everything."""
        self.end_line()
        self._end_paragraph()
        self._open("")
        return "".join(self.done)

    def _end_paragraph(self) -> None:
        if self.paragraph:
            self.done.append(f"<p>{chr(10).join(self.paragraph)}</p>")
            self.paragraph = []

    def _open(self, marks: str) -> None:
        """Close and open lists until those of `marks` are open, with a fresh item."""
        shared = 0
        for one, other in zip(self.open_marks, marks, strict=False):
            if _LISTS[one][0] != _LISTS[other][0]:
                break
            shared += 1
        if marks and shared == len(marks):
            shared -= 1
            again = True
        else:
            again = False
        for mark in reversed(self.open_marks[shared + again :]):
            self.done.append(f"</{_LISTS[mark][1]}></{_LISTS[mark][0]}>")
        if again:
            self.done.append(f"</{_LISTS[self.open_marks[shared]][1]}><{_LISTS[marks[shared]][1]}>")
        for mark in marks[shared + again :]:
            self.done.append("<{}><{}>".format(*_LISTS[mark]))
        self.open_marks = marks
