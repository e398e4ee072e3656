"""The pages of months, years, coverage and places."""
