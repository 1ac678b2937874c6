"""Lines that belong to the web page an article was copied from, not to the article."""

from __future__ import annotations

from learning.articles.phrases import Phrases

# As a heading, these head nothing that belongs to the article, whatever stands below.
_HEADINGS = Phrases(
    r"""
    (related|recommended|similar|trending|popular|latest|recent|more|top) (news|articles?|stories)
    (related|recommended|similar|trending|popular|latest|recent|more|featured) (posts?|videos?)
    (related|recommended|similar|trending|popular|featured) (content|topics|reading|pages|blogs?)
    you (may|might) (also )?(like|be interested in|enjoy)( these.*)?
    most (viewed|read|popular|watched|shared|commented)( (now|today|stories|articles))?
    (a (word|message) )?from our sponsors?|sponsored by .{2,60}
    more (from|like this|on this topic|in this series)\b.{0,60}
    (what to )?read next.{0,40}
    (share|tweet|pin|post) (it )?(on|via|to) (facebook|twitter|x|linkedin|whatsapp|pinterest|reddit)
    (show|view|see|hide) (all |article )?(sources|references|comments|more|less)
    (share|print|e-?mail|save|bookmark|tweet) (this|it)( (on|with|via)\b.{0,40})?
    (share|print|e-?mail|save|bookmark|tweet) this (article|story|post|page)\b.{0,40}
    follow us\b.{0,60}
    (leave|post|add) a (comment|reply).{0,40}
    \d+ (comments?|replies|likes|shares)
    (subscribe|sign up) (now|today|to|for)\b.{0,60}
    (our |free |weekly |daily )*newsletter( sign-?up)?
    advertise?ments?|sponsored( content)?
    back to top|skip to (main )?content|(main|site) (menu|navigation)
    (©|\(c\)|copyright\b).{0,120}
    all rights reserved.{0,60}
    """
)
# On a line of their own at the edge of the text; as marked headings they may be the subject.
_SITE = r"(facebook|twitter|x|linkedin|instagram|pinterest|whatsapp|reddit|e-?mail|print|copy link)"
_LINES = Phrases(
    rf"""
    related|comments?|share|save|menu|home|search|tags|categories|loading|up next
    (previous|next)( (article|post|story|page))?|(log|sign) ?in|register|subscribe|sign ?up|print
    read (more|also)\b.{{0,80}}
    (tags?|tagged( with)?|categor(y|ies)|filed under|topics?): .{{1,100}}
    share( (this|it)( (article|post|story|page))?)?: .{{1,60}}
    from [^.,!?]{{2,40}}, the (free|open|online) .{{2,40}}
    home( / [^/]{{1,40}}){{1,6}}|(edit|improve) (this|the) page\b.{{0,40}}
    (view|open) this (e-?mail|newsletter) in (your|a) browser
    related: .{{1,100}}
    (for immediate|press|news|media) release
    (privacy|cookie) policy.{{0,60}}|terms (of use|of service|and conditions).{{0,40}}
    today on .{{1,40}}
    explore (more|this year[’']s .{{1,40}}|our .{{1,40}})
    download (the|our|this|your) .{{1,50}}
    (click|tap) here.{{0,60}}|learn more( about us)?|continue reading.{{0,40}}
    {_SITE}([ |,/·•]+{_SITE}){{0,9}}
    [^›»>|/.]{{1,40}}( [›»>|] [^›»>|.]{{1,60}}){{1,8}}
    """
)
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_STAMP = (
    r"(?:(?:first )?(?:published|updated|modified|revised)(?: on|:)? [^.!?]{2,60}"
    r"|(?:(?:this )?page (?:was )?|content (?:was )?)?last"
    r" (?:updated|modified|revised|reviewed|edited)(?: on|:)? [^.!?]{2,60}"
    r"|(?:date of )?next review(?: due| date)?:? [^.!?]{2,60}"
    r"|(?:version|revision|edition) \d[^!?]{0,60})"
)
_STAMPS = Phrases(_STAMP)
_CREDITS = (
    r"(?:(?:additional |further )?(?:reporting|research|editing|edited|translat(?:ion|ed)"
    r"|photography|photographs|illustrations?) by [^.!?;]{2,60})"
)
_CREDIT_LINES = Phrases(rf"{_CREDITS}([;,|] ?(and )?{_CREDITS}){{0,4}}")
_READ_MORE = Phrases(r"read (more|next|also)\b.{0,40}|(more|also) (on|in|from) this (story|issue)")
_ANNOUNCEMENTS = Phrases(
    r"""
    (next|previous|prev)( (page|article|post|chapter|topic))?: .{1,80} ?[→»›]
    (coming (up )?)?(next|in (the|our) next) (week|time|month|issue|post|episode)[:–—,…] ?.{2,120}
    """
)
_INVITATIONS = Phrases(
    r"""
    (.{1,60}[?!.] )?(please )?(leave|post|drop|add) (a|your|us a) (comment|reply|question).{0,80}
    (.{1,60}[?!.] )?(please )?(join|visit|find us (on|in)) (our|the) (forum|community|group).{0,60}
    (.{1,60}[?!.] )?(please )?(subscribe|sign up|join) (here|now|today|to|for|our)\b.{0,80}
    (.{1,80}[,?!.] )?(please )?(you can )?(buy (me|us) a coffee|support (me|us|our work)).{0,60}
    (you (are|have) )?(you )?receiv(e|ed|ing) this (e-?mail|newsletter|letter|message).{0,120}
    (did you )?(enjoy|like|enjoyed|liked) (this|what you).{0,40}(subscribe|share|follow|tell).{0,60}
    (was|did) this (page|article|advice|guide|post) (help|helpful|useful)( you)?\?.{0,20}
    """
)
_SUBTITLES = Phrases(
    r"""
    (information|advice|guidance|notes|instructions) (for|on|about) [^.!?]{3,60}
    an? ([\w-]+ ){0,3}(guide|introduction|handbook|manual|leaflet|fact ?sheet) (to|for|on) .{3,60}
    (user|owner[’']s|installation|operating|service) (manual|guide|instructions)
    """
)
# "By the numbers", "By 1900" may head a section.
_BY = r"by (?!an? |\d)(?!the (?!.{0,40}\b(?:editors?|editorial|staff|team|desk|author)\b))"
_BYLINES = Phrases(
    rf"""
    {_CREDITS}([;,|] ?(and )?{_CREDITS}){{0,4}}
    ((document|policy|leaflet) )?(owner|approved( by| on)?|effective( from| date)?):[^.!?]{{2,100}}
    (issued( by| on)|next review|review (date|due)|date of issue):.{{2,100}}
    (document|leaflet|form|policy|report) (no|number|ref|reference|code)[.:]* .{{0,30}}\d.{{0,30}}
    (issue|volume|vol\.?|no\.) ?\d{{1,4}}([ ,|·–-].{{0,60}})?
    ((story|words|text|article|photos?|written|posted) )?{_BY}[^.!?]{{2,100}}
    (posted (on|in)|(medically |fact )?(reviewed|checked) by) [^.!?]{{2,100}}
    (author|date):? [^.!?]{{2,80}}
    {_STAMP}
    \d{{1,3}}[ -]min(ute)?s? read
    (mon|tues|wednes|thurs|fri|satur|sun)day,? {_MONTH}.{{2,20}}
    {_MONTH} \d{{1,2}},? \d{{4}}.{{0,40}}
    ([\w’' -]{{2,30}},( the)? )?\d{{1,2}}\.? {_MONTH} \d{{4}}.{{0,40}}
    \d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}
    """
)


