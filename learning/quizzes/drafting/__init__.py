"""Offline drafting: from an article's outline to questions a person can review. Pure Python."""
