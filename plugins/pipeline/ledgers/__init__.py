"""Ledgers: which findings are open at a source and for how long, what got better, and what people have explained."""
