"""Facts an article states in a form that can be asked about: one file per kind."""
