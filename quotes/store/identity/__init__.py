"""Which names in the articles of an archive are one speaker, and why."""
