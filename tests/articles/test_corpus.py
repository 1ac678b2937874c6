"""The corpus: how well each format is cut, and that nothing of an article is lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.articles.corpus.__main__ import Judged, judged
from tests.articles.corpus.files import files
from tests.articles.corpus.hard import hard_files
from tests.articles.corpus.scoring import faults, score
from tests.articles.corpus.source import Kind


@pytest.fixture(scope="module")
def corpus() -> Judged:
    """All text, Markdown and wikitext, and every third file that takes longer to make and read."""
    is_quick = ("text", "markdown", "wikitext")
    return judged(each for at, each in enumerate(files()) if each.format in is_quick or at % 3 == 0)


def test_sections_are_found_where_headings_are_marked_up(corpus: Judged) -> None:
    marked = score(each for each in corpus if each[0].is_marked)
    assert marked.micro >= 0.97, _all_faults(corpus)
    assert marked.macro >= 0.93


def test_sections_are_found_in_plain_text_and_paper(corpus: Judged) -> None:
    plain = score(each for each in corpus if each[0].format in ("text", "pdf"))
    assert plain.micro >= 0.92, _all_faults(corpus)
    assert plain.macro >= 0.93


@pytest.mark.long
def test_the_whole_corpus_is_cut_right() -> None:
    everything = judged(files())
    assert score(everything).micro >= 0.97, _all_faults(everything)
    assert score(everything).macro >= 0.95
    assert score(everything).title.value == 1


def test_hard_layouts_are_cut_right_as_well() -> None:
    hard = judged(hard_files())
    assert score(each for each in hard if each[0].format in ("markdown", "html")).micro >= 0.97, (
        _all_faults(hard)
    )
    assert score(each for each in hard if each[0].format in ("text", "pdf")).micro >= 0.92
    assert score(hard).macro >= 0.93
    assert score(hard).uninvented.value == 1
    assert score(hard).clean.value == 1
    assert score(hard).title.value >= 0.96


def test_kinds_items_and_words_are_right_too(corpus: Judged) -> None:
    everything = score(corpus)
    assert everything.kinds.value >= 0.99
    assert everything.items.value >= 0.97
    assert everything.words.value >= 0.97
    assert everything.overview.value >= 0.97
    assert everything.clean.value >= 0.97


def test_no_section_is_invented_where_there_are_no_headings(corpus: Judged) -> None:
    without = score(each for each in corpus if not each[0].article.has_headings)
    assert without.uninvented.all >= 6
    assert without.uninvented.value == 1


def test_sections_and_dropped_spans_cover_every_file(corpus: Judged) -> None:
    for file, outline in corpus:
        spans = sorted((each.start, each.end) for each in (*outline.sections, *outline.dropped))
        position = 0
        for start, end in spans:
            assert not outline.text[position:start].strip(), file.name
            assert position <= start < end
            position = end
        assert not outline.text[position:].strip(), file.name


def test_every_word_of_an_article_is_in_its_outline_or_left_out(corpus: Judged) -> None:
    for file, outline in corpus:
        shown = _letters("\n".join([outline.text, *(each.text for each in outline.left_out)]))
        wanted = ""
        for part in (file.article.lead, *file.article.parts):
            for node in part.nodes if part else ():
                words = _letters(node.words)
                # A cell that wraps on paper comes in pieces: none of its letters may be missing.
                is_whole = node.kind is not Kind.ROW and node.kind is not Kind.TERM
                assert not is_whole or words in shown, f"{file.name}: {node.words}"
                wanted += words
        assert Counter(wanted) <= Counter(shown), file.name


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _all_faults(corpus: Judged) -> str:
    return "\n".join(
        f"{file.name}: {fault}" for file, outline in corpus for fault in faults(file, outline)
    )
