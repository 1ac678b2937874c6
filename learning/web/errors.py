"""From errors to pages: one table of sentences for broken rules, one page for everything else."""

import logging
from collections.abc import Callable

from flask import Flask, render_template, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from learning.database import db, is_without_room
from learning.errors import RuleBroken
from learning.identifiers import short_tail

log = logging.getLogger(__name__)

SENTENCES: dict[str, LazyString] = {
    "address-taken": _l("This address can’t be used for a new account. If it is yours, sign in."),
    "address-unchanged": _l("This is your address already."),
    "answer-missing": _l("Choose an answer"),
    "answer-changed-elsewhere": _l("You have answered this in another window since."),
    "answer-final": _l("This answer has been checked already."),
    "answer-too-long": _l("That answer is too long."),
    "employee-id-long": _l("Use at most %(most)s characters for the employee id."),
    "employee-id-taken": _l("Somebody else has the employee id %(employee_id)s."),
    "guest-no-member": _l("A guest has no manager and no groups. Invite them as a member first."),
    "joined-day": _l("Choose a day from 1900 to today."),
    "limit-no-trainer": _l("Only trainers can be limited to groups."),
    "manager-below": _l("%(name)s stands below them. Change that first."),
    "manager-self": _l("Nobody is their own manager. Choose somebody else."),
    "manager-unfit": _l("Choose a member who hasn’t left; a guest manages nobody."),
    "match-missing": _l("Choose what belongs to each"),
    "order-incomplete": _l("Choose each one once"),
    "exchange-empty": _l("There is nothing in it. Choose another file, or paste the questions."),
    "exchange-encoding": _l("This is no text in an encoding we know. Save it as UTF-8."),
    "exchange-format": _l(
        "Files that end in %(ending)s can’t be read. Choose .gift, .txt, .xml, .csv or .xlsx."
    ),
    "exchange-not-moodle": _l("This XML is no Moodle XML: it begins with <%(root)s>, not <quiz>."),
    "exchange-table": _l("This table can’t be read: %(reason)s. Save it again and try once more."),
    "exchange-too-large": _l("The file is larger than %(limit)s. Split it."),
    "exchange-xml-hostile": _l(
        "This XML defines a document type or entities, or has no end of elements, which no file of "
        "questions needs. It isn’t read."
    ),
    "group-gone": _l("This group has been removed. Restore it first."),
    "group-holds-groups": _l("There are groups in it. Move or remove them first."),
    "group-in-itself": _l("A group can’t be moved into itself or into a group that lies in it."),
    "group-name-long": _l("Use at most %(most)s characters for the name."),
    "group-name-missing": _l("Enter a name"),
    "group-name-taken": _l("There is a group “%(name)s” already. Choose another name."),
    "groups-too-deep": _l("At most %(most)s groups can lie in one another."),
    "guest-in-group": _l("A guest can’t be in a group. Invite them as a member first."),
    "gap-empty": _l("Fill in each gap"),
    "text-missing": _l("Write an answer"),
    "number-missing": _l("Write a number, such as 12 or 0.5"),
    "answer-unreadable": _l("That is no answer to a question of the kind %(kind)s."),
    "approval-in-use": _l(
        "That approval stands in a version or a preview by now. Retire the question instead."
    ),
    "article-binary": _l("This is not a text. Choose another file, or paste the text."),
    "article-busy": _l("Many files are being read just now. Try again in a minute."),
    "article-damaged": _l(
        "The file is damaged. Open it in the program it comes from, and save it again, "
        "or paste its text."
    ),
    "article-empty": _l("There is no text in it. Paste the article, or choose its file."),
    "article-encoding": _l(
        "The text can’t be read in any encoding we know. Save the file as UTF-8 and try again."
    ),
    "article-encrypted": _l("The file has a password. Save a copy without one, or paste its text."),
    "article-format": _l(
        "Files that end in %(ending)s can’t be read. Choose one that ends in %(endings)s."
    ),
    "article-memory": _l("Reading this file needs too much memory. Split it, or paste its text."),
    "article-nesting": _l(
        "Its parts are nested too deeply to be an article, by thousands. Paste its text instead."
    ),
    "article-only-headings": _l(
        "There are only headings in it, nothing to read. Add the text below them."
    ),
    "article-old-word": _l(
        "This is an old Word file, or one with a password. Save it as .docx without one."
    ),
    "article-scanned": _l(
        "There is no text in this PDF, only pictures of pages. Let a program recognise the text, "
        "or paste it."
    ),
    "article-slow": _l("This file takes too long to read. Split it, or paste its text."),
    "article-too-large": _l("The file is larger than %(limit)s. Split it, or paste its text."),
    "article-too-many-pages": _l("The file has more than %(limit)s pages. Split it."),
    "article-unpacks-too-large": _l(
        "There is far more packed into this file than an article needs. Paste its text instead."
    ),
    "bundle-folder": _l("There is something in %(folder)s. Name a folder that is new or empty."),
    "bundle-invalid": _l("The course bundle can’t be loaded: %(file)s %(reason)s."),
    "certificate-erased": _l(
        "The name was taken off this certificate, so it can’t be issued again."
    ),
    "certificate-not-current": _l("This certificate is not the current one any more."),
    "changed-elsewhere": _l("Somebody else has saved this since you opened it."),
    "decision-followed": _l("Something has happened to this question since, so that stands."),
    "draft-invalid": _l("The question can’t be graded: %(reason)s."),
    "correction-impossible": _l(
        "Results of that version can’t be corrected like that. Look at what can be chosen."
    ),
    "course-deleted": _l("This draft was deleted. Restore it first."),
    "course-not-open": _l("This course takes no new learners at the moment."),
    "course-state": _l("That can’t be done with this course any more: its state has changed."),
    "deactivate-self": _l("You can’t deactivate yourself. Ask another admin or owner to do it."),
    "fetch-address": _l(
        "We can’t fetch that address. It starts with https:// or http://, has no user name, and no "
        "port but 80 or 443."
    ),
    "fetch-internal": _l("That address leads into a private network. Use one anybody can open."),
    "fetch-redirects": _l("That address only leads on to others, again and again."),
    "fetch-slow": _l("The site took too long to answer. Try again, or upload the file."),
    "fetch-status": _l("The site doesn’t give out that page: it answered %(status)s."),
    "fetch-too-large": _l("The file at that address is too large. Split it, or paste its text."),
    "fetch-type": _l("There is no article at that address but a file of the type %(type)s."),
    "fetch-unreachable": _l(
        "The site can’t be reached, or its answer can’t be trusted. Check the address."
    ),
    "guest-role": _l("A guest only takes open courses. Make them a member first."),
    "image-broken": _l("This image is damaged or not all there. Choose it again, or another one."),
    "image-empty": _l("There is nothing in this file. Choose another one."),
    "image-format": _l("This is no image we can show. Choose a PNG, JPEG, GIF or WebP file."),
    "image-moving": _l(
        "This image moves, and learners can’t stop it. Choose one that stands still."
    ),
    "image-pixels": _l(
        "The image has %(width)s × %(height)s pixels, which is too many. %(enough)s in width are "
        "enough."
    ),
    "image-svg": _l(
        "An SVG file can hold a program, so it isn’t taken. Save the image as PNG and choose that."
    ),
    "image-too-large": _l("The image is larger than %(limit)s. Save it smaller."),
    "imports-waiting": _l(
        "Very many articles of your organization are on their way in. Try again in a few minutes."
    ),
    "import-failed": _l(
        "Something went wrong on our side, several times. Your file is kept: try again later, or "
        "tell whoever runs this installation."
    ),
    "address-unconfirmed": _l("Confirm your e-mail address first, then come back here."),
    "domain-not-allowed": _l(
        "This organization takes addresses of its own only. Use an account with such an address."
    ),
    "invitation-full": _l("This invitation was used as often as it may be. Ask for a new one."),
    "invitation-limits": _l(
        "Choose a day within the next %(days)s days, and at most %(most)s people."
    ),
    "invitation-expired": _l("This invitation has expired. Ask for a new one."),
    "invitation-revoked": _l("This invitation was taken back. Ask whoever sent it to you."),
    "invitation-used": _l("This invitation was accepted already, with an account."),
    "domain-invalid": _l("“%(domain)s” is no domain, such as example.org."),
    "too-many-domains": _l("Use at most %(most)s domains."),
    "invited-too-often": _l(
        "They have had the invitation %(most)s times within a day. Try again tomorrow."
    ),
    "last-owner": _l("An organization needs an owner. Make somebody else an owner first."),
    "member-already": _l("This person is a member already."),
    "membership-deactivated": _l("Your membership in this organization has been ended."),
    "merge-into-excluded": _l("A module that is left out can’t be merged. Take it in first."),
    "module-empty": _l("A module needs some text. To take it out, leave it out of the structure."),
    "module-gone": _l("This module is no longer there: somebody has changed the structure."),
    "module-has-quiz": _l("This module is passed by its quiz."),
    "module-locked": _l("This module opens when you have passed the ones before it."),
    "module-without-quiz": _l("This module has no quiz. Mark it as read instead."),
    "name-characters": _l("Write the name on one line, without signs that can’t be seen."),
    "name-missing": _l("Enter a name"),
    "name-unchanged": _l("The certificate carries this name already."),
    "heir-self": _l("Somebody else has to take over."),
    "heir-unknown": _l("Nobody, or more than one person here, fits that. Enter the address."),
    "logo-format": _l("This is no logo we can show. Choose a PNG, JPEG or WebP file."),
    "organization-name-long": _l("Use at most %(most)s characters for the name."),
    "not-joined-yet": _l(
        "They haven’t joined yet. Invite them again, or take the invitation back."
    ),
    "not-invited": _l("This person’s invitation isn’t open any more: somebody has changed it."),
    "nothing-above": _l("There is no module above this one to merge it into."),
    "nothing-to-undo": _l("There is nothing left to undo."),
    "people-columns": _l("Say which column holds what: there is none for %(columns)s."),
    "people-empty": _l(
        "There are no people in it. It needs a row with the names of the columns, and then a row "
        "for each person."
    ),
    "people-format": _l("Files that end in %(ending)s can’t be read. Save it as .csv or .xlsx."),
    "people-head": _l(
        "The first row has to hold the names of the columns, such as “name” and “email”, "
        "and not a person."
    ),
    "people-list-changed": _l(
        "Somebody has changed who is in the organization since you looked. Read the numbers again."
    ),
    "people-list-confirmed": _l("This list has been imported already."),
    "people-nobody": _l(
        "There is nobody in this list who can come in. Mend it, and choose it again."
    ),
    "people-quote": _l(
        "A quotation mark that opens in row %(row)s never closes, so where rows end can’t be told."
    ),
    "people-too-large": _l("The file is larger than %(limit)s. Split it."),
    "people-too-many": _l("There are more than %(most)s people in it. Split it."),
    "erase-member-active": _l("Only somebody who has left can be erased. Deactivate them first."),
    "erasure-ahead": _l(
        "Your account is about to be erased. Take that back first, on the page of your data."
    ),
    "export-under-way": _l("A copy of your data is being put together already."),
    "last-owner-erasure": _l(
        "You are the only owner of %(organization)s. Make somebody else an owner first."
    ),
    "member-erased": _l("This person was erased. Nobody can be put in their place."),
    "retention-months": _l("Enter a whole number of months from 1 to %(most)s, or nothing."),
    "link-ended": _l("This link doesn’t work any more. Ask for a new one."),
    "password-wrong": _l("This is not your current password."),
    "password-too-long": _l("Use at most %(maximum)s characters for the password."),
    "password-too-short": _l("Use at least %(minimum)s characters for the password."),
    "publish-blocked": _l("This course can’t be published yet. What is missing stands below."),
    "question-gone": _l("This question is not part of the attempt."),
    "question-incomplete": _l("This question can’t be approved yet. What is missing stands below."),
    "question-kept": _l(
        "This question can’t be deleted: somebody has decided on it, or a drafter proposed it. "
        "Reject or retire it instead."
    ),
    "question-retired": _l("This question is retired. Bring it back first."),
    "question-state": _l("That can’t be done with this question: its state has changed."),
    "question-stale": _l(
        "The sentence it tests has changed. Look at the question and choose the sentence again."
    ),
    "reason-missing": _l("Enter a reason"),
    "report-in-preview": _l("In a preview nothing can be reported. Change the question instead."),
    "report-too-early": _l("A problem can be reported once the answer is shown."),
    "role-too-high": _l("You can’t give or take a role above your own."),
    "sign-in-failed": _l("Address or password is not right."),
    "sign-in-slowed": _l("Too many tries. Wait %(seconds)s seconds, then try again."),
    "slug-invalid": _l("A short name holds only a–z, 0–9 and single hyphens, unlike “%(slug)s”."),
    "attempt-closed": _l("This try has ended already."),
    "preview-day": _l("Choose a day from today on, at most ten years ahead."),
    "attempt-followed": _l("A newer try has begun, so this one stays reset."),
    "split-place": _l("A module can be split before a paragraph or a heading, not there."),
    "typed-by-another": _l("Somebody else is editing this. Only “Save” stores your text."),
    "typed-elsewhere": _l("You have typed in another window since, so this isn’t kept by itself."),
    "typed-too-long": _l("That is more text than is kept by itself."),
    "typing-closed": _l("This page is from before you saved or discarded. Load it again."),
    "tag-too-long": _l("“%(tag)s …” is too long for a tag: use at most %(longest)s characters."),
    "too-many-tags": _l("Use at most %(most)s tags."),
    "text-waiting": _l(
        "In “%(title)s” somebody has typed text that isn’t saved yet. Save it or discard it first."
    ),
    "slug-taken": _l("The short name “%(slug)s” can’t be used. Choose another one."),
    "reread-first": _l("Read the module again first, then try again."),
    "time-over": _l("The time for this quiz is over."),
    "tries-used-up": _l("You have used your %(tries)s tries. Ask your trainer for another one."),
    "text-unstorable": _l(
        "There is a sign in your text that can’t be stored (NUL). Go back, remove it, and send it "
        "again."
    ),
    "try-later": _l("You can try again in %(minutes)s minutes."),
    "title-missing": _l("Enter a title"),
    "title-too-long": _l("Use at most %(longest)s characters for the title."),
    "rule-name": _l("Enter a name of at most 200 characters."),
    "rule-for-nobody": _l("Choose for whom it is: everybody, groups, roles or people."),
    "rule-without-course": _l("Choose a course."),
    "rule-with-too-many-courses": _l("A rule can have at most 6 courses."),
    "rule-course-twice": _l("Each course can be there only once."),
    "rule-due-date": _l("Enter the due date."),
    "rule-due-far": _l("Choose a due date before the year 2200."),
    "rule-days": _l("Days are whole numbers from 0 to 3650."),
    "rule-renewal": _l(
        "It can’t be renewed like this: choose 1 to 120 months, or a day of the year, and a window "
        "that is shorter than the time it holds."
    ),
    "rule-fresh-since": _l("Enter the day from which completions count."),
    "rule-fresh-months": _l("Enter how many months old a completion may be, from 1 to 120."),
    "rule-course-unknown": _l("One of the courses isn’t there or isn’t published. Choose again."),
    "rule-group-unknown": _l("One of the groups isn’t there any more. Choose again."),
    "rule-person-unknown": _l("One of the people isn’t there any more. Choose again."),
    "rule-person-not-found": _l("Nobody here has this address or employee number: %(who)s"),
    "rule-was-applied": _l("This rule has been applied, so it can only be ended."),
    "rule-being-applied": _l("The rule is being applied just now. Wait until that is done."),
    "rule-unchanged": _l("Nothing has changed since the rule was applied."),
    "rule-changed-since": _l(
        "That isn’t what you saw before: other people are chosen, or the rule has been changed. "
        "Look at what it does, then apply it."
    ),
    "rule-not-newest": _l("The rule has been changed since. Only the newest change can be undone."),
    "rule-not-active": _l("This rule isn’t in force."),
    "exemption-reason": _l("Enter a reason of at most 300 characters."),
    "exemption-until": _l("The last day has passed. Choose a later one, or none."),
    "exempt-already": _l("They are exempt already."),
}
_STATUS = {"changed-elsewhere": 409, "article-too-large": 413}
_TITLES: dict[int, LazyString] = {
    400: _l("That didn’t work"),
    403: _l("Not for your role"),
    404: _l("Page not found"),
    405: _l("That can’t be done here"),
    409: _l("Somebody was faster"),
    413: _l("Too large"),
    422: _l("That can’t be done"),
    429: _l("Too many requests"),
    500: _l("Something went wrong on our side"),
    503: _l("Back in a moment"),
    507: _l("No room to save anything"),
}
_MESSAGES: dict[int, LazyString] = {
    400: _l("The request could not be understood. Go back and try again."),
    404: _l("Check the address, or look for the course you want."),
    405: _l("Go back and use the page’s own buttons."),
    413: _l("What you sent is larger than this installation accepts."),
    429: _l("Wait a minute, then try again."),
    500: _l("Your saved answers are safe. Try again; if it happens again, tell us the reference."),
    503: _l(
        "The database is busy or out of reach. What was saved is safe; what you just sent was not "
        "saved. Go back and send it again."
    ),
    507: _l(
        "The disk of this site is full. What was saved is safe; what you just sent was not saved. "
        "Go back, and send it again when there is room."
    ),
}


