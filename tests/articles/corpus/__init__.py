"""Articles of our own in many formats and layouts, with the outline that each should give."""
