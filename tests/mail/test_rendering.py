"""An e-mail says the same as text and as HTML, and nobody's words become its headers."""

from email import message_from_bytes, policy
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.mail.discretion import named, named_first
from learning.mail.message import Action, Message
from learning.mail.rendering import email_of, html_of, text_of
from tests.people import NOW

# Lone surrogates are no text: nothing that is stored has any.
lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
visible = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
sentences = st.lists(visible, min_size=1, max_size=6).map(" ".join)
messages = st.builds(
    Message,
    to=st.just("bob@example.org"),
    subject=sentences,
    preheader=sentences,
    paragraphs=st.lists(sentences, min_size=1, max_size=3).map(tuple),
    greeting=st.none() | sentences,
    action=st.none() | st.builds(Action, sentences, st.just("https://learn.example/a?b=1&c=2")),
    small_print=st.lists(sentences, max_size=2).map(tuple),
    sender_name=st.none() | sentences,
    reply_to=st.none() | st.just("help@example.org"),
    unsubscribe=st.none() | st.just("https://learn.example/stop/1"),
)


def words_of(html: str) -> list[str]:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    body = tree.find("body")
    for element in list(body):
        if element.get("class") == "preheader":
            body.remove(element)
    return " ".join(_texts(body)).split()


def _texts(element: Element) -> list[str]:
    return [text for text in element.itertext() if text.strip()]


@settings(max_examples=40)
@given(messages)
def test_text_and_html_say_the_same(message: Message) -> None:
    text, html = text_of(message), html_of(message)
    assert text.split() == words_of(html)
    for paragraph in message.paragraphs:
        assert paragraph in text


def test_what_is_not_said_leaves_no_trace() -> None:
    message = Message("a@b.example", "Subject", "Preheader", ("Only this.",))
    assert text_of(message) == "Only this.\n"
    assert words_of(html_of(message)) == ["Only", "this."]
    email = email_of(message, sender="learn@example.org", number="1-a", at=NOW)
    assert not {"Reply-To", "List-Unsubscribe"} & set(email.keys())
    assert "None" not in email.as_string()


@settings(max_examples=40)
@given(messages)
def test_what_is_sent_can_be_read_back(message: Message) -> None:
    email = email_of(message, sender="learn@example.org", number="1-a", at=NOW)
    back = message_from_bytes(email.as_bytes(), policy=policy.default)
    assert back["Subject"].split() == message.subject.split()
    text = back.get_body(("plain",)).get_content()
    html = back.get_body(("html",)).get_content()
    assert text.split() == text_of(message).split()
    assert words_of(html) == text.split()


@settings(max_examples=40)
@given(lines, lines, lines)
def test_no_words_become_headers(subject: str, name: str, reply_to: str) -> None:
    evil = "\r\nBcc: all@example.org\r\n\r\nNew body"
    message = Message(
        to="bob@example.org",
        subject=subject + evil,
        preheader=evil,
        paragraphs=("Hello",),
        sender_name=name + evil,
        reply_to=reply_to + evil,
        unsubscribe="https://learn.example/stop" + evil,
    )
    email = email_of(message, sender="learn@example.org", number="1-a", at=NOW)
    back = message_from_bytes(email.as_bytes(), policy=policy.default)
    assert set(back.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe",
        "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert back["From"].addresses[0].addr_spec == "learn@example.org"
    assert back.get_body(("plain",)).get_content().startswith("Hello")


def test_html_loads_nothing() -> None:
    html = html_of(
        Message("a@b.example", "s", "p", ("q",), action=Action("Go", "https://x.example"))
    )
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not tags & {"img", "script", "link", "iframe", "object", "video", "audio"}
    assert "url(" not in html
    assert len([a for a in tree.iter("a") if a.get("class") == "button"]) == 1


@pytest.mark.parametrize("address", ["a@b\nc", "a@b\r\n", "\x00@b", "a@b, c@d", "nobody"])
def test_only_one_address_is_one(address: str) -> None:
    message = Message(address, "s", "p", ("q",))
    with pytest.raises(ValueError, match="address"):
        email_of(message, sender="learn@example.org", number="1-a", at=NOW)


def test_a_course_on_health_is_not_named() -> None:
    assert named("How antidepressants work", is_health=True) == "your course"
    assert named_first("How antidepressants work", is_health=True) == "Your course"
    assert named_first("Washing hands", is_health=False) == "“Washing hands”"
    assert named("  ", is_health=False) == "your course"
    assert len(named("Washing " * 50, is_health=False)) < 90
