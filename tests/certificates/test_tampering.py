"""What a verifier is told: each standing, every edit that must not go unnoticed, codes, the PDF."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pypdfium2
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Update, inspect, select, text, update

from learning import canonical, clock
from learning.certificates import actions, pdf, queries
from learning.certificates import statement as statements
from learning.certificates.models import Certificate, LedgerEntry
from learning.certificates.pdf import Sheet
from learning.certificates.standing import Standing
from learning.certificates.statement import Statement
from learning.database import db
from learning.identifiers import (
    CODE_ALPHABET,
    certificate_code,
    grouped,
    public_id,
    read_code,
)
from learning.organizations import actions as organizations
from learning.organizations.models import Organization
from tests.pages import Page, PageClient
from tests.people import NOW

patient = settings(deadline=None)  # a busy machine is no failure
HOLDER = "Zoë Marker-Quist"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def clinic(app: Flask) -> Organization:
    return organizations.create_organization(name="Clinic", slug="clinic", by="tests", at=NOW)


def issue(clinic: Organization, holder: str = HOLDER, until: datetime | None = None) -> Certificate:
    statement = Statement(holder, clinic.name, "Washing hands", 3, ("Why", "When"), "Note.", "en")
    return actions.issue(
        clinic.id,
        statement,
        basis=public_id(),
        evidence_sha256="e" * 64,
        subject=public_id(),
        valid_until=until,
        at=NOW,
    )


def test_a_completion_has_one_certificate_however_often_it_is_asked_for(
    clinic: Organization, certificate: Certificate
) -> None:
    statement = Statement(HOLDER, clinic.name, "Washing hands", 3, ("Why",), "Note.", "en")
    again = actions.issue(
        clinic.id, statement, basis=certificate.basis, evidence_sha256="f" * 64,
        subject=certificate.subject, valid_until=None, at=LATER,
    )  # fmt: skip
    assert again.id == certificate.id
    assert db.session.query(LedgerEntry).filter_by(certificate=certificate.public_id).count() == 1


@pytest.fixture
def certificate(clinic: Organization) -> Certificate:
    """A certificate between two others in the ledger, valid for more than a hundred years."""
    issue(clinic, "Before")
    issued = issue(clinic, until=NOW + timedelta(days=40_000))
    issue(clinic, "After")
    return issued


def standing_of(code: str) -> Standing:
    db.session.remove()
    verified = queries.verified_by_code(code, at=LATER)
    assert verified is not None
    return verified.standing


def look_up(stranger: PageClient, certificate: Certificate) -> Page:
    db.session.remove()
    return stranger.get(f"/verify/{grouped(certificate.code)}")


def test_a_certificate_is_valid_and_says_what_it_certifies(
    certificate: Certificate, stranger: PageClient
) -> None:
    assert standing_of(certificate.code) == Standing.VALID
    page = look_up(stranger, certificate)
    assert page.h1 == "Valid certificate"
    code = grouped(certificate.code)
    for words in (HOLDER, "Clinic", "Washing hands", "Why", "When", "Note.", code):
        assert words in page.text


def test_a_certificate_is_expired_from_the_instant_it_names(
    clinic: Organization, certificate: Certificate, stranger: PageClient
) -> None:
    until = certificate.valid_until
    assert until is not None
    a_moment = timedelta(microseconds=1)
    assert queries.verified(certificate, at=until - a_moment).standing == Standing.VALID
    assert queries.verified(certificate, at=until).standing == Standing.EXPIRED
    yesterday = clock.now() - timedelta(days=1)  # pages ask the clock themselves
    page = look_up(stranger, issue(clinic, until=yesterday))
    assert page.h1 == f"Expired on {yesterday.day} {yesterday:%B %Y}"
    assert HOLDER in page.text


def test_a_withdrawn_certificate_says_so_and_why(
    certificate: Certificate, stranger: PageClient
) -> None:
    actions.revoke(certificate, reason="Issued by mistake", by="dana", at=LATER)
    assert standing_of(certificate.code) == Standing.REVOKED
    page = look_up(stranger, certificate)
    assert page.h1 == "Withdrawn on 24 November 2026 by the issuer"
    assert "Issued by mistake" in page.text


def test_a_certificate_issued_again_replaces_the_one_before(
    certificate: Certificate, stranger: PageClient
) -> None:
    renewed = actions.reissue(certificate, holder="Zoë Newname", by="dana", at=LATER)
    assert standing_of(certificate.code) == Standing.SUPERSEDED
    assert standing_of(renewed.code) == Standing.VALID
    old = queries.verified_by_code(certificate.code, at=LATER)
    assert old is not None
    assert (old.successor_code, old.happened_at) == (renewed.code, LATER)
    page = look_up(stranger, certificate)
    assert page.h1 == "Replaced by a newer certificate on 24 November 2026"
    # Who holds only the old code doesn't get the new name or the new code.
    assert "Newname" not in page.html
    assert grouped(renewed.code) not in page.html


def test_an_unknown_code_and_no_code_at_all_are_not_found_alike(stranger: PageClient) -> None:
    for typed in (grouped(certificate_code()), "nothing", "2" * 25, "O" * 26):
        page = stranger.get(f"/verify/{typed}")
        assert page.status == 404
        assert page.h1 == "No certificate with this code"


def test_an_erased_certificate_verifies_and_its_name_stands_nowhere(
    certificate: Certificate, stranger: PageClient
) -> None:
    actions.erase_holder(certificate, by="the holder", at=LATER)
    assert standing_of(certificate.code) == Standing.VALID
    page = look_up(stranger, certificate)
    assert page.h1 == "Valid certificate"
    for name in HOLDER.split():
        assert name not in page.html
        for table in ("certificate", "ledger_entry", "audit_entry"):
            rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
            assert rows
            assert name not in repr(rows), table


def test_an_erased_certificate_can_still_be_withdrawn(certificate: Certificate) -> None:
    actions.erase_holder(certificate, by="the holder", at=LATER)
    actions.revoke(certificate, reason="Mistake", by="dana", at=LATER)
    assert standing_of(certificate.code) == Standing.REVOKED


# Each edit is SQL on one certificate or its ledger entry, as somebody who has the database's
# password would do it.
Edit = Callable[[Certificate], None]


def run(statement: str | Update, /, **values: object) -> None:
    """An edit around the application, past the triggers."""
    db.session.remove()
    on = "" if db.engine.dialect.name == "sqlite" else " ON ledger_entry"
    with db.engine.begin() as connection:
        for act in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS ledger_entry_refuses_{act}{on}"))
        edit = text(statement) if isinstance(statement, str) else statement
        changed = connection.execute(edit, values).rowcount
    assert changed, "the edit has to meet a row"


def on_certificate(assignment: str, **values: object) -> Edit:
    return lambda c: run(f"UPDATE certificate SET {assignment} WHERE id = :id", id=c.id, **values)


def on_ledger(assignment: str, step: int = 0, **values: object) -> Edit:
    return lambda c: run(
        f"UPDATE ledger_entry SET {assignment} WHERE organization_id = :organization AND number = "
        "(SELECT min(number) FROM ledger_entry WHERE certificate = :certificate) + :step",
        organization=c.organization_id,
        certificate=c.public_id,
        step=step,
        **values,
    )


def delete_entry(step: int) -> Edit:
    return lambda c: run(
        "DELETE FROM ledger_entry WHERE organization_id = :organization AND number = "
        "(SELECT min(number) FROM ledger_entry WHERE certificate = :certificate) + :step",
        organization=c.organization_id,
        certificate=c.public_id,
        step=step,
    )


def rewrite(certificate: Certificate, *, rehash: bool, **facts: object) -> None:
    """Say something else in the statement, and if need be in stub, columns and hashes too."""
    assert certificate.statement is not None
    statement = canonical.text({**canonical.parse(certificate.statement), **facts})
    in_stub = {name: fact for name, fact in facts.items() if name != "holder"}
    stub = canonical.text({**canonical.parse(certificate.stub), **in_stub})
    values = {"statement": statement, "stub": stub}
    if rehash:
        values |= {
            "statement_sha256": canonical.sha256(statement),
            "stub_sha256": canonical.sha256(stub),
        }
        if "holder" in facts:
            values["holder"] = str(facts["holder"])
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    run(f"UPDATE certificate SET {assignments} WHERE id = :id", id=certificate.id, **values)


def rehash(certificate: Certificate, **columns: object) -> None:
    """Edit its ledger entry and make the entry's own hash fit, as somebody who read the code."""
    entry = db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.certificate == certificate.public_id)
    ).one()
    organization = db.session.get(Organization, certificate.organization_id).public_id
    forged = LedgerEntry(
        **{c.key: getattr(entry, c.key) for c in inspect(LedgerEntry).column_attrs} | columns
    )
    values = {**columns, "sha256": queries.entry_hash(organization, forged)}
    run(update(LedgerEntry).where(LedgerEntry.id == entry.id).values(values))


