"""Proposals as `questions draft` prints them: the JSON of the contract, and lines for people."""

from collections.abc import Iterator
from typing import Any

from learning.articles.outline import Outline
from learning.quizzes import drafts, lint
from learning.quizzes.drafting.proposals import Proposals


def as_json(outline: Outline, proposals: Proposals) -> dict[str, Any]:
    """The contract's shape; sections are named by their titles."""
    titles = {section.position: section.title for section in outline.sections}
    return {
        "title": outline.title,
        "drafts": [
            drafts.as_json(
                each.wording,
                titles[each.section],
                each.drafter,
                lint.lints(each.wording, outline),
            )
            for each in proposals.drafts
        ],
        "abstained": [
            {
                "section": titles[each.section],
                "reason": each.reason,
                "sentences": list(each.sentences),
            }
            for each in proposals.abstained
        ],
    }


def as_lines(outline: Outline, proposals: Proposals) -> list[str]:
    """The same for people, section by section."""
    value = as_json(outline, proposals)
    lines = [value["title"] or "(no title)", ""]
    for number, draft in enumerate(value["drafts"], 1):
        lines.append(f"{number}. [{draft['kind']}, {draft['section']}] {draft['stem']}")
        lines += _key(draft)
        lines.append(f"   Why: {draft['explanation']}")
        lines += [f"   From: {anchor['quote']}" for anchor in draft["anchors"]]
        lines += [f"   {each['severity']} {each['code']}: {each['message']}"
                  for each in draft["lints"]]  # fmt: skip
        lines.append("")
    for each in value["abstained"]:
        lines.append(f"No draft for “{each['section']}”: {each['reason']}")
    return lines


def _key(draft: dict[str, Any]) -> Iterator[str]:
    """The options with the right ones marked, or what is accepted."""
    for place, option in enumerate(draft["options"] or (), 1):
        if "correct" in option:
            why = f"  ({option['feedback']})" if option["feedback"] else ""
            yield f"   [{'x' if option['correct'] else ' '}] {option['text']}{why}"
        elif "match" in option:
            yield f"   {option['text']} = {option['match']}"
        else:
            yield f"   {place}. {option['text']}"
    if draft["answer"]:
        answer = draft["answer"]
        yield f"   Answer: {answer.get('value', answer.get('accepted'))}"
