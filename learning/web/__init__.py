"""Pages: one folder per persona, each behind its own guard."""
