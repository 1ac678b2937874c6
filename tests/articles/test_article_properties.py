"""What holds for any text at all: nothing lost, ids stable, HTML safe and complete."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.articles.outline import (
    Outline,
    SourceFormat,
    as_json,
    from_json,
    outline_of_text,
)
from learning.articles.rendering import body_html, body_start, context_html
from learning.errors import RuleBroken

PIECES = r"""
The a river Dr. runs 3.5 km e.g. quickly. Stop! Why? “Quoted.” (aside) Heading: Note: 1. 2. 3) -
* ** __ _ ` ``` # ## === --- > | |---| \ [link](http://x.example/a_b) ![alt](p.png) [ref] <b> ~~
<script>alert(1)</script> javascript:alert(1) &amp; &#60; é ﬁ 漢字。 🙂 … ]( " Related Conclusion
Conclusion: CAPITALS Words Of A Title :: [x]: http://y.example <a@b.example>
"""
WORDS = st.sampled_from([*PIECES.split(), "\t", "\u00a0", "e\u0301", "\u200b", "\u2028"])
LINES = st.lists(WORDS, max_size=14).map(" ".join)
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(["", "", "  ", "    ", "# ", "- ", "> ", "1. ", "**X:** "]), LINES
    ).map("".join),
    min_size=1,
    max_size=14,
).flatmap(lambda lines: st.sampled_from(["\n", "\n\n", "\n\n\n"]).map(lambda gap: gap.join(lines)))
ANY = st.one_of(TEXTS, st.text(max_size=300))
FORMATS = st.sampled_from([SourceFormat.TEXT, SourceFormat.MARKDOWN])
ALLOWED = re.compile(
    r"</?(?:p|h[2-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|br|hr"
    r"|table|thead|tbody|tr|th|td|mark)"
    r"(?: (?:id|href|title|rel|start|type|value|scope)=\"[^\"]*\")*>"
)

# A list marker at the start of a line: the list shows it, not the words.
MARKER = re.compile(
    r"(?m)(?:(?<=[\n\v\f\x85\u2028\u2029])|\A)\s*"
    r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\([ivx]{1,5}\)|[ivx]{1,5}[.)]|[a-h]\.)[ \t\u00a0]+(?=\S)"
)


def cut(text: str, format: SourceFormat) -> Outline | None:
    try:
        return outline_of_text(text, format)
    except RuleBroken as refusal:
        if refusal.code not in ("article-empty", "article-binary", "article-encoding"):
            raise
        return None


class Shown(HTMLParser):
    """Visible text, and whether every tag closes where it should."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.marked = ""
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "mark" in self.open:
            self.marked += data


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def same_but_for_markers(shown: str, text: str) -> bool:
    """Whether `shown` has every letter of `text`; what looks like a marker may be shown or not."""
    pattern, position = "", 0
    for marker in MARKER.finditer(text):
        pattern += re.escape(letters(text[position : marker.start()]))
        pattern += f"(?:{re.escape(letters(marker[0]))})?"
        position = marker.end()
    return bool(re.fullmatch(pattern + re.escape(letters(text[position:])), letters(shown)))


@settings(max_examples=400, deadline=None)
@given(ANY, FORMATS)
def test_sections_and_dropped_spans_hold_every_character(text: str, format: SourceFormat) -> None:
    outline = cut(text, format)
    if outline is None:
        return
    spans = sorted(
        [(each.start, each.end) for each in outline.sections]
        + [(each.start, each.end) for each in outline.dropped]
    )
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert outline.text[position:start].strip() == ""
        position = end
    assert outline.text[position:].strip() == ""
    assert [section.position for section in outline.sections] == [
        number + 1 for number in range(len(outline.sections))
    ]
    for each in outline.dropped:
        assert each.text == outline.text[each.start : each.end]
        assert each.reason


@settings(max_examples=400, deadline=None)
@given(ANY, FORMATS)
def test_sentences_lie_in_order_inside_their_section(text: str, format: SourceFormat) -> None:
    outline = cut(text, format)
    if outline is None:
        return
    ids = []
    for section in outline.sections:
        position = section.start
        for sentence in section.sentences:
            assert position <= sentence.start < sentence.end <= section.end
            assert sentence.text == outline.text[sentence.start : sentence.end]
            assert sentence.text == sentence.text.strip()
            position = sentence.end
            ids.append(sentence.id)
    assert len(ids) == len(set(ids))


