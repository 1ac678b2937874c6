"""Reads Word files: mammoth turns them into HTML, from which other code makes Markdown."""

from __future__ import annotations

import io
import zipfile

import mammoth
from lxml import etree, html

from learning.articles.readers.elements import Element, class_words, tag_of
from learning.articles.readers.from_html import Converted, markdown_of
from learning.articles.readers.typed_layout import lay_out
from learning.articles.readers.unpacking import BROKEN, opened, refuse_entities
from learning.articles.readers.word_parts import heading_styles, texts_beside, unread
from learning.errors import RuleBroken

FOOTNOTE = "A footnote"
COMMENT = "A comment at the margin"
CONTENTS = "The table of contents"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, and of encrypted files
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='TOC'] => p.contents:fresh
p[style-name^='toc'] => p.contents:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
comment-reference => sup.comment
"""


def markdown_of_docx(content: bytes) -> Converted:
    """The text of a Word file.

    Raises RuleBroken "article-damaged", "article-encrypted", "article-old-word",
    "article-nesting" or "article-unpacks-too-large".
    """
    if content.startswith(_OLD_WORD):
        raise RuleBroken("article-old-word")
    with opened(content) as archive:
        refuse_entities(archive)
        try:
            root = _tree(content, archive)
            beside = texts_beside(archive)
            _shift_headings(root)
            lay_out(root)
            converted = markdown_of(root, _why_left_out)
            left_out = (*converted.left_out, *beside)
            rest = unread(archive, converted.text, left_out)
            return Converted(converted.text, (*left_out, *rest))
        except RecursionError as error:
            raise RuleBroken("article-nesting") from error
        except (*BROKEN, AttributeError, IndexError, TypeError, etree.LxmlError) as error:
            # What a library says to a file that breaks its assumptions; it states none.
            raise RuleBroken("article-damaged") from error


def _tree(content: bytes, archive: zipfile.ZipFile) -> Element:
    """The document as HTML; nothing outside of the file is looked at, and no image."""
    headings = "\n".join(
        f"p[style-name='{name}'] => h{level}:fresh" for name, level in heading_styles(archive)
    )
    made = mammoth.convert_to_html(
        io.BytesIO(content),
        style_map=f"{_STYLES}\n{headings}",
        include_embedded_style_map=False,
        external_file_access=False,
        ignore_empty_paragraphs=False,
        convert_image=_image,
    )
    parser = html.HTMLParser(huge_tree=True, no_network=True)
    root: Element = html.fragment_fromstring(made.value, create_parent="div", parser=parser)
    return root


def _image(image: object) -> list[object]:
    """Only the words that describe it; its bytes stay where they are."""
    words = getattr(image, "alt_text", None) or ""
    return [mammoth.html.element("img", {"alt": words, "src": "image"})]


def _shift_headings(root: Element) -> None:
    """With a title, level 1 is the title's alone."""
    headings = [each for each in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if not headings or "title" not in class_words(headings[0]):
        return
    for each in headings[1:]:
        each.tag = f"h{min(6, int(tag_of(each)[1]) + 1)}"


def _why_left_out(element: Element) -> str | None:
    name = element.get("id", "")
    if tag_of(element) == "li" and name.startswith(("footnote-", "endnote-")):
        return FOOTNOTE
    if "comment" in class_words(element) or name.startswith("comment-"):
        return COMMENT
    if tag_of(element) == "dl" and len(element) and element[0].get("id", "").startswith("comment-"):
        return COMMENT
    return CONTENTS if "contents" in class_words(element) else None
