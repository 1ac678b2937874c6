"""Which words are words: what somebody meant to write is never a slip of the pen."""

# The word lists are large, and most processes never grade a typed text: imported when asked for.
from functools import cache

# Word counts hold common misspellings too ("recieve"). One that is this many powers of ten rarer
# than the expected word is taken for a slip; what a dictionary has never is.
_RARER = 1.6
# Above this many (a power of ten, per 1,000,000,000 words), a word is everyday language.
_EVERYDAY = 3.5


def has_language(language: str) -> bool:
    """Whether the words of this language are known (a code such as "en" or "de-AT")."""
    from wordfreq import available_languages

    return _base(language) in available_languages("large")


def is_word(word: str, language: str, *, instead_of: str) -> bool:
    """Whether `word` is one of its own where `instead_of` was expected. Both are lower case."""
    base = _base(language)
    if base == "en" and word in _dictionary():
        return True
    frequency = _frequency(word, base)
    return frequency > 0 and _frequency(instead_of, base) - frequency < _RARER


def is_everyday(word: str, language: str) -> bool:
    """Whether a word is common, so that its relatives are words that are known too."""
    return _frequency(word, _base(language)) >= _EVERYDAY


def _base(language: str) -> str:
    return language.lower().partition("-")[0]


def _frequency(word: str, base: str) -> float:
    """The power of ten of how often a word stands among 1,000,000,000; 0 for an unknown one."""
    from wordfreq import zipf_frequency

    return zipf_frequency(word, base, wordlist="large")


@cache
def _dictionary() -> frozenset[str]:
    from english_words import get_english_words_set

    return frozenset(get_english_words_set(["web2", "gcide"], lower=True))
