"""Courses, their modules, and publishing them as immutable versions."""
