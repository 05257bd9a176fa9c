"""The pipeline: what the scheduler runs, from asking publishers for their files to the files of a return."""
