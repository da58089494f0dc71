"""Keeps the catalogues of `data/languages/` in step with the words of code and data."""
