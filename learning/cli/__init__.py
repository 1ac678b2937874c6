"""The commands: thin, each calls one action and prints what came of it."""
