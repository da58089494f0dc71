"""When to nudge, and the same as a calendar file."""
