"""How alike two names are, with the reasons. Pure: text in, a score from 0 to 100 and reasons out."""
