"""People, their addresses, passwords and sign-in sessions."""
