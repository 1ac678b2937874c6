"""What people do with courses: enrolments, attempts, answers, completion."""
