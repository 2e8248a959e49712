"""Coreference: the people and bodies of an article, and whom each mention of it means."""
