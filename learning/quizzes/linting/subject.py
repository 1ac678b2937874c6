"""A question as the lints look at it: what it asks, what it holds true, what it rests on."""

import re
from dataclasses import dataclass
from functools import cached_property

from learning.quizzes.content import Wording
from learning.quizzes.kinds.contract import GAP_MARK, QuestionKind
from learning.quizzes.linting.sources import Source
from learning.quizzes.linting.words import content, plain

_ASKS_TRUTH = re.compile(r"^\s*(?:true or false|right or wrong)\s*[:?.–-]+\s*", re.IGNORECASE)
# Kinds in which a learner sees the wrong answers.
OFFERING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


@dataclass(frozen=True)
class Claim:
    """Something the question holds true: its stem (or what it asks about) with the right answer."""

    about: str
    answer: str
    text: str

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(content(self.text))

    @cached_property
    def answer_roots(self) -> frozenset[str]:
        return frozenset(content(self.answer))


@dataclass(frozen=True)
class Subject:
    """A question and what is known of its article; texts are without mark-up."""

    wording: Wording
    source: Source | None

    @property
    def kind(self) -> QuestionKind:
        return self.wording.kind

    @cached_property
    def stem(self) -> str:
        """The stem without the words that only tell the kind."""
        return _ASKS_TRUTH.sub("", plain(self.wording.body.stem))

    @cached_property
    def stem_roots(self) -> frozenset[str]:
        return frozenset(content(self.stem))

    @cached_property
    def options(self) -> tuple[str, ...]:
        return tuple(plain(option.words) for option in self.wording.body.options)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The right ones of the options that a learner chooses from."""
        return self._chosen(right=True)

    @cached_property
    def distractors(self) -> tuple[str, ...]:
        """The wrong ones; none for kinds without."""
        return self._chosen(right=False)

    @cached_property
    def accepted(self) -> tuple[tuple[str, ...], ...]:
        """What may be typed, by gap."""
        if self.kind not in (QuestionKind.GAP, QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC):
            return ()
        body = self.wording.body
        named = {match.id: match.words for match in body.matches}
        return tuple(
            tuple(plain(named.get(text, text)) for text in texts if text.strip())
            for texts in self.wording.key.right
        )

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The texts of a matching question with their matches."""
        if self.kind != QuestionKind.MATCHING:
            return ()
        body = self.wording.body
        named = {match.id: match.words for match in body.matches}
        return tuple(
            (plain(option.words), plain(named.get(right[0], "") if right else ""))
            for option, right in zip(body.options, self.wording.key.right, strict=False)
        )

    @cached_property
    def holds(self) -> bool | None:
        """Of a statement whether it is keyed true; None for other kinds and without one key."""
        if self.kind != QuestionKind.TRUE_FALSE:
            return None
        right = [o.text.casefold() for o in self.wording.body.options if o.id in self._correct]
        return {"true": True, "false": False}.get(right[0]) if len(right) == 1 else None

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All that the question holds true; nothing for orders and for statements keyed false."""
        match self.kind:
            case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
                return tuple(Claim(self.stem, key, f"{self.stem} {key}") for key in self.keys)
            case QuestionKind.TRUE_FALSE:
                return (Claim(self.stem, "", self.stem),) if self.holds else ()
            case QuestionKind.MATCHING:
                return tuple(Claim(one, two, f"{one} {two}") for one, two in self.pairs)
            case QuestionKind.GAP:
                return self._filled()
            case QuestionKind.SHORT_TEXT | QuestionKind.NUMERIC:
                unit = self.wording.body.unit
                typed = [f"{texts[0]} {unit}".strip() for texts in self.accepted if texts]
                return tuple(Claim(self.stem, text, f"{self.stem} {text}") for text in typed)
        return ()

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        return tuple(plain(anchor.quote) for anchor in self.wording.anchors if anchor.quote.strip())

    @cached_property
    def quote(self) -> str:
        """All that is quoted."""
        return " ".join(self.quotes)

    @cached_property
    def quote_roots(self) -> frozenset[str]:
        return frozenset(content(self.quote))

    @property
    def _correct(self) -> frozenset[str]:
        return self.wording.key.correct

    def _chosen(self, *, right: bool) -> tuple[str, ...]:
        if self.kind not in OFFERING:
            return ()
        options = self.wording.body.options
        return tuple(plain(o.words) for o in options if (o.id in self._correct) == right)

    def _filled(self) -> tuple[Claim, ...]:
        firsts = [texts[0] for texts in self.accepted if texts]
        if not firsts:
            return ()
        text = self.stem
        for first in firsts:
            text = text.replace(GAP_MARK, first, 1)
        return (Claim(self.stem, " ".join(firsts), text),)
