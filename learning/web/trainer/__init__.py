"""What a trainer sees: articles on their way to courses, questions, progress."""
