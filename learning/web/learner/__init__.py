"""What a learner sees: their courses, modules, quizzes and certificates."""
