"""The words of a validation report: what was found, how often, why it matters and which cells it touches."""
