"""Articles: reading them, cutting them into sections and sentences, keeping their versions."""
