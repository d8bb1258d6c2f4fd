"""What is kept: receipts and redacted questions."""