EDITS: dict[str, Edit] = {
    "statement replaced": on_certificate("statement = replace(statement, 'Washing', 'Cutting')"),
    "statement no longer readable": on_certificate("statement = replace(statement, '{', '[')"),
    "statement removed": on_certificate("statement = NULL, holder = NULL"),
    "holder in the statement": on_certificate("statement = replace(statement, 'Zoë', 'Zoe')"),
    "holder in the column": on_certificate("holder = 'Somebody Else'"),
    "holder everywhere but in the ledger": lambda c: rewrite(c, rehash=True, holder="Else"),
    "course everywhere but in the ledger": lambda c: rewrite(c, rehash=True, course="Surgery"),
    "course in statement and stub": lambda c: rewrite(c, rehash=False, course="Surgery"),
    "stub": on_certificate("stub = replace(stub, 'Washing', 'Cutting')"),
    "stub no longer readable": on_certificate("stub = replace(stub, '{', '[')"),
    "stub and its hash": lambda c: run(
        "UPDATE certificate SET stub = :stub, stub_sha256 = :sha WHERE id = :id",
        id=c.id,
        stub=c.stub.replace("Washing", "Cutting"),
        sha=canonical.sha256(c.stub.replace("Washing", "Cutting")),
    ),
    "code": on_certificate("code = '22223333444455556666777788'"),
    "issue number": on_certificate("issue_number = 7"),
    "issued at": on_certificate("issued_at = '2020-01-01 00:00:00.000000'"),
    "valid until later": on_certificate("valid_until = '2099-01-01 00:00:00.000000'"),
    "valid for good": on_certificate("valid_until = NULL"),
    "withdrawn without an entry": on_certificate("withdrawal_reason = 'because'"),
    "replaced without an entry": lambda c: run(
        "UPDATE certificate SET is_current = :no WHERE id = :id", id=c.id, no=False
    ),
    "ledger hash": on_ledger("sha256 = :sha", sha="a" * 64),
    "ledger hash before": on_ledger("previous_sha256 = :sha", sha="b" * 64),
    "ledger statement hash": on_ledger("statement_sha256 = :sha", sha="c" * 64),
    "ledger stub hash": on_ledger("stub_sha256 = :sha", sha="d" * 64),
    "ledger event": on_ledger("event = 'erased'"),
    "ledger event of no kind": on_ledger("event = 'blessed'"),
    "ledger instant": on_ledger("at = '2020-01-01 00:00:00.000000'"),
    "ledger event, with the right hash": lambda c: rehash(c, event="revoked"),
    "ledger instant, with the right hash": lambda c: rehash(c, at=LATER),
    "ledger number": on_ledger("number = 77"),
    "ledger entry given to another": on_ledger("certificate = 'another'"),
    "ledger entry deleted": delete_entry(0),
    "entry before deleted": delete_entry(-1),
    "entry after deleted": delete_entry(1),
    "entry before edited": on_ledger("event = 'revoked'", -1),
    "entry before rehashed": on_ledger("sha256 = :sha", -1, sha="f" * 64),
    "entry after edited": on_ledger("at = '2020-01-01 00:00:00.000000'", 1),
    "entry after unlinked": on_ledger("previous_sha256 = :sha", 1, sha="f" * 64),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_in_the_database_is_never_taken_for_a_valid_certificate(
    clinic: Organization, certificate: Certificate, stranger: PageClient, edit: str
) -> None:
    issue(clinic, "Afterwards")
    code = "22223333444455556666777788" if edit == "code" else certificate.code
    EDITS[edit](certificate)
    assert standing_of(code) == Standing.TAMPERED
    page = stranger.get(f"/verify/{grouped(code)}")
    assert page.status == 200
    assert page.h1 == "Don’t rely on this certificate"
    assert "Ask Clinic about it" in page.text
    assert HOLDER not in page.text


@pytest.mark.parametrize("act", ["revoked", "superseded", "erased"])
def test_removing_the_entry_of_an_event_does_not_undo_it(clinic: Organization, act: str) -> None:
    certificate = issue(clinic)
    if act == "revoked":
        actions.revoke(certificate, reason="Mistake", by="dana", at=LATER)
    elif act == "superseded":
        actions.reissue(certificate, holder="Zoë Newname", by="dana", at=LATER)
    else:
        actions.erase_holder(certificate, by="the holder", at=LATER)
    first = db.session.scalars(select(LedgerEntry.number).order_by(LedgerEntry.number)).first()
    # All that came after it is cut off, so that the chain that is left has no gap.
    run("DELETE FROM ledger_entry WHERE number > :first", first=first)
    assert standing_of(certificate.code) == Standing.TAMPERED


def test_making_the_end_of_the_chain_its_beginning_is_noticed(
    clinic: Organization, certificate: Certificate
) -> None:
    last = issue(clinic)
    rehash(last, previous_sha256=statements.NOTHING_BEFORE)
    assert standing_of(last.code) == Standing.TAMPERED
    run("DELETE FROM ledger_entry WHERE certificate != :own", own=last.public_id)
    assert standing_of(last.code) == Standing.TAMPERED


def test_without_a_statement_an_edited_stub_is_noticed(certificate: Certificate) -> None:
    actions.erase_holder(certificate, by="the holder", at=LATER)
    EDITS["stub"](certificate)
    assert standing_of(certificate.code) == Standing.TAMPERED


def test_putting_an_erased_name_back_is_noticed(certificate: Certificate) -> None:
    statement, holder = certificate.statement, certificate.holder
    actions.erase_holder(certificate, by="the holder", at=LATER)
    run(
        "UPDATE certificate SET statement = :statement, holder = :holder WHERE id = :id",
        statement=statement,
        holder=holder,
        id=certificate.id,
    )
    assert standing_of(certificate.code) == Standing.TAMPERED


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_character_changed_in_statement_or_stub_is_noticed(
    certificate: Certificate, data: st.DataObject
) -> None:
    columns = {c.key: getattr(certificate, c.key) for c in inspect(Certificate).column_attrs}
    column = data.draw(st.sampled_from(["statement", "stub"]))
    stored = columns[column]
    at = data.draw(st.integers(0, len(stored) - 1))
    one = st.characters(exclude_categories=["Cs"]).filter(lambda c: c != stored[at])
    columns[column] = stored[:at] + data.draw(one | st.just("")) + stored[at + 1 :]
    if data.draw(st.booleans()):
        columns[f"{column}_sha256"] = canonical.sha256(columns[column])
    edited = Certificate(**columns)  # beside the database, which holds it as it was
    assert queries.verified(edited, at=LATER).standing == Standing.TAMPERED
    assert queries.verified(certificate, at=LATER).standing == Standing.VALID


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@patient
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=4), st.integers(1, 10_000))
def test_a_statement_fits_its_own_stub_and_is_read_back_as_it_was(
    holder: str, course: str, modules: list[str], version: int
) -> None:
    statement = Statement(holder, "Clinic", course, version, tuple(modules), "", "en")
    stub = statements.stub_text(
        statement,
        code="C",
        issue_number=1,
        issued_at=NOW,
        valid_until=None,
        evidence_sha256="e" * 64,
    )
    stored = statements.statement_text(stub, holder, "salt")
    assert statements.fits(stored, stub)
    assert statements.read(stored, stub).__dict__ == statement.__dict__
    assert statements.read(None, stub).__dict__ == {**statement.__dict__, "holder": None}


