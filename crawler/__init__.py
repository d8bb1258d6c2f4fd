"""Whitelist in, pages out."""
