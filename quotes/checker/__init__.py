"""Checking the quotations of a draft against an archive: is each one what was really said, and who said it?

`tokens`, `word_forms` and `comparison` decide on words alone. `candidates` reads the archive, `identity` compares
speakers, and `findings` puts them together. `drafts` is for a whole draft.
"""
