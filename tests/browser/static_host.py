"""A plain static web host with ranges, as any web server or object store has them: none of our own server's code."""

from __future__ import annotations

import re
from http.server import SimpleHTTPRequestHandler
from pathlib import Path


class StaticHost(SimpleHTTPRequestHandler):
    """Python's file server, which answers a range as well."""

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range") or "")
        if not asked:
            super().do_GET()
            return
        data = Path(self.translate_path(self.path)).read_bytes()
        part = data[int(asked[1]) : int(asked[2]) + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {asked[1]}-{int(asked[1]) + len(part) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:
        pass
