"""HTML: `pages` reads one, and what it needs.

`hypertext` has the characters and the tree, `blocks` the paragraphs, `boilerplate` what is none of the article,
`maintext` the article among them; `page_metadata` what the page says of it, from `schema_org` and `bylines` too.
"""
