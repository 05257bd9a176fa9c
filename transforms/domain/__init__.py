"""The nouns of the project: issue, standard, authority, period, statutory return."""
