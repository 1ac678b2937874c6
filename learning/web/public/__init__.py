"""What anybody may see: catalogue, course pages, verification, help."""
