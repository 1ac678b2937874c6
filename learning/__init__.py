"""Waymark: an article becomes a course, a course becomes knowledge anyone can check.

Nouns below, people above, everything flows down. See docs/ARCHITECTURE.md.
"""
