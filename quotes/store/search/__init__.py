"""Searches of an archive: the query, the quotations and articles that match it, and notes for the reader."""
