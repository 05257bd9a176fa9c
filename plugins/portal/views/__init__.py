"""What pages show: read from the warehouse and the archive, as values that templates put into words."""
