"""Assignments: rules that say who must complete what by when, and the obligations they make."""
