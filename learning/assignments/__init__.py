"""Who has to learn what by when, why, and who is reminded of it."""
