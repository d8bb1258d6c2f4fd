"""The pipeline: receive, retrieve, decide, compose, cite."""
