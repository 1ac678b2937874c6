"""questions grade: what an answer to a question draft is worth."""

import json
from pathlib import Path
from typing import Any

import click

from learning.quizzes import drafts


@click.group()
def questions() -> None:
    """What can be done with questions without a database."""


@questions.command()
@click.argument("question", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--answer", required=True, help='The answer as JSON, such as 1, [0, 2] or "text".')
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def grade(question: Path, answer: str, as_json: bool) -> None:
    """Grade one answer to QUESTION, a file that holds one draft."""
    draft = drafts.read_draft(_parsed(question.read_text("utf-8-sig"), str(question)))
    given = drafts.read_answer(draft, _parsed(answer, "--answer"))
    graded = draft.grade(given)
    feedback = drafts.feedback(draft, given)
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


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"{where} is no JSON: {error}") from error


def add_to(group: click.Group) -> None:
    group.add_command(questions)
