"""Feeds and exports of many articles in XML: `feeds` reads RSS and Atom, `wordpress` its exports, by `elements`."""
