"""What must hold of published data and of returns, as Great Expectations runs it."""
