"""Routes compiled once for all tests: each test has an application of its own with all of them."""

from typing import Any

from werkzeug.routing import Rule

_COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


class CompiledOnce(Rule):
    """A rule that takes over what one for the same address compiled before it."""

    compiled: dict[tuple[object, ...], dict[str, Any]] = {}

    def compile(self) -> None:
        """Half of what making an application costs."""
        key = (self.rule, self.endpoint, self.subdomain, tuple((self.defaults or {}).items()))
        known = self.compiled.get(key)
        if known is None:
            super().compile()
            self.compiled[key] = {name: vars(self)[name] for name in _COMPILED}
        else:
            vars(self).update(known)
