"""Tests: a picture made small shows the same."""

import struct
import zlib
from itertools import pairwise

from tests.browser.pictures import _chunk, _rows, slim

PIXELS = [bytes([shade, 255 - shade, 7]) for shade in (0, 90, 180, 255)]
ROWS = [
    b"".join(PIXELS),
    b"".join(reversed(PIXELS)),
    PIXELS[2] * 4,
    b"".join(PIXELS),
    PIXELS[1] * 4,
]


def filtered(kind: int, row: bytes, above: bytes) -> bytes:
    """Write a row as the filter of this number does."""
    written = bytearray([kind])
    for place, value in enumerate(row):
        left = row[place - 3] if place >= 3 else 0
        corner = above[place - 3] if place >= 3 else 0
        plane = left + above[place] - corner
        near = min((left, above[place], corner), key=lambda one: abs(plane - one))
        guesses = (0, left, above[place], (left + above[place]) // 2, near)
        written.append((value - guesses[kind]) & 0xFF)
    return bytes(written)


def picture() -> bytes:
    """Make a picture of four by five dots, each row filtered in another way."""
    rows = [
        filtered(kind, row, above) for kind, (above, row) in enumerate(pairwise([bytes(12), *ROWS]))
    ]
    head = struct.pack(">IIBBBBB", 4, 5, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(b"".join(rows))),
            _chunk(b"IEND", b""),
        )
    )


def test_every_filter_is_undone() -> None:
    assert _rows(picture()) == (4, 5, ROWS)


def test_a_slim_picture_holds_the_same_dots() -> None:
    small = slim(picture())

    palette = small[small.index(b"PLTE") + 4 :]
    data = small[small.index(b"IDAT") + 4 : small.index(b"IEND") - 8]
    dots = zlib.decompress(data)
    rows = [
        b"".join(palette[dot * 3 : dot * 3 + 3] for dot in dots[start + 1 : start + 5])
        for start in range(0, len(dots), 5)
    ]
    assert rows == ROWS
