"""What only clinicians see: how it went for the patients who shared their log."""
