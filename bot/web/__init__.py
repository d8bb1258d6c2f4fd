"""The HTTP side: the API and the pages."""
