"""New quotations of saved searches as a message: text, HTML, or an e-mail with both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from html import escape
from urllib.parse import urlsplit

from quotes.site.citations import attributed
from quotes.site.formatting import beginning, count, day
from quotes.store.queries import StoredQuotation

_HOST = "quotes.invalid"  # of message ids, if the site has no public URL
_POLICY = SMTP.clone(linesep="\n")


@dataclass(frozen=True, slots=True)
class Digest:
    """A message.

    Attributes:
        id: Stays the same however often the message is sent.
        found: By search, its new quotations.
        site: The public URL of the site, without a slash at its end; None for no links.
    """

    id: str
    found: Mapping[str, Sequence[StoredQuotation]]
    site: str | None = None

    @property
    def title(self) -> str:
        """How much is new, and of which searches."""
        number = sum(map(len, self.found.values()))
        return f"{count(number, 'new quotation')}: {beginning(', '.join(self.found), 80)}"

    @property
    def message_id(self) -> str:
        """The header by which mail programs know a message that they have already."""
        host = (urlsplit(self.site).hostname if self.site else None) or _HOST
        return f"<{self.id}@{host}>"


def text(digest: Digest) -> str:
    """The message as plain text."""
    lines = [digest.title]
    for search, quotations in digest.found.items():
        lines += ["", f"{search} ({len(quotations)})"]
        for each in quotations:
            reference = _link(digest, each) or f"Id {each.id}"
            lines += ["", attributed(each), f"    {_printed(each)}", f"    {reference}"]
    return "\n".join([*lines, "", f"Message {digest.message_id}", ""])


def html(digest: Digest) -> str:
    """The message as a page."""
    parts = []
    for search, quotations in digest.found.items():
        parts.append(f"<h2>{escape(search)} ({len(quotations)})</h2>\n<ul>")
        for each in quotations:
            words = escape(attributed(each)).replace("\n", "<br>\n")
            link = _link(digest, each)
            where = f'<a href="{escape(link)}">{escape(_printed(each))}</a>' if link else escape(_printed(each))
            parts.append(f"<li><p>{words}</p>\n<p><small>{where}</small></p></li>")
        parts.append("</ul>")
    body = "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(digest.title)}</title>
</head>
<body>
<h1>{escape(digest.title)}</h1>
{body}
<p><small>Message {escape(digest.message_id)}</small></p>
</body>
</html>
"""


def email(digest: Digest) -> str:
    """The message as an e-mail, without sender and recipient, in ASCII."""
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = " ".join(f"Quotes: {digest.title}".split())
    message["Date"] = localtime()
    message["Message-ID"] = digest.message_id
    message.set_content(text(digest), cte="quoted-printable")
    message.add_alternative(html(digest), subtype="html", cte="quoted-printable")
    return message.as_string()


def _link(digest: Digest, quotation: StoredQuotation) -> str | None:
    return digest.site and f"{digest.site}/q/{quotation.id}"


def _printed(quotation: StoredQuotation) -> str:
    printed = quotation.article
    return " · ".join(filter(None, [day(printed.published), printed.outlet, printed.title or printed.source]))
