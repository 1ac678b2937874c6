"""The outline as a whole: the layouts of one article, the JSON, what is refused."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from learning.articles.outline import (
    CUTTER_VERSION,
    Outline,
    SectionKind,
    as_json,
    as_lines,
    from_json,
    outline_of,
    outline_of_text,
    sentences_between,
)
from learning.errors import RuleBroken
from tests.articles.layouts import SAMPLES, layouts_of, sample

RUN_IN = sample("run_in_headings.txt")
TITLES = [
    "",
    "What Lives in the Heap",
    "Balancing Greens and Browns",
    "Why Turning Pays Off",
    "The Limits of a Home Heap",
    "Conclusion",
]


@pytest.fixture
def compost() -> Outline:
    return outline_of(RUN_IN.encode(), "compost.txt")


@pytest.mark.parametrize(
    ("ending", "content"),
    [pytest.param(ending, content, id=name) for name, ending, content in layouts_of(RUN_IN)],
)
def test_every_layout_of_an_article_gives_the_same_sections(ending: str, content: bytes) -> None:
    outline = outline_of(content, f"article{ending}")
    assert [section.title for section in outline.sections] == TITLES
    assert [section.kind for section in outline.sections] == [
        SectionKind.OVERVIEW,
        *[SectionKind.TEACH] * 4,
        SectionKind.CONCLUSION,
    ]
    assert [len(section.items) for section in outline.sections] == [0, 0, 0, 4, 0, 0]
    assert [section.words for section in outline.sections] == [36, 44, 46, 101, 35, 43]
    assert outline.title == "Feeding the Soil: What a Compost Heap Does for a Small Garden"
    assert [each.reason for each in outline.dropped] == [
        "The article’s title",
        "Looks like site navigation",
    ]
    assert "Related News" in outline.dropped[-1].text


def test_sentence_ids_are_the_same_in_every_layout(compost: Outline) -> None:
    ids = [sentence.id for section in compost.sections for sentence in section.sentences]
    assert len(ids) == len(set(ids)) == 21
    for name, ending, content in layouts_of(RUN_IN):
        outline = outline_of(content, f"a{ending}")
        again = [sentence.id for section in outline.sections for sentence in section.sentences]
        assert again == ids, name


def test_items_are_whole_and_without_markers(compost: Outline) -> None:
    assert compost.sections[3].items[2] == (
        "Drying Wet Spots: Rain collects in hollows and drives the air out. "
        "A turned heap drains better and seldom smells."
    )


def test_the_json_is_the_contract(compost: Outline) -> None:
    printed = as_json(compost)
    assert json.loads(json.dumps(printed)) == printed
    assert list(printed) == ["title", "source", "text", "sections", "dropped", "left_out"]
    assert printed["source"] == {
        "format": "text",
        "sha256": hashlib.sha256(RUN_IN.encode()).hexdigest(),
        "characters": len(RUN_IN),
    }
    assert printed["text"] == RUN_IN
    first = printed["sections"][1]
    assert list(first) == [
        "position",
        "kind",
        "title",
        "level",
        "start",
        "end",
        "words",
        "items",
        "evidence",
        "sentences",
    ]
    assert (first["position"], first["kind"], first["level"]) == (2, "teach", 2)
    assert first["evidence"] == "Run-in heading “…:” (5 in this style)"
    assert RUN_IN[first["start"] : first["end"]].startswith("What Lives in the Heap: Most of")
    assert type(first["kind"]) is str
    assert list(first["sentences"][0]) == ["id", "start", "end", "text"]
    assert list(printed["dropped"][0]) == ["start", "end", "text", "reason"]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_an_outline_survives_its_json(name: str) -> None:
    outline = outline_of((SAMPLES / name).read_bytes(), name)
    assert from_json(json.loads(json.dumps(as_json(outline)))) == outline


def test_only_the_ending_of_a_file_name_matters(compost: Outline) -> None:
    assert outline_of(RUN_IN.encode(), "/elsewhere/Ünder.other.TXT") == compost


def test_text_edited_in_the_app_is_cut_as_the_file_was(compost: Outline) -> None:
    edited = outline_of_text(RUN_IN.replace("\n", "\r\n"), "text")
    assert edited.sections == compost.sections
    assert edited.source.sha256 == hashlib.sha256(RUN_IN.encode()).hexdigest()


def test_the_output_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "import json, sys; from learning.articles.outline import as_json, outline_of;"
        "print(json.dumps(as_json(outline_of(open(sys.argv[1], 'rb').read(), sys.argv[1]))))"
    )
    path = str(SAMPLES / "marked_headings.md")
    printed = {
        subprocess.run(
            [sys.executable, "-c", program, path],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1", "LC_ALL": "C", "TZ": zone},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4711", "America/Lima"))
    }
    assert len(printed) == 1


def test_sentences_between_takes_only_whole_ones(compost: Outline) -> None:
    section = compost.sections[1]
    inside = sentences_between(compost, section.start, section.end)
    assert inside == section.sentences
    assert sentences_between(compost, section.start, inside[1].end) == inside[:2]
    assert sentences_between(compost, section.start, inside[1].end - 1) == inside[:1]
    across = sentences_between(compost, inside[2].start, compost.sections[2].sentences[0].end)
    assert across == (inside[2], compost.sections[2].sentences[0])


def test_people_see_sections_evidence_and_what_was_dropped(compost: Outline) -> None:
    lines = as_lines(compost)
    assert lines[0] == compost.title
    assert "4. Why Turning Pays Off  [teach, 101 words]" in lines
    assert "   Heading “…:” on a line of its own (5 in this style)" in lines
    assert "Dropped: “Related News” (Looks like site navigation)" in lines


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "article-empty"),
        (b" \n\t\r\n ", "a.md", "article-empty"),
        (b"\xef\xbb\xbf", "a.txt", "article-empty"),
        ("\u200b \u00a0\u2003".encode(), "a.txt", "article-empty"),
        (b"PK\x03\x04\x00\x00 something", "a.txt", "article-binary"),
        (b"\x01\x02\x03\x04 word \x05\x06", "a.txt", "article-binary"),
        (b"\xff\xfeA", "a.txt", "article-encoding"),
        (b"Caf\x81 and nothing else", "a.txt", "article-encoding"),
        ("Naïve cafés — “quoted”".encode()[:-1], "a.txt", "article-encoding"),
        (bytes(range(128, 256)).replace(b"\x81", b""), "a.txt", "article-encoding"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, name: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        outline_of(content, name)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.exe", ".exe"), ("notes", ""), ("a.b/readme", ""), ("x.TXT.zip", ".zip")],
)
def test_unknown_endings_are_refused_by_name(name: str, ending: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        outline_of(b"Some words.", name)
    assert refusal.value.code == "article-format"
    assert refusal.value.values["ending"] == ending


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(RuleBroken, match="article-encoding"):
        outline_of_text("broken \ud83d text", "text")


def test_headings_alone_give_sections_without_sentences() -> None:
    outline = outline_of(b"# A title\n\n## One\n\n## Two\n\n## Three\n", "a.md")
    assert [section.title for section in outline.sections] == ["One", "Two", "Three"]
    assert not outline.has_text
    assert outline_of(b"# A title\n\n## One\n\nWords.\n", "a.md").has_text


def test_the_cutter_has_a_version() -> None:
    assert CUTTER_VERSION == "1"
