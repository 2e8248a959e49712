"""Checking the quotations of a draft against an archive: is each one what was really said, and who said it?

`tokens`, `word_forms`, `negation`, `alignment` and `differences` decide on words alone. `candidates` reads the archive,
`draft_speakers` compares speakers, and `findings` puts them together. `drafts` is for a whole draft.
"""
