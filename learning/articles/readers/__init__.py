"""Readers: one small file per format; each turns its text into the same stream of blocks."""
