"""What a title says about its section: its kind, or that it only labels a remark."""

from __future__ import annotations

import re
from enum import StrEnum

from learning.articles.phrases import Phrases

_LONGEST = 160  # characters of a title that may be a usual one


class SectionKind(StrEnum):
    """What a section is to a course; the names are those of the `articles outline` JSON."""

    OVERVIEW = "overview"
    TEACH = "teach"
    CONCLUSION = "conclusion"
    REFERENCE = "reference"


_CONCLUSION = Phrases(
    r"""
    (in |the )?conclusions?
    (in |the )?summary
    ((some|our|my|a few) )?(final|closing|concluding|parting) (thoughts?|words?|remarks?|notes?)
    (the )?last words?
    (key |main |the )*take-?aways?
    (the )?bottom line
    wrap(ping)?[ -](it )?up
    to sum up|summing up|to conclude|recap|epilogue
    in (short|closing|a nutshell)
    (summary|discussion) and conclusions?
    conclusions? and (summary|recommendations|outlook|next steps)
    key points to remember
    fazit|zusammenfassung|schlussfolgerung(en)?|résumé|conclusión|conclusiones|conclusione
    """
)
_INTRODUCTION = Phrases(
    r"""
    (an |the )?introduction( and overview)?
    intro|overview|abstract|foreword|preface|prologue
    (executive )?summary
    in brief|at a glance
    about this (article|guide)
    einleitung|einführung|introducción|introduzione
    """
)
_REFERENCE = Phrases(
    r"""
    see also
    (list of |normative |informative )?references( and (notes|further reading|links|sources))?
    (works|literature) cited|literature|bibliography|citations?
    (notes|sources) and references
    ((foot|end)?notes|sources)
    (further|additional|suggested|recommended) (reading|resources|information|sources|links)
    (more|further) (resources|information|sources|links|help)
    related (documents|policies|procedures|guidance|legislation|standards)
    (helpful |useful |other |external )?(resources|links)
    (list of )?contributors
    (acknowledge?ments?|credits|image credits?)
    about the (authors?|contributors?)|author bio(graphy)?|(the )?authors?['’]s? address(es)?
    about (this|the) (leaflet|document|publication|author)
    (medical |legal )?disclaimer
    (useful |our |key )?contacts?( us| information| details)?|useful (addresses|websites|contacts)
    (for |where to (find|get) |how to get )(more|further) (information|help)
    (sources?|references|links) (and|&) (further reading|references|links|resources)
    literatur(verzeichnis)?|quellen(verzeichnis)?|einzelnachweise|weblinks|siehe auch
    références|bibliographie|voir aussi|referencias|bibliografía|véase también|riferimenti
    (version|document|revision|change) (history|control|log)
    (funding|conflicts? of interest|competing interests|data availability)( statement)?
    licen[cs]e
    """
)
_CALL_OUT = Phrases(
    r"""
    (please |side |quick |editors?[’'] |(editor|author)[’']s )?notes?
    (pro |quick |top |hot )?tips?( \d+)?
    (warnings?|cautions?|danger|attention|nota bene|n\.?b)
    important( note)?
    (photo |image |picture )?credits?
    corrections?
    (image |photo )?sources?
    (for )?examples?( \d+)?
    updated?( on)?
    (photos?|images?)( by)?
    (figure|fig\.?|table|box|exhibit|chart)( [\dA-Z.]+)?
    captions?|disclaimer|remember|hints?|did you know|fun fact|quote|definition
    [qa]\d*|questions?( \d+)?|answers?( \d+)?
    (written |posted |reviewed )?by|authors?
    date|published( on)?|posted( on)?
    tags?|categor(y|ies)|read more|related( \w+)?|see also
    p\.?s|tl;?dr|(spoiler|trigger)s?( alert| warning)?|reading time
    key (point|term|fact)s?
    to|from|cc|re|subject|time|place|venue|location|present|attendees|status|version|department
    contact|e-?mail|phone|https?|ftp|mailto
    """
)
_NUMBER = re.compile(
    r"(?:(?:chapter|part|section|unit|module|lesson)\s+)?(?:\d{1,2}|[ivx]{1,5})"
    r"\s*[.:)–—-]\s*(?:\d{1,2}\.?\s+)?",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(r"\s*[:–—]\s+\S.*|\s+-\s+\S.*")


def kind_of_title(title: str) -> SectionKind:
    """The kind a title names, `teach` by default: "6. Conclusion: what we learned" is usual too."""
    if _names(_CONCLUSION, title):
        return SectionKind.CONCLUSION
    return SectionKind.REFERENCE if _names(_REFERENCE, title) else SectionKind.TEACH


def is_introduction(title: str) -> bool:
    """Whether a first section with this title introduces the article."""
    return _names(_INTRODUCTION, title)


def _names(phrases: Phrases, title: str) -> bool:
    """Whether a title is one of the phrases, apart from its number and its subtitle."""
    if len(title) > _LONGEST:
        return False
    number = _NUMBER.match(title)
    bare = title[number.end() :] if number else title
    return phrases.matches(bare) or phrases.matches(_SUBTITLE.sub("", bare))


def is_call_out(label: str) -> bool:
    """Whether the words before a colon label a remark instead of heading a section."""
    return _CALL_OUT.matches(label)
