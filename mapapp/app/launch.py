"""Start the explorer: Streamlit's server in this process, bound to localhost, with no statistics sent anywhere."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin
from urllib.request import urlopen

from streamlit import net_util
from streamlit.web import bootstrap

from mapapp.app.serving import listen, serve
from mapapp.app.variables import ATLASES_VARIABLE, WORKSPACE_VARIABLE
from mapapp.atlas import find_atlas, open_atlas, own_folder, shipped_atlases
from mapapp.errors import InvalidInputError, NotFoundError, OutputError
from mapapp.export.reopen import read_embedded
from mapapp.theme import ThemeName, tokens
from mapapp.view import format_view, read_view

OWN_ADDRESSES = ("localhost", "127.0.0.1")
"""Addresses that only this machine reaches."""

_FIRST_PORT = 8501

UPLOAD_MB = 64
"""The largest file that the explorer takes from a browser: no file of an atlas may be larger."""

_WIDGETS: tuple[ThemeName, ...] = ("light", "dark")
_WIDGET_COLOURS = {
    "primary": "accent", "background": "panel", "secondaryBackground": "sunken", "text": "text-1", "link": "accent",
    "border": "edge",
}  # fmt: skip

SETTINGS: dict[str, str | int | bool | list[str]] = {
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],  # pages of Streamlit's own clouds, which anybody can make, could steer the window
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "runner.postScriptGC": False,  # at 5,000 events each took 100 to 200 ms, during which no message left the server
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": UPLOAD_MB,
    "theme.baseFontSize": 14,
    "theme.baseRadius": "6px",
    **{
        f"theme.{name}.{part}Color": tokens(name)[token] for name in _WIDGETS for part, token in _WIDGET_COLOURS.items()
    },
}


def launch(
    atlas: str | None = None, port: int | None = None, *, browser: bool = True, view: str | None = None,
    file: Path | None = None, address: str = "localhost", hosts: Sequence[str] = (), workspace: Path | None = None,
    read_only: bool = False,
) -> None:  # fmt: skip
    """Run the explorer until it is stopped.

    `atlas` is a folder or the name of a shipped atlas (default: crossroads), `port` None means 8501 or the next free
    one, `view` a View's query string to open with, `file` a picture or page whose atlas and View are opened instead.
    `address` is what the server listens on; `hosts` are the names by which readers reach it through a proxy: at an
    address of this machine's own, requests that name any other host are refused (a page elsewhere could have its name
    point here). `workspace` holds the reader's own atlases (default: the folder `mapapp` in
    their home; at another address than this machine's own, none); `read_only` offers no desk that writes.
    Raises NotFoundError, InvalidInputError (a file that shows no View) or OutputError (no free port).
    """
    if file is not None:
        atlas, view = read_opening(file, atlas, workspace)
    name, folders = _resolve(atlas, workspace)
    listening = _listen(address, port)
    number = int(listening.getsockname()[1])
    query = urlencode({"atlas": name}, quote_via=quote) + (f"&{view}" if view else "")
    link = f"http://{address if address in OWN_ADDRESSES else 'localhost'}:{number}/?{query}"
    os.environ[ATLASES_VARIABLE] = json.dumps(folders)
    _choose_workspace(workspace, read_only or (workspace is None and address not in OWN_ADDRESSES))
    print(f"mapapp: the explorer is at {link} (stop it with Ctrl+C)", flush=True)
    if browser:
        threading.Thread(target=_open_when_ready, args=(link,), daemon=True).start()
    settings: dict[str, object] = {**SETTINGS, "server.address": address, "server.port": number}
    if allowed := allowed_hosts(address, hosts):
        settings["server.allowedHosts"] = allowed
    net_util.get_external_ip = lambda: None  # Streamlit would ask another host for it when a strange origin knocks
    bootstrap.load_config_options(settings)
    serve(listening)


def allowed_hosts(address: str, hosts: Sequence[str]) -> list[str]:
    """The hosts that a request may name; none means any, for a server that listens to a network without a proxy."""
    return [*OWN_ADDRESSES, "::1", *hosts] if address in OWN_ADDRESSES else list(hosts)


def read_opening(file: Path, atlas: str | None, workspace: Path | None = None) -> tuple[str, str]:
    """The atlas and the View's query that a picture or page shows; `atlas` says where the atlas lies.

    Without it, the file's own atlas is looked for by its id. Says on standard error where the atlas has changed since.
    Raises NotFoundError or InvalidInputError.
    """
    found = read_embedded(file)
    name = atlas if atlas is not None else found.atlas
    try:
        opened = open_atlas(find_atlas(name, workspace))
    except NotFoundError as error:
        message = f"{file.name!r} shows the atlas {found.atlas!r}; name its folder before --from. {error}"
        raise NotFoundError(message) from error
    if opened.id != found.atlas:
        raise InvalidInputError(f"{file.name!r} shows the atlas {found.atlas!r}, not {opened.id!r}.")
    if opened.sha256 != found.sha256:
        made = found.version if re.fullmatch(r"[\w.+-]{1,40}", found.version) else "?"
        print(
            f"mapapp: {file.name!r} was made from version {made} of {opened.id}, which has changed since "
            f"(now version {opened.version}).", file=sys.stderr,
        )  # fmt: skip
    return name, format_view(read_view(found.view)[0])


def _resolve(atlas: str | None, workspace: Path | None) -> tuple[str, dict[str, str]]:
    """The name an atlas has in the explorer, and the folders it knows besides the shipped ones."""
    if atlas is None:
        return "crossroads", {}
    folder = find_atlas(atlas, workspace).resolve()
    if folder in {path.resolve() for path in shipped_atlases().values()}:
        return folder.name, {}
    return folder.name, {folder.name: str(folder)}


def _choose_workspace(folder: Path | None, read_only: bool) -> None:
    """Tell the explorer's script where the reader's own atlases lie, or that nobody may write."""
    if read_only:
        os.environ.pop(WORKSPACE_VARIABLE, None)
    elif folder or WORKSPACE_VARIABLE not in os.environ:
        os.environ[WORKSPACE_VARIABLE] = str(folder or own_folder())


def _listen(address: str, port: int | None) -> socket.socket:
    """A socket at this port, or at the first free one from 8501."""
    for number in [port] if port else range(_FIRST_PORT, _FIRST_PORT + 50):
        try:
            return listen(address, number)
        except OSError as error:
            refused = error
    if port:
        raise OutputError(f"Nothing can listen at {address}, port {port}: {refused}. Choose another with --port.")
    raise OutputError(f"No free port from {_FIRST_PORT} to {_FIRST_PORT + 49}; choose one with --port.")


def _open_when_ready(link: str) -> None:
    health, deadline = urljoin(link, "/_stcore/health"), time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(health, timeout=1):  # noqa: S310 (our own server)
                break
        except OSError:
            time.sleep(0.1)
    webbrowser.open(link)
