"""The pages of imports, in the order of their steps."""
