"""Storage: the bucket that keeps bytes and tables, and the warehouse in PostgreSQL that knows what they are."""