def is_leftover_heading(title: str) -> bool:
    """Whether a heading is the page's own ("Related News"), so that all below it is too."""
    return _HEADINGS.matches(title)


def is_leftover_line(line: str) -> bool:
    """Whether a line at the edge of the text is the page's own."""
    return _HEADINGS.matches(line) or _LINES.matches(line)


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article, or when."""
    return _BYLINES.matches(line)


def is_credit_line(line: str) -> bool:
    """Whether a line names who else worked on the article, which may stand at its end."""
    return _CREDIT_LINES.matches(line)


def is_read_more(line: str) -> bool:
    """Whether a line announces headlines of other articles."""
    return _READ_MORE.matches(line)


def is_announcement(line: str) -> bool:
    """Whether a line says what comes in the next issue."""
    return _ANNOUNCEMENTS.matches(line)


def is_invitation(line: str) -> bool:
    """Whether a line asks readers to comment, to subscribe, to pay."""
    return _INVITATIONS.matches(line)


def is_usual_subtitle(line: str) -> bool:
    """Whether a line below a title says what sort of text it is, and for whom."""
    return _SUBTITLES.matches(line)


def is_date_line(line: str) -> bool:
    """Whether a line states a version or the date of a change, which may stand at the end too."""
    return _STAMPS.matches(line) and any(map(str.isdecimal, line))
