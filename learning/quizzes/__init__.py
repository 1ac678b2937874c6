"""Questions, their kinds, quizzes, and grading."""
