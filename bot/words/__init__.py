"""The words of headings, notices and errors, in both languages. What the talk itself says is in data/responses."""
