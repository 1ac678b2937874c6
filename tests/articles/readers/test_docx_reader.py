"""Word files become Markdown: by their styles, or by how their paragraphs look."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from learning.articles.outline import outline_of
from learning.errors import RuleBroken
from tests.articles.hostile.archives import PARAGRAPH, W, document, packed
from tests.articles.readers.documents import (
    COFFEE,
    DOCTOR,
    LAMPS,
    LIGHT,
    headings,
    read_word,
    word_file,
)


def test_styles_make_title_headings_lists_and_tables() -> None:
    def write(it: Any) -> None:
        it.add_heading("A short guide to sleep", 0)
        it.add_paragraph(LAMPS)
        it.add_heading("Light", 1)
        it.add_paragraph(LIGHT)
        it.add_heading("Lamps", 2)
        for words in ("Red ones", "White ones"):
            it.add_paragraph(words, style="List Bullet")
        for words in ("Lie down", "Get up"):
            it.add_paragraph(words, style="List Number")
        table = it.add_table(2, 2)
        for cell, words in zip(table._cells, ("Drink", "Caffeine", "Tea", "45 mg"), strict=True):
            cell.text = words

    assert read_word(word_file(write)).text.strip() == (
        f"# A short guide to sleep\n\n{LAMPS}\n\n## Light\n\n{LIGHT}\n\n### Lamps\n\n"
        "- Red ones\n- White ones\n\n1. Lie down\n2. Get up\n\n"
        "| Drink | Caffeine |\n| --- | --- |\n| Tea | 45 mg |"
    )


def test_without_a_title_headings_keep_their_level() -> None:
    def write(it: Any) -> None:
        it.add_heading("Light", 1)
        it.add_paragraph(LIGHT)
        it.add_heading("Coffee", 1)
        it.add_paragraph(COFFEE)

    assert headings(read_word(word_file(write))) == ["# Light", "# Coffee"]


def test_a_style_of_ones_own_is_a_heading_when_it_is_in_the_outline() -> None:
    styles = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="A"><w:name w:val="Chapter"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>"""
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Light</w:t></w:r></w:p>'
    rels = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="styles.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>
</Relationships>"""
    parts = {"word/styles.xml": styles, "word/_rels/document.xml.rels": rels}
    assert read_word(packed(parts, document(body))).text.strip() == "## Light"


@pytest.mark.parametrize("run_in", [False, True])
def test_without_styles_bold_words_head_the_sections(run_in: bool) -> None:
    def write(it: Any) -> None:
        it.add_paragraph("A short guide to sleep")
        for title, words in (("Light", LIGHT), ("Coffee", COFFEE), ("Doctors", DOCTOR)):
            paragraph = it.add_paragraph()
            paragraph.add_run(f"{title}:" if run_in else title).bold = True
            if run_in:
                paragraph.add_run(f" {words}")
            else:
                it.add_paragraph(words)

    outline = outline_of(word_file(write), "a.docx")
    assert outline.title == "A short guide to sleep"
    assert [section.title for section in outline.sections] == ["Light", "Coffee", "Doctors"]


@pytest.mark.parametrize("blank", [True, False])
def test_lines_broken_by_hand_are_joined(blank: bool) -> None:
    def write(it: Any) -> None:
        for words in (LIGHT, COFFEE, DOCTOR):
            for line in textwrap.wrap(words, 72):
                it.add_paragraph(line)
            if blank:
                it.add_paragraph("")

    text = read_word(word_file(write)).text.strip()
    assert text.split() == f"{LIGHT} {COFFEE} {DOCTOR}".split()
    assert text.count("\n\n") == 2


def test_line_breaks_in_one_paragraph_part_paragraphs() -> None:
    def write(it: Any) -> None:
        paragraph = it.add_paragraph()
        for words in (LIGHT, COFFEE, DOCTOR):
            paragraph.add_run(words).add_break()

    text = read_word(word_file(write)).text.strip()
    assert text == f"{LIGHT}\n\n{COFFEE}\n\n{DOCTOR}"


def test_typed_markers_make_lists_but_one_number_alone_does_not() -> None:
    def write(it: Any) -> None:
        for words in ("• Red", "• White", "1. Lie down", "2. Get up"):
            it.add_paragraph(words)
        it.add_paragraph("7. Light")
        it.add_paragraph(LIGHT)

    assert read_word(word_file(write)).text.strip() == (
        f"- Red\n- White\n\n1. Lie down\n2. Get up\n\n7\\. Light\n\n{LIGHT}"
    )


def test_words_that_look_like_markdown_stay_what_they_are() -> None:
    words = "# 1 * 2 * 3, [a](b), <b>, &amp;, _c_, `d`"
    text = read_word(word_file(lambda it: it.add_paragraph(words))).text.strip()
    assert text.replace("\\", "") == words
    assert text != words


def test_comments_and_notes_and_edges_are_left_out_and_named() -> None:
    def write(it: Any) -> None:
        paragraph = it.add_paragraph(LIGHT)
        it.add_comment(paragraph.runs, text="Is this so?", author="Ann", initials="A")
        it.sections[0].header.paragraphs[0].text = "Sleep and health"
        it.sections[0].footer.paragraphs[0].text = "Confidential"

    reading = read_word(word_file(write))
    assert reading.text.strip() == LIGHT
    left_out = {each.reason: each.text for each in reading.left_out}
    assert "Is this so?" in left_out["A comment at the margin"]
    edges = {each.text for each in reading.left_out if each.reason.startswith("Stands at the edge")}
    assert edges == {"Sleep and health", "Confidential"}


def test_footnotes_are_left_out_with_their_marks() -> None:
    notes = f"""<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>From a trial.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""
    body = """<w:p><w:r><w:t>It was repeated</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>
<w:r><w:t xml:space="preserve"> since.</w:t></w:r></w:p>"""
    reading = read_word(packed({"word/footnotes.xml": notes}, document(body)))
    assert reading.text.strip() == "It was repeated since."
    assert any("From a trial." in each.text for each in reading.left_out)