# Codes


@patient
@given(st.integers(0, 2**128 - 1))
def test_a_code_is_read_however_it_is_typed(bits: int) -> None:
    code = certificate_code(lambda _n: bits)
    assert len(code) == 26
    assert set(code) <= set(CODE_ALPHABET)
    assert read_code(code) == code
    shown = grouped(code)
    assert re.fullmatch(r"(\w{4}-){6}\w{2}", shown)
    for typed in (shown, shown.lower(), shown.replace("-", " "), f"  {shown.lower()} ",
                  shown.replace("-", "\u2011"), "-".join(code), code.swapcase()):  # fmt: skip
        assert read_code(typed) == code


@patient
@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_different_bits_give_different_codes(one: int, other: int) -> None:
    codes = {certificate_code(lambda _n, bits=bits: bits) for bits in (one, other)}
    assert len(codes) == len({one, other})


def test_codes_hold_no_symbols_that_are_taken_for_others() -> None:
    assert not set("0O1IL") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET) == 31
    assert len(CODE_ALPHABET) ** 26 >= 2**128, "26 symbols have to hold 128 bits"


@pytest.mark.parametrize("changed", ["0", "O", "1", "I", "L", "!", "Ä", ""])
def test_what_is_no_code_is_none(changed: str) -> None:
    assert read_code("2" * 25 + changed) is None
    assert read_code("2" * 27) is None


