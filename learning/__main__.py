"""python -m learning: the command line."""

from learning.cli.group import learning

if __name__ == "__main__":
    learning(prog_name="python -m learning")
