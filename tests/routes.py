"""Routes compiled once for all tests: each test has an application of its own with all of them."""

from typing import Any

from werkzeug.routing import Rule


class CompiledOnce(Rule):
    """A rule that takes over what one for the same address compiled before it."""

    compiled: dict[tuple[object, ...], dict[str, Any]] = {}

    def compile(self) -> None:
        """Half of what making an application costs."""
        key = (self.rule, self.endpoint, self.subdomain, tuple((self.defaults or {}).items()))
        known = self.compiled.get(key)
        if known is None:
            super().compile()
            self.compiled[key] = {name: it for name, it in vars(self).items() if name != "map"}
        else:
            vars(self).update(known)
