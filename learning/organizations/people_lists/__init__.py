"""Lists of people as files: reading them, finding their columns, saying what is wrong in them."""
