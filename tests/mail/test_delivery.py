"""Messages arrive once, at the right place, whatever mail servers say meanwhile."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from config import Config
from learning import outbox
from learning.accounts import queries as accounts
from learning.database import db, transaction
from learning.jobs import working
from learning.mail import delivery
from learning.mail.message import Action, Message
from learning.mail.messages import MESSAGES
from learning.outbox import LEASE, Outgoing, Task, TaskState
from tests.mail.server import MailServer, free_port, listening
from tests.people import NOW, People

KIND = "certificate-issued"  # any kind that is handled


@dataclass
class Post:
    """A mail server, and what is written to whom."""

    server: MailServer
    port: int
    message: Message | None

    def write(self, _task: Task, _config: Config, _at: datetime) -> Message | None:
        return self.message


@pytest.fixture
def post(app: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A mail server that the application knows; it isn't listening yet."""
    post = Post(MailServer(), free_port(), hello())
    monkeypatch.setitem(MESSAGES, KIND, post.write)
    use(app, f"smtp://127.0.0.1:{post.port}?from=learn@waymark.example")
    return post


def use(app: Flask, mail_url: str | None) -> None:
    config = app.extensions["waymark-config"]
    app.extensions["waymark-config"] = replace(config, mail_url=mail_url)


def hello(to: str = "bob@example.org") -> Message:
    return Message(
        to=to,
        subject="Grüße – your certificate",
        preheader="It is ready.",
        paragraphs=("Hello Bob,", "It is ready <now> & here.", "x" * 2_000),
        action=Action("See it", "https://learn.example/certificates/1"),
        small_print=("You get this because you took a course.",),
        unsubscribe="https://learn.example/stop/1",
    )


@transaction
def leave(people: People, number: int = 1, organization: bool = True) -> None:
    outbox.leave(
        KIND,
        once_key=f"{KIND}:test:{number}",
        payload={},
        organization_id=people.clinic.id if organization else None,
        at=NOW,
    )


def row(number: int = 1) -> Outgoing:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(
        select(Outgoing).where(Outgoing.once_key == f"{KIND}:test:{number}")
    ).one()


def work(at: datetime = NOW) -> int:
    done = 0
    while working.do_next(at=at):
        done += 1
    return done


def test_a_message_arrives_as_text_and_as_html_in_the_name_of_its_organization(
    post: Post, people: People
) -> None:
    people.clinic.settings = {
        "mail_sender_name": "Learning at Riverside",
        "mail_reply_to": "help@riverside.example",
        "mail_greeting": "Dear colleagues,\nthis is from the learning team.",
    }
    db.session.commit()
    leave(people)
    with listening(post.server, post.port):
        assert work() == 1
    (message,) = post.server.messages
    assert post.server.recipients == ["bob@example.org"]
    assert message["From"] == "Learning at Riverside <learn@waymark.example>"
    assert message["Reply-To"] == "help@riverside.example"
    assert message["To"] == "bob@example.org"
    assert message["Subject"] == "Grüße – your certificate"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://learn.example/stop/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].endswith("@waymark.example>")
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for words in ("Dear colleagues,", "from the learning team", "https://learn.example/certif"):
        assert words in text
        assert words in html
    assert "It is ready <now> & here." in text
    assert "It is ready &lt;now&gt; &amp; here." in html
    assert row().state == TaskState.DONE
    assert row().ended_at == NOW


def test_without_a_choice_it_comes_in_the_name_of_the_organization(
    post: Post, people: People
) -> None:
    leave(people, 1)
    leave(people, 2, organization=False)
    with listening(post.server, post.port):
        work()
    names = [message["From"].addresses[0].display_name for message in post.server.messages]
    assert names == ["Riverside Clinic", "Waymark"]
    assert post.server.messages[0]["Reply-To"] is None


def test_a_server_that_asks_for_patience_gets_it_again_later(post: Post, people: People) -> None:
    leave(people)
    post.server.say_to = lambda _address: "451 4.7.1 Greylisted, try again"
    with listening(post.server, post.port):
        work()
        assert (row().state, row().failure) == ("waiting", "mail-server-said-451")
        post.server.say_to = lambda _address: "250 OK"
        post.server.say = lambda: "452 4.3.1 No room"
        work(NOW + timedelta(minutes=1))
        assert row().failure == "mail-server-said-452"
        post.server.say = lambda: "250 OK"
        work(NOW + timedelta(hours=1))
    assert len(post.server.messages) == 1
    assert (row().state, row().failure) == ("done", None)


