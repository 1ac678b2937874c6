"""Reading files from anywhere: their encoding, their tables, and a process that can do no harm."""
