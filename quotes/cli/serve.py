"""`quotes serve`: the archive as a site, by Datasette."""

from __future__ import annotations

import errno
import gc
import socket
import threading
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

import typer

from quotes import store
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import complain, line

HostOption = Annotated[str, typer.Option(help="The IP address to listen on; 0.0.0.0 for the whole network.")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for a free one.")]

PublicOption = Annotated[
    str | None,
    typer.Option("--public-url", metavar="URL", help="The URL of the site for its readers, for citations and feeds."),
]

EditorOption = Annotated[
    str | None,
    typer.Option(
        "--editor", metavar="NAME", help="Show buttons for corrections, which are stored with this name as the author."
    ),
]

# Datasette's settings if other machines can connect.
_TO_OTHERS = {"default_allow_sql": False, "allow_download": False, "allow_csv_stream": False}


def serve(
    db: DatabaseOption = DATABASE,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8001,
    public: PublicOption = None,
    editor: EditorOption = None,
) -> None:
    """Serve the database as a searchable site, until Ctrl-C.

    SQL queries are allowed only if the IP address is a loopback address. The same holds for --editor.
    """
    from quotes.site import damage, public_url

    public = public and public_url.checked(public)
    if editor is not None and not editor.strip():
        raise typer.BadParameter("give the name to store with decisions", param_hint="--editor")
    unreadable = None
    try:
        store.open(db).close()
    except store.ArchiveError as error:
        if not damage.is_damage(error):
            raise
        unreadable = error
    listener = _listen(host, port)
    bound, number = listener.getsockname()[:2]
    if editor is not None and not ip_address(bound).is_loopback:
        listener.close()
        raise ValueError(f"--editor would let everybody who reaches {host} edit the archive; leave out --host")
    if unreadable:
        complain(unreadable)
        app = damage.page
    else:
        app = _site(db, public, editor, local=ip_address(bound).is_loopback)
        # This reads the whole file, so it runs in the background.
        threading.Thread(target=_look_for_damage, args=[db], daemon=True).start()

    import uvicorn

    shown = f"[{host}]" if ":" in host else host
    # What is loaded now stays. To look through it again takes longer than most pages. A page makes some
    # thousand objects, which are looked through once at most.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    print(f"{line(str(db))} is served at http://{shown}:{number}/ (open it in a browser; Ctrl-C stops it)", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


def _site(db: Path, public: str | None, editor: str | None, *, local: bool) -> Any:
    """Datasette with the archive attached as `quotes`, the name in metadata.yml, for any file name."""
    from datasette.app import Datasette
    from datasette.database import Database

    from quotes.site import permissions, public_url
    from quotes.site.table_descriptions import described

    known = described()
    settings = {public_url.SETTING: public, permissions.EDITOR: editor and " ".join(editor.split())}
    for each in known.values():
        each.setdefault("plugins", {})[public_url.PLUGIN] = {name: value for name, value in settings.items() if value}
    site = Datasette(**known, settings={} if local else _TO_OTHERS)
    site.remove_database("_memory")
    site.add_database(Database(site, path=str(db), is_mutable=True), name="quotes")
    return site.app()


def _look_for_damage(db: Path) -> None:
    from quotes.site import damage

    with suppress(store.ArchiveError):
        if found := damage.found(db):
            complain(f"{db}: this database is damaged ({found}); restore it from a backup")


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = (error.strerror or str(error)).split(" (")[0].lower()
        other = "--host" if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL else "--port"
        raise ValueError(f"cannot listen on {host}, port {port}: {reason}; try another {other}") from error
