"""Sgwrs: a what matters conversation, kept as a draft record in the person's own words."""
