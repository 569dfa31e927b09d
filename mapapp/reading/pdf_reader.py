"""A program of its own that `pdf` runs: a PDF comes in, the text of its pages goes out as JSON.

It sets its own limits of time and memory and imports nothing of mapapp.
"""

from __future__ import annotations

import io
import json
import logging
import sys


def limit(seconds: int, memory: int) -> None:
    """Let the system end this process where it takes more, on systems that can."""
    try:
        import resource
    except ImportError:  # Windows: the caller's timeout alone holds
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def read(data: bytes) -> dict[str, object]:
    """The pages, or why there are none."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"locked": True}
        return {"pages": [page.extract_text() for page in reader.pages]}
    except Exception as error:  # whatever a library raises for a damaged file, the file is what is wrong
        return {"error": type(error).__name__}


if __name__ == "__main__":
    logging.disable()
    limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
