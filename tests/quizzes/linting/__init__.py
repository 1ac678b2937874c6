"""What the linter finds: planted flaws, and how little it says about good questions."""
