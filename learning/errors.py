"""What an action may refuse: one exception, with a code that the pages turn into a sentence."""


class RuleBroken(Exception):
    """A rule said no. `code` is stable kebab-case; `values` fill the sentence shown for it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
