"""The pages that look at everything, a file a subject."""
