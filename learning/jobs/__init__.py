"""Background work: who does which task, and the loop that looks for what is due."""
