"""Signing up, in and out, and how pages look."""
