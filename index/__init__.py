"""Pages in, a searchable index version out."""
