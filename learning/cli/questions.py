"""questions draft, grade and lint: proposals, what an answer is worth, what is wrong."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from learning.articles.outline import Outline, outline_of
from learning.errors import RuleBroken
from learning.quizzes import draft_answers, drafts, flawed_drafts, lint
from learning.quizzes.drafting import printing
from learning.quizzes.drafting.proposing import propose
from learning.quizzes.lint import Lint, Severity

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def questions() -> None:
    """What can be done with questions without a database."""


@questions.command()
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as docs describe it.")
@click.option("--seed", default=0, show_default=True, help="Another seed, other proposals.")
def draft(file: Path, as_json: bool, seed: int) -> None:
    """Propose questions on the article in FILE, for a person to review."""
    outline = outline_of(file.read_bytes(), file.name)
    proposals = propose(outline, seed=seed)
    if as_json:
        value = printing.as_json(outline, proposals)
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(printing.as_lines(outline, proposals)))


@questions.command()
@click.argument("question", type=_FILE)
@click.option("--answer", required=True, help='The answer as JSON, such as 1, [0, 2] or "text".')
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def grade(question: Path, answer: str, as_json: bool) -> None:
    """Grade one answer to QUESTION, a file that holds one draft."""
    asked = drafts.read_draft(_parsed(question.read_text("utf-8-sig"), str(question)))
    given = draft_answers.read_answer(asked, _parsed(answer, "--answer"))
    graded = asked.grade(given)
    feedback = draft_answers.feedback(asked, given)
    if as_json:
        found = {
            "correctness": float(graded.correctness),
            "correct": graded.is_correct,
            "feedback": feedback,
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{graded.earned} of {graded.possible}" + (": right" if graded.is_correct else ""))
    if feedback:
        click.echo(feedback)


@questions.command("lint")
@click.argument("file", metavar="QUESTIONS", type=_FILE)
@click.option("--article", required=True, type=_FILE, help="The article they were made from.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def lint_questions(file: Path, article: Path, as_json: bool) -> None:
    """Tell what is wrong with each of QUESTIONS, a file such as `draft` prints."""
    given = _drafts_in(file)
    outline = outline_of(article.read_bytes(), article.name)
    found = [_lints(value, outline) for value in given]
    if as_json:
        value = {"lints": [[vars(each) for each in of_one] for of_one in found]}
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
        return
    for number, (value, of_one) in enumerate(zip(given, found, strict=True), 1):
        click.echo(f"{number}. {_stem(value)}")
        for each in of_one:
            click.echo(f"   {each.severity} {each.code}: {each.message}")
        if not of_one:
            click.echo("   nothing found")


def _lints(value: Any, outline: Outline) -> Sequence[Lint]:
    try:
        wording = flawed_drafts.read_wording(value)
    except RuleBroken as broken:
        return [
            Lint(
                "question-unreadable", Severity.ERROR, f"Not a question: {broken.values['reason']}."
            )
        ]
    return lint.lints(wording, outline)


def _drafts_in(file: Path) -> list[Any]:
    """The drafts of a file: the list under "drafts", or a list alone."""
    try:
        value = _parsed(file.read_text("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is no UTF-8 text.") from error
    if isinstance(value, dict):
        value = value.get("drafts")
    if not isinstance(value, list):
        raise click.UsageError(f"{file} holds no list of drafts.")
    return value


def _stem(value: Any) -> str:
    stem = value.get("stem") if isinstance(value, dict) else None
    return " ".join(stem.split()) if isinstance(stem, str) else "(no stem)"


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"{where} is no JSON: {error}") from error
    except RecursionError as error:
        raise click.UsageError(f"{where} is nested too deeply.") from error


def add_to(group: click.Group) -> None:
    group.add_command(questions)
