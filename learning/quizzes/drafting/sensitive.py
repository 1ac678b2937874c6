"""What is never asked about, and what is never turned round, for the sake of those who learn."""

import re

# No question at all: amounts of medicines, lethal amounts, harm to oneself.
_NEVER_ASKED = re.compile(
    r"\b(?:mg|mcg|milligrams?|micrograms?|tablets?|capsules?|pills?|doses?|dosages?|dosing"
    r"|overdos\w*|lethal|fatal|suicid\w*|self-harm\w*|self-injur\w*|injections?|units of insulin"
    r"|toxic|blood alcohol|kill(?:s|ed)? (?:yourself|themselves))\b|\bml\b|\bhow you feel\b",
    re.IGNORECASE,
)
# No made-up wrong statement: somebody may act on it.
_NEVER_TURNED = re.compile(
    r"\b(?:medicines?|medications?|drugs?|antidepressants?|antibiotics?|insulin|inhalers?|vaccin\w+"
    r"|treat(?:s|ed|ment|ments)?|therap\w+|prescri\w+|doctors?|pharmacists?|alcohol|pregnan\w+"
    r"|breastfe\w+|symptoms?|emergency|ambulance|poison\w*|first aid|allerg\w+|diagnos\w+|cure[sd]?"
    r"|bleach|gas leak|chest pain|stop taking|start taking|drive|driving|bleeding|choking|baby"
    r"|babies|infants?|water must|depress\w+|anxiety|mental)\b",
    re.IGNORECASE,
)


def may_be_asked(sentence: str) -> bool:
    return _NEVER_ASKED.search(sentence) is None


def may_be_turned(sentence: str) -> bool:
    """Whether a wrong version of the sentence does no harm to somebody who takes it for true."""
    return _NEVER_TURNED.search(sentence) is None and may_be_asked(sentence)