def test_an_address_that_is_refused_for_good_gets_nothing_more(post: Post, people: People) -> None:
    leave(people)
    post.server.say_to = lambda _address: "550 5.1.1 No such user"
    with listening(post.server, post.port):
        assert work() == 1
        assert (row().state, row().failure) == ("returned", "recipient-refused")
        assert accounts.is_bouncing("bob@example.org")
        assert work(NOW + timedelta(days=1)) == 0, "it isn't tried again"
        post.server.say_to = lambda _address: "250 OK"
        leave(people, 2)
        work()
        assert (row(2).state, row(2).failure) == ("returned", "address-bounces")
        post.message = replace(hello(), is_asked_for=True)
        leave(people, 3)
        work()
    assert row(3).state == "done", "what somebody has just asked for is tried all the same"
    assert len(post.server.messages) == 1
    assert not accounts.is_bouncing("alice@example.org")


@pytest.mark.parametrize("answer", ["550 5.7.1 Relaying denied", "530 5.7.0 Sign in first"])
def test_a_server_that_takes_nothing_from_us_makes_no_address_wrong(
    post: Post, people: People, answer: str
) -> None:
    leave(people)
    post.server.say_to = lambda _address: answer
    with listening(post.server, post.port):
        work()
    assert row().state == "waiting"
    assert not accounts.is_bouncing("bob@example.org")


def test_a_message_that_no_server_wants_is_given_up_for_an_operator_to_see(
    post: Post, people: People
) -> None:
    leave(people)
    post.server.say = lambda: "554 5.6.0 This looks like advertising"
    with listening(post.server, post.port):
        work()
    assert (row().state, row().failure) == ("dead", "message-refused")
    assert not accounts.is_bouncing("bob@example.org")


@pytest.mark.parametrize("hours", [24, pytest.param(70, marks=pytest.mark.long)])
def test_a_mail_server_that_is_away_delays_and_loses_nothing(
    post: Post, people: People, hours: int
) -> None:
    for number in range(3):
        leave(people, number)
    for minute in (0, 1, 5, 30, *range(60, hours * 60, 61)):
        work(NOW + timedelta(minutes=minute))
    assert row().state == "waiting"
    assert row().failure == "mail-server-away"
    back = NOW + timedelta(hours=hours)
    with listening(post.server, post.port):
        for minute in (0, 30, 60, 90):
            work(back + timedelta(minutes=minute))
    assert len(post.server.numbers) == len(set(post.server.numbers)) == 3
    assert {row(number).state for number in range(3)} == {"done"}


def test_after_more_than_three_days_it_is_given_up(post: Post, people: People) -> None:
    leave(people)
    waited = sum((outbox.pause_after(n) for n in range(delivery.MOST_TRIES)), timedelta())
    assert timedelta(days=3) < waited < timedelta(days=4)
    row().tries = delivery.MOST_TRIES - 1
    db.session.commit()
    work()
    assert (row().state, row().failure) == ("waiting", "mail-server-away")
    later = NOW + timedelta(hours=1)
    work(later)
    assert (row().state, row().failure, row().ended_at) == ("dead", "mail-server-away", later)


def test_a_worker_that_dies_after_sending_repeats_the_same_message(
    post: Post, people: People
) -> None:
    leave(people)
    with listening(post.server, post.port):
        task = outbox.next_task([KIND], at=NOW)
        assert task is not None
        delivery.deliver(task, config_of(), NOW)
        assert work(NOW + LEASE + timedelta(seconds=1)) == 1
    first, second = post.server.numbers
    assert first == second


def config_of() -> Config:
    config = current_app.extensions["waymark-config"]
    assert isinstance(config, Config)
    return config


def test_nobody_waits_for_a_mail_server_inside_a_transaction(post: Post, people: People) -> None:
    leave(people)
    seen: list[bool] = []
    session = db.session.registry()  # this thread's, looked at from the server's
    post.server.on_message = lambda _message: seen.append(session.in_transaction())
    with listening(post.server, post.port):
        work()
    assert seen == [False]


def test_what_nobody_needs_any_more_is_dropped(post: Post, people: People) -> None:
    post.message = None
    leave(people)
    with listening(post.server, post.port):
        work()
    assert (row().state, row().failure) == ("dropped", "not-needed")
    assert post.server.messages == []


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b, c@d", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "@b", "a@", "a b@c"]
)
def test_what_is_no_address_comes_back(post: Post, people: People, address: str) -> None:
    post.message = hello(address)
    leave(people)
    with listening(post.server, post.port):
        work()
    assert (row().state, row().failure) == ("returned", "no-address")
    assert post.server.messages == []


def test_without_a_mail_server_messages_are_files(
    app: Flask, post: Post, people: People, tmp_path: Path
) -> None:
    use(app, None)
    leave(people)
    task = outbox.next_task([KIND], at=NOW)
    assert task is not None
    delivery.deliver(task, config_of(), NOW)  # by a worker that died
    work(NOW + LEASE + timedelta(seconds=1))
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"To: bob@example.org" in file.read_bytes()
    assert row().state == "done"
