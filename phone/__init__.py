"""Builds the phone apps."""
