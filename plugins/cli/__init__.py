"""What each command of `council-returns` does; heavy imports happen inside the functions, never at the top."""