@settings(max_examples=400, deadline=None)
@given(ANY)
def test_sentences_of_a_plain_text_leave_out_only_headings_and_markers(text: str) -> None:
    outline = cut(text, SourceFormat.TEXT)
    if outline is None:
        return
    for section in outline.sections:
        rest = list(outline.text[section.start : section.end])
        for sentence in section.sentences:
            a, b = sentence.start - section.start, sentence.end - section.start
            rest[a:b] = " " * (b - a)
        for line in "".join(rest).splitlines():
            left = " ".join(line.split())
            is_marker = re.fullmatch(r"\(?(?:\w{1,5})[.)]|[\W_]*", left)
            is_heading = (section.title and section.title in left) or left.startswith(("#", "=="))
            assert is_marker or is_heading or "\n" + "=" * 3 in text or "---" in text, left


@settings(max_examples=200, deadline=None)
@given(ANY, FORMATS)
def test_the_json_of_any_outline_reads_back(text: str, format: SourceFormat) -> None:
    outline = cut(text, format)
    if outline is not None:
        assert from_json(json.loads(json.dumps(as_json(outline)))) == outline


PROSE = st.lists(
    st.sampled_from(["river", "stone", "bridge", "water", "cold", "grey", "long", "Mill"]),
    min_size=4,
    max_size=9,
).map(lambda words: " ".join(words).capitalize() + ".")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(PROSE, min_size=2, max_size=12, unique_by=str.casefold),
    st.integers(0, 11),
    st.sampled_from(["change", "remove", "insert", "join", "split"]),
    FORMATS,
)
def test_ids_do_not_change_when_other_sentences_do(
    sentences: list[str], place: int, edit: str, format: SourceFormat
) -> None:
    def ids(pieces: list[str], gap: str) -> dict[str, str]:
        outline = outline_of_text(gap.join(pieces), format)
        return {
            " ".join(sentence.text.split()): sentence.id
            for section in outline.sections
            for sentence in section.sentences
        }

    place %= len(sentences)
    before = ids(sentences, "\n\n")
    edited = list(sentences)
    gap = "\n\n"
    if edit == "change":
        edited[place] = "Something else stands here now."
    elif edit == "remove":
        del edited[place]
    elif edit == "insert":
        edited.insert(place, "A new thought came in between.")
    else:
        gap = " " if edit == "join" else "\n\n\n"
    after = ids(edited, gap)
    for words in set(before) & set(after):
        assert before[words] == after[words]
    assert len(set(before) & set(after)) >= min(len(sentences) - 2, 1)


@settings(max_examples=400, deadline=None)
@given(ANY, FORMATS, st.data())
def test_html_is_safe_whole_and_keeps_every_word(
    text: str, format: SourceFormat, data: st.DataObject
) -> None:
    outline = cut(text, format)
    if outline is None:
        return
    text = outline.text
    places = st.integers(0, len(text))
    marks = [
        tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(places, places), max_size=3))
    ]
    plain = body_html(text, 0, len(text), format)
    marked = body_html(text, 0, len(text), format, marks)  # type: ignore[arg-type]
    assert re.sub(r"</?mark[^>]*>", "", marked) == plain
    for tag in re.findall(r"<[^>]*>", re.sub(r"\"[^\"]*\"", '""', plain)):
        assert ALLOWED.fullmatch(tag), tag
    for address in re.findall(r"href=\"([^\"]*)\"", plain):
        assert address.lower().startswith(("http://", "https://", "mailto:", "#"))
    shown = Shown(marked)
    assert len(shown.ids) == len(set(shown.ids))
    if format is SourceFormat.TEXT:
        assert same_but_for_markers(shown.words, text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_markdown_loses_no_word_of_prose(text: str) -> None:
    """Apart from what Markdown itself doesn't show: a listing's language, surplus table cells."""
    outline = cut(text, SourceFormat.MARKDOWN)
    if outline is None or "```" in text or "~~~" in text or "|---|" in text or "]: " in text:
        return
    shown = Shown(body_html(outline.text, 0, len(outline.text), SourceFormat.MARKDOWN))
    for word in ("river", "runs", "quickly", "Quoted", "aside", "CAPITALS", "Why?", "漢字"):
        assert shown.words.count(word) == text.count(word)


@settings(max_examples=300, deadline=None)
@given(ANY, FORMATS)
def test_every_sentence_can_be_highlighted(text: str, format: SourceFormat) -> None:
    outline = cut(text, format)
    if outline is None:
        return
    for section in outline.sections:
        body = body_start(outline.text, section.start, section.end, format, section.title)
        assert section.start <= body <= section.end
        if section.sentences:
            assert body <= section.sentences[0].start
        for sentence in section.sentences[:3]:
            span = (sentence.start, sentence.end)
            html = body_html(outline.text, body, section.end, format, [span])
            context = context_html(outline.text, body, section.end, format, span)
            assert Shown(html).ids.count("source") <= 1
            if format is SourceFormat.TEXT:
                assert letters(Shown(html).marked) == letters(sentence.text)
                assert letters(Shown(context).marked) == letters(sentence.text)
