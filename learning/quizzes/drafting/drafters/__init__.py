"""Drafters: each makes questions out of one kind of fact."""
