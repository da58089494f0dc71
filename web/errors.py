"""What can go wrong while the web app is made, said so that a person can act on it."""


class BuildError(Exception):
    """The web app cannot be built; the message says why and what to do."""
