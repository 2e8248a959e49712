"""HTML pages. `article_page` reads one.

`tree` parses it, `blocks` finds the paragraphs, `boilerplate` removes what is not part of the article, `main_text`
chooses the paragraphs of the article, and `page_metadata` finds the metadata, with `schema_org` and `author_elements`.
"""
