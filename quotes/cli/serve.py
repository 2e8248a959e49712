"""`quotes serve`: the archive as a site, by Datasette."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Annotated

import typer

from quotes import archive
from quotes.cli.options import DATABASE, DatabaseOption
from quotes.cli.output import line

HostOption = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for the whole network.")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")]


def serve(db: DatabaseOption = DATABASE, host: HostOption = "127.0.0.1", port: PortOption = 8001) -> None:
    """Serve the database as a site to search, until Ctrl-C."""
    archive.open(db).close()
    listener = _listen(host, port)

    import uvicorn
    from datasette.app import Datasette
    from datasette.database import Database

    from quotes.site.description import described

    site = Datasette(**described())
    site.remove_database("_memory")
    # The name that metadata.yml describes, whatever the file is called.
    site.add_database(Database(site, path=str(db), is_mutable=True), name="quotes")
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    print(f"{line(str(db))} is served at {address} (Ctrl-C stops it)", flush=True)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(site.app(), log_level="warning")).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = (error.strerror or str(error)).split(" (")[0].lower()
        raise ValueError(f"cannot listen on {host}, port {port}: {reason}; try another --port") from error
