"""What pages show, read from the warehouse and the archive, as values for the templates."""
