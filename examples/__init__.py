"""Examples: a seeded England whose councils publish, with the manners and the faults of real ones."""
