"""What hostile files are made of."""

from __future__ import annotations

import io
import json
import struct
import zipfile

Case = tuple[str, str, bytes]

ROW = "id,when,title,lon,lat\ne1,2004,x,1,2\n"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
)
KML = b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
PLACEMARK = b"<Placemark><name>x</name>%s</Placemark>"
GPX = b'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">%s</gpx>'
WAYPOINT = b'<wpt lat="1" lon="2"><name>x</name></wpt>'


def zipped(members: dict[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of members, whose names may be anything and stand there twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items() if isinstance(members, dict) else members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def broken_zip(members: dict[str, bytes], at: int = 50) -> bytes:
    """A ZIP file in which a byte of the packed data is another."""
    data = bytearray(zipped(members))
    data[at] ^= 0xFF
    return bytes(data)


def feature(geometry: object, properties: object = None, **more: object) -> bytes:
    """A GeoJSON document of one feature."""
    found = {"type": "Feature", "geometry": geometry, "properties": properties or {"title": "x", "when": "2004"}}
    return json.dumps({"type": "FeatureCollection", "features": [found | more]}).encode()


def lying(data: bytes) -> bytes:
    """A ZIP file whose directory says that a member is short."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def locked(data: bytes) -> bytes:
    """A ZIP file whose member asks for a password."""
    at = data.rindex(b"PK\x01\x02")
    local = data[:6] + b"\x01" + data[7:]
    return local[: at + 8] + b"\x01" + local[at + 9 :]


def packed_by(data: bytes, method: int) -> bytes:
    """A ZIP file whose member says to be packed by another method."""
    at = data.rindex(b"PK\x01\x02")
    return data[:8] + struct.pack("<H", method) + data[10 : at + 10] + struct.pack("<H", method) + data[at + 12 :]


def remark(length: int, word: bytes = b"") -> bytes:
    """A remark of XML, so long that what follows it stands far below."""
    return b"<!--" + word + b"x" * length + b"-->"
