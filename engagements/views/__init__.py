"""Pages about meetings, a module a job. Every read starts from what exists for the user."""
