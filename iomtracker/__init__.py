"""The site: settings, addresses, and the pages that look at everything."""

__version__ = "0.2.0"  # CHANGELOG.md says what each version brought
