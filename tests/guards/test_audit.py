"""Every act that the audit log can hold has its sentence, and every sentence its act."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from learning.web.organization.audit import ACT_WORDS

ROOT = Path(__file__).resolve().parents[2]
TREES = {path: ast.parse(path.read_text()) for path in sorted((ROOT / "learning").rglob("*.py"))}
# A function that writes an entry: its file if only that one calls it, its name, and which of its
# arguments is the act.
Writer = tuple[Path | None, str, int]
FIRST: set[Writer] = {(None, "record", 0)}


def acts_given(writers: set[Writer], path: Path, inside: ast.AST) -> Iterator[ast.expr]:
    """What stands in the place of the act where these are called."""
    places: dict[str, int] = {n: at for where, n, at in writers if where in (None, path)}
    for node in ast.walk(inside):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in places and len(node.args) > places[name]:
                yield node.args[places[name]]


def all_writers() -> set[Writer]:
    """Also those that hand on an argument called `act`: then their callers say which it is."""
    found = set(FIRST)
    while True:
        handing_on = {
            (path if node.name.startswith("_") else None, node.name, arguments.index("act"))
            for path, tree in TREES.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            and "act" in (arguments := [each.arg for each in node.args.args])
            and any(getattr(a, "id", "") == "act" for a in acts_given(found, path, node))
        }
        if handing_on <= found:
            return found
        found |= handing_on


def literals(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    return set()


@cache
def recorded_acts() -> set[str]:
    writers = all_writers()
    return {
        act
        for path, tree in TREES.items()
        for given in acts_given(writers, path, tree)
        for act in literals(given)
    }


def test_every_act_has_words() -> None:
    assert recorded_acts() - set(ACT_WORDS) == set()


def test_every_sentence_has_an_act() -> None:
    assert set(ACT_WORDS) - recorded_acts() == set()


def test_the_guard_follows_acts_through_functions() -> None:
    acts = recorded_acts()
    assert {"course-withdrawn", "structure-merge", "own-time-factor-ended", "role-changed"} <= acts