def sentence_for(error: RuleBroken) -> str:
    """What a person reads about a broken rule."""
    return str(_(SENTENCES[error.code]._args[0], **error.values))


def error_page(status: int, message: str | None = None, reference: str | None = None) -> Response:
    """The one page for everything that isn't a page."""
    title = str(_TITLES.get(status, _TITLES[400]))
    body = render_template(
        "errors/error.html",
        title=title,
        message=message or str(_MESSAGES.get(status, _MESSAGES[400])),
        reference=reference,
        back_href=_referring_path(),
    )
    return Response(body, status, mimetype="text/html")


def _referring_path() -> str | None:
    same_site = request.referrer and request.referrer.startswith(request.host_url)
    return request.referrer if same_site else None


def init_app(app: Flask) -> None:
    """Register what answers when a page doesn't."""
    handlers: dict[type[Exception], Callable[..., Response]] = {
        HTTPException: _on_http,
        RuleBroken: _on_rule,
        CSRFError: _on_csrf,
        OperationalError: _on_database,
        Exception: _on_anything,
    }
    for error, handler in handlers.items():
        app.register_error_handler(error, handler)


def _on_http(error: HTTPException) -> Response:
    status = error.code or 500
    is_ours = error.description != type(error).description
    if error.response is not None:  # a redirect that werkzeug itself wants
        return error.response  # type: ignore[return-value]
    response = error_page(status, error.description if is_ours and status == 403 else None)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _on_rule(error: RuleBroken) -> Response:
    return error_page(_STATUS.get(error.code, 422), sentence_for(error))


def _on_csrf(_error: CSRFError) -> Response:
    return error_page(
        400, _("The page was open for too long. Go back, reload it, and send it again.")
    )


def _on_database(error: OperationalError) -> Response:
    db.session.rollback()
    said = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    log.error("database not available: %s %s", type(error.orig).__name__, said)
    response = error_page(507 if is_without_room(error) else 503)
    response.headers["Retry-After"] = "5"
    return response


def _on_anything(error: Exception) -> Response:
    db.session.rollback()
    reference = short_tail()
    log.exception("unexpected error, reference %s", reference, exc_info=error)
    try:
        return error_page(500, reference=reference)
    except Exception:  # the failsafe: whatever broke may have broken the templates too
        log.exception("the error page failed, reference %s", reference)
        return Response(
            f"Something went wrong on our side. Reference: {reference}\n", 500,
            mimetype="text/plain",
        )  # fmt: skip
