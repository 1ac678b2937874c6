"""What whoever runs the installation sees: background work, by ids and codes, nobody's names."""
