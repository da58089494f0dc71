"""Makes, checks and serves the offline web app in `dist/web/`."""
