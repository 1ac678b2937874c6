"""What is read out of everything below: tables to take along, compliance as of a day."""
