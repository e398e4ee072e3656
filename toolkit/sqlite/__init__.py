"""Django's SQLite, but for what stands in `base`: the ENGINE of the settings."""