# The PDF


def sheet(**changes: object) -> Sheet:
    words = {
        "language": "en",
        "title": "Certificate",
        "organization": "Riverside Clinic",
        "certifies": "certifies that",
        "holder": "Zoë Σοφία Ждан",
        "completed": "completed",
        "course": "Washing hands well",
        "modules": ("Why it works", "When to do it"),
        "facts": (("Issued", "23 November 2026"), ("Code", "2222-3333-4444-5555-6666-7777-88")),
        "note": "Not a licence to operate.",
        "address": "https://learn.example.org/verify/2222-3333-4444-5555-6666-7777-88",
        "scan": "Scan the code.",
        "qr_words": "QR code",
    }
    return Sheet(**{**words, **changes})  # type: ignore[arg-type]


def words_on(document: pypdfium2.PdfDocument) -> str:
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def test_the_pdf_is_tagged_and_its_words_can_be_read() -> None:
    content = pdf.rendered(sheet())
    assert b"pdfuaid" in content
    document = pypdfium2.PdfDocument(content)
    assert document.is_tagged()
    assert len(document) == 1
    words = words_on(document)
    for expected in ("Zoë Σοφία Ждан", "Washing hands well", "Why it works", "When to do it",
                     "2222-3333-4444-5555-6666-7777-88", "Not a licence to operate."):  # fmt: skip
        assert expected in words


