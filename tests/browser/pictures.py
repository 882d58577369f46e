"""How does a picture become small enough to keep? By 256 colours, which a page of words has."""

import struct
import zlib
from collections import Counter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
DEPTH = 3  # bytes a pixel: red, green, blue


def slim(picture: bytes) -> bytes:
    """Rewrite a PNG of full colours as one of its 256 commonest."""
    width, height, rows = _rows(picture)
    pixels = [
        [row[place : place + DEPTH] for place in range(0, width * DEPTH, DEPTH)] for row in rows
    ]
    counted = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _count in counted.most_common(COLOURS)]
    place_of = {colour: place for place, colour in enumerate(palette)}
    for colour in counted:
        if colour not in place_of:
            place_of[colour] = _nearest(colour, palette)
    content = b"".join(b"\0" + bytes(place_of[pixel] for pixel in row) for row in pixels)
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(content, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Write one chunk with its length and checksum."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    """Find the place of the colour that is least different."""
    red, green, blue = colour
    distances = [
        (one[0] - red) ** 2 + (one[1] - green) ** 2 + (one[2] - blue) ** 2 for one in palette
    ]
    return distances.index(min(distances))


def _rows(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Read width, height and the rows of a PNG in eight-bit colours without transparency."""
    place, packed = len(SIGNATURE), b""
    width = height = 0
    while place < len(picture):
        length, kind = struct.unpack(">I4s", picture[place : place + 8])
        content = picture[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            width, height, *look = struct.unpack(">IIBBBBB", content)
            assert look == [8, 2, 0, 0, 0], look
        packed += content if kind == b"IDAT" else b""
        place += 12 + length
    return width, height, _unfiltered(zlib.decompress(packed), width * DEPTH)


def _unfiltered(content: bytes, size: int) -> list[bytes]:
    """Undo the filter of each row (PNG specification, chapter 9)."""
    rows, above = [], bytes(size)
    for start in range(0, len(content), size + 1):
        kind, row = content[start], bytearray(content[start + 1 : start + 1 + size])
        for place in range(size):
            left = row[place - DEPTH] if place >= DEPTH else 0
            corner = above[place - DEPTH] if place >= DEPTH else 0
            row[place] = (row[place] + _guess(kind, left, above[place], corner)) & 0xFF
        above = bytes(row)
        rows.append(above)
    return rows


def _guess(kind: int, left: int, above: int, corner: int) -> int:
    """Give what the filter took away."""
    if kind == 4:  # Paeth: whichever of the three is nearest to their plane
        plane = left + above - corner
        return min((left, above, corner), key=lambda one: abs(plane - one))
    return (0, left, above, (left + above) // 2)[kind]
