"""What a manager sees: how far the people below them are, and none of their answers."""