def test_the_longest_words_still_fit_on_one_page() -> None:
    word = "Wundheilungsförderung "
    long = (word * 20)[:300].strip()
    full = sheet(
        organization=long,
        holder=long,
        course=long,
        note=long,
        modules=("When to do it, and when not to",) * 6,
    )
    document = pypdfium2.PdfDocument(pdf.rendered(full))
    assert len(document) == 1
    words = words_on(document)
    assert words.replace(" ", "").count(long.replace(" ", "")[:200]) >= 3
    assert "2222-3333-4444-5555-6666-7777-88" in words


@pytest.mark.parametrize("length", [1, 300])
def test_a_title_without_a_space_stays_on_one_page_too(length: int) -> None:
    full = sheet(holder="W" * length, course="W" * length, organization="W" * length)
    assert len(pypdfium2.PdfDocument(pdf.rendered(full))) == 1


def test_characters_that_cannot_be_drawn_are_named_each_once() -> None:
    assert pdf.undrawable("李小龙 李") == ("李", "小", "龙")
    assert pdf.undrawable("Bob 李") == ("李",)


@pytest.mark.parametrize(
    "name", ["Zoë Müller-Løkken", "Σοφία Παπαδοπούλου", "Ждан Їжакевич", "Nguyễn Thị Ánh", "O’Neil"]
)
def test_latin_greek_and_cyrillic_names_can_be_drawn(name: str) -> None:
    assert pdf.undrawable(name) == ()
    assert name in words_on(pypdfium2.PdfDocument(pdf.rendered(sheet(holder=name))))


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    holder = '#eval("1+1") $x$ *b* _i_ <a> \\ "q"'
    assert "eval(" in words_on(pypdfium2.PdfDocument(pdf.rendered(sheet(holder=holder))))
