"""For the clinician: a log as files that can be read, trusted and used."""
