"""What other plugins of Datasette, and its configuration, add to our pages: style sheets, scripts and variables."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from datasette.utils import await_me_maybe
from markupsafe import Markup

from quotes.site.responses import POLICY


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added to a page.

    Attributes:
        variables: Of the template.
        policy: The content security policy that allows these style sheets and scripts, and nothing else.
    """

    variables: Mapping[str, Any]
    policy: str


async def extras(datasette: Any, request: Any, template: str) -> Extras:
    """What plugins add to the page that is made from `template`, as on Datasette's own pages."""
    from datasette.plugins import pm  # which itself imports this plugin

    async def hooked(name: str) -> list[Any]:
        given = {"template": template, "database": None, "table": None, "columns": None, "view_name": "quotes"}
        found = getattr(pm.hook, name)(**given, request=request, datasette=datasette)
        return [value for each in found if (value := await await_me_maybe(each)) is not None]

    styles = _links(datasette, "extra_css_urls", chain.from_iterable(await hooked("extra_css_urls")))
    files = _links(datasette, "extra_js_urls", chain.from_iterable(await hooked("extra_js_urls")))
    scripts = [each if isinstance(each, dict) else {"script": each} for each in await hooked("extra_body_script")]
    variables: dict[str, Any] = {}
    for each in await hooked("extra_template_vars"):
        variables |= each
    variables |= {
        "extra_css_urls": styles,
        "extra_js_urls": files,
        "body_scripts": [{**each, "script": Markup(each["script"])} for each in scripts],
    }
    allowed = {
        "script-src": [*_origins(files), *(_hashed(each["script"]) for each in scripts)],
        "style-src": _origins(styles),
    }
    return Extras(variables, _policy(allowed))


def _links(datasette: Any, name: str, links: Iterable[Any]) -> list[dict[str, Any]]:
    configured = datasette.metadata(name) if hasattr(datasette, "metadata") else (datasette.config or {}).get(name)
    known: dict[str, dict[str, Any]] = {}
    for each in [*links, *(configured or [])]:
        link = dict(each) if isinstance(each, Mapping) else {"url": each}
        if link["url"].startswith("/"):
            link["url"] = datasette.urls.path(link["url"])
        known.setdefault(link["url"], link)
    return list(known.values())


def _origins(links: Iterable[Mapping[str, Any]]) -> list[str]:
    """The other sites that these URLs lead to."""
    parts = (urlsplit(str(link["url"])) for link in links)
    return list(dict.fromkeys(f"{each.scheme or 'https'}://{each.netloc}" for each in parts if each.netloc))


def _hashed(script: str) -> str:
    """The source expression that allows exactly this inline script (CSP level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _policy(allowed: Mapping[str, Iterable[str]]) -> str:
    rules = (rule.split(" ", 1) for rule in POLICY.split("; "))
    return "; ".join(" ".join([name, sources, *allowed.get(name, ())]) for name, sources in rules)
