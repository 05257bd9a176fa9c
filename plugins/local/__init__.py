"""What runs on a laptop only: the embedded platform and the demonstration.

Nothing that runs in production imports it.
"""
