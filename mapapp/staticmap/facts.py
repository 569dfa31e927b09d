"""What a snapshot says about itself, so that it can be opened again as the view it shows."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import mapapp
from mapapp.scene import Scene

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def facts_of(scene: Scene) -> dict[str, str]:
    """Title and program, and under `mapapp:…` the view and the id, version and hash of the atlas."""
    facts = {
        "Title": scene.title,
        "Software": f"mapapp {mapapp.__version__}",
        "Copyright": "; ".join(scene.credits),
        "mapapp:view": scene.view,
        "mapapp:atlas": scene.atlas,
        "mapapp:version": scene.version,
        "mapapp:sha256": scene.sha256,
    }
    return {key: _clean(text) for key, text in facts.items()}


def keywords_of(facts: dict[str, str]) -> str:
    """The facts of the view on one line: `mapapp:view=…; mapapp:atlas=…; …`."""
    return "; ".join(f"{key}={value}" for key, value in facts.items() if ":" in key)


def snapshot_element(scene: Scene) -> str:
    """The facts as the element `snapshot` of the name space `urn:mapapp:snapshot`."""
    named = " ".join(f"{key.split(':')[1]}={quoteattr(text)}" for key, text in facts_of(scene).items() if ":" in key)
    return f'<mapapp:snapshot xmlns:mapapp="urn:mapapp:snapshot" {named}/>'


def xmp_packet(scene: Scene) -> bytes:
    """The facts as XMP (ISO 16684-1), with title, credits and program under their Dublin Core names."""
    facts = facts_of(scene)
    title, rights = escape(facts["Title"]), escape(facts["Copyright"])
    named = " ".join(f"{key}={quoteattr(text)}" for key, text in facts.items() if ":" in key)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:mapapp="urn:mapapp:snapshot" {named} '
        f"xmp:CreatorTool={quoteattr(facts['Software'])}>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