def test_of_tracked_changes_the_insertions_count() -> None:
    body = """<w:p><w:r><w:t xml:space="preserve">Sleep </w:t></w:r><w:del><w:r>
<w:delText xml:space="preserve">never </w:delText></w:r></w:del><w:ins><w:r>
<w:t xml:space="preserve">often </w:t></w:r></w:ins><w:r><w:t>helps.</w:t></w:r></w:p>"""
    reading = read_word(packed(document_xml=document(body)))
    assert reading.text.strip() == "Sleep often helps."
    assert [(each.text, each.reason) for each in reading.left_out] == [
        ("never", "Deleted, with changes being tracked")
    ]


def test_words_in_text_boxes_are_in_the_text() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    body = f"""<w:p><w:r><w:t>Outside.</w:t></w:r></w:p><w:p><w:r>
<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>{box}</v:textbox></v:shape>
</w:pict></w:r></w:p><w:p><w:r><w:drawing>{box.replace("In a box", "In a drawing")}</w:drawing>
</w:r></w:p>"""
    reading = read_word(packed(document_xml=document(body)))
    assert reading.text.split() == ["Outside.", "In", "a", "box.", "In", "a", "drawing."]


def test_what_the_library_does_not_read_is_named() -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    formula = f"<w:p><m:oMath {space}><m:r><m:t>e=mc²</m:t></m:r></m:oMath></w:p>"
    words = "<w:p><w:r><w:t>As is known:</w:t></w:r></w:p>"
    reading = read_word(packed(document_xml=document(words + formula)))
    assert reading.text.strip() == "As is known:"
    assert [each.text for each in reading.left_out] == ["e=mc²"]


def test_pictures_are_their_descriptions() -> None:
    picture = """<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline>
<wp:docPr id="1" descr="A lamp at a window"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>
<a:blip r:embed="x1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>
</w:r></w:p>"""
    rels = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="x1" Target="media/a.png"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>"""
    parts = {"word/_rels/document.xml.rels": rels, "word/media/a.png": "not even a picture"}
    text = read_word(packed(parts, document(picture))).text
    assert "A lamp at a window" in text


def test_an_old_word_file_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken, match="article-old-word"):
        read_word(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_word_file_in_an_encoding_that_nobody_knows_is_refused() -> None:
    xml = document(PARAGRAPH, '<?xml version="1.0" encoding="UTF-9"?>')
    with pytest.raises(RuleBroken, match="article-damaged"):
        read_word(packed(document_xml=xml))
