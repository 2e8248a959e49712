"""Checking the quotations of a draft against an archive."""
