"""What is wrong with questions and quizzes: one small file per family of flaws."""
