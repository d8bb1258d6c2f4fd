"""Question in, cited answer or honest decline out."""
