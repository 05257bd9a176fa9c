"""Commands for developers: generated documents, the reading record, a new standard."""
