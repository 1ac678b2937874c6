"""What is sent to people by e-mail: one function per message, and its delivery."""
