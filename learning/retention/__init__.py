"""What is kept about people, and how long: their own copy of it, and erasing it."""
