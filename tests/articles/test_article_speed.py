"""Nothing takes more than its length: inputs that make careless code run for minutes."""

from __future__ import annotations

import time

import pytest

from learning.articles.outline import outline_of_text
from learning.articles.rendering import body_html, context_html

WORDS = "Some words that go on for a while and then come to their end here. "
HARD = {
    "a line of a megabyte": WORDS * 15_000,
    "a megabyte without a space": "a" * 1_000_000,
    "a megabyte of full stops": "." * 1_000_000,
    "closing quotes": "." + "”" * 300_000 + "a",
    "5,000 headings": "# T\n\n" + "".join(f"## Heading {n}\n\n{WORDS}\n\n" for n in range(5_000)),
    "5,000 short lines": "T\n\n" + "".join(f"Heading {n}\n\n{WORDS}\n\n" for n in range(5_000)),
    "5,000 run-in headings": "".join(f"Heading {n}: {WORDS}\n\n" for n in range(5_000)),
    "5,000 navigation lines": "Share\n\n" * 5_000,
    "titles of 300 characters": ("Word " * 60 + "\n\n") * 500,
    "nested lists": "\n".join("  " * n + "- a" for n in range(400)),
    "nested quotes": ">" * 5_000 + " a",
    "brackets": "[" * 50_000 + "]" * 50_000,
    "pictures": "![" * 50_000,
    "half links": "[a](b" * 20_000,
    "emphasis": "*a __b " * 15_000,
    "ticks": " ".join("`" * (n % 200) for n in range(2_000)),
    "colons": "A: " * 50_000,
    "equals signs": "== " + "a " * 100_000 + "=",
    "crumbs": "a › " * 30_000,
    "empty headings": "#\n\n" * 5_000,
    "blank lines": "a" + "\n" * 300_000 + "b",
}


@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize("name", HARD)
def test_hard_inputs_take_about_a_second(name: str, format: str) -> None:
    text = HARD[name]
    began = time.process_time()
    outline = outline_of_text(text, format)
    cut = time.process_time() - began
    html = body_html(outline.text, 0, len(outline.text), format)
    took = time.process_time() - began
    assert html
    assert (cut < 3, took < 6) == (True, True), f"cut in {cut:.1f} s, shown after {took:.1f} s"


def test_time_grows_with_length_and_not_faster() -> None:
    def seconds(paragraphs: int) -> float:
        text = "".join(f"Heading {n}: {WORDS * 5}\n\n" for n in range(paragraphs))
        began = time.process_time()
        outline = outline_of_text(text, "text")
        last = outline.sections[-1]
        body_html(outline.text, last.start, last.end, "text")
        context_html(outline.text, last.start, last.end, "text", (last.end - 9, last.end - 1))
        return time.process_time() - began

    seconds(200)
    assert seconds(4_000) < 60 * max(seconds(200), 0.005)
