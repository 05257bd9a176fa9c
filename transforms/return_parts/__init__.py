"""Parts of several returns: exact sums, the rows that count, the rows of a year, cells beside a department's figure."""
