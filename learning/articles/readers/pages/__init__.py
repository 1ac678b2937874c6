"""What is found on the pages of a PDF: characters, lines, columns, headings, paragraphs."""
