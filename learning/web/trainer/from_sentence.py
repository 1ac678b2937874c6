"""The editor's form as it starts when somebody writes a question from a sentence."""

from flask_babel import gettext as _

from learning.quizzes.kinds.contract import CHOICE_KINDS, QuestionKind
from learning.quizzes.starting import Start, StemForm, start_from
from learning.web.trainer.question_forms import QuestionForm
from learning.web.trainer.question_places import Place

SENTENCE = "sentence"


def fill(form: QuestionForm, place: Place, sentence: str) -> None:
    """Fill in what this sentence of the module gives; nothing for one that isn't in it."""
    chosen = [each for each in place.sentences() if each.id == sentence]
    for choice in place.choices(chosen):
        start = start_from(choice.words)
        form.kind.data = start.kind
        form.stem.data = _stem(start)
        form.explanation.data = _("The article says: “%(sentence)s”", sentence=choice.words)
        _fill_answer(form, start)


def _stem(start: Start) -> str:
    match start.form:
        case StemForm.DEFINITION:
            return str(_("What %(is_it)s?", is_it=start.subject))
        case StemForm.STATEMENT:
            return str(_("What does the article say?"))
    return start.subject


def _fill_answer(form: QuestionForm, start: Start) -> None:
    if start.kind in CHOICE_KINDS:
        # The sides of true or false have their words already.
        text = "" if start.kind == QuestionKind.TRUE_FALSE else start.right
        form.options.append_entry({"text": text, "correct": True})
        for _wrong in range(1 if start.kind == QuestionKind.TRUE_FALSE else 2):
            form.options.append_entry({})
    else:
        form.options.append_entry({"accepted": start.right})
