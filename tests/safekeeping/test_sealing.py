"""Does a sealed file open for its passphrase alone, and only when nothing was touched?"""

import hashlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.safekeeping import sealing
from saturday.safekeeping.sealing import Damaged, WrongPassphrase, seal, unseal

PHRASE = "bốn từ không liên quan"
WHOLE = b"x" * sealing.PIECE


def sealed(content: bytes, passphrase: str = PHRASE) -> bytes:
    """Seal."""
    sink = BytesIO()
    seal(BytesIO(content), sink, passphrase)
    return sink.getvalue()


def unsealed(content: bytes, passphrase: str = PHRASE) -> bytes:
    """Open."""
    sink = BytesIO()
    unseal(BytesIO(content), sink, passphrase)
    return sink.getvalue()


@pytest.mark.parametrize("content", [b"", b"Lo Van Binh", WHOLE, WHOLE + b"y", WHOLE * 2])
def test_what_was_sealed_comes_out_again(content: bytes) -> None:
    assert unsealed(sealed(content)) == content


def test_nothing_of_it_can_be_read_from_outside() -> None:
    assert b"040012345678" not in sealed(b"040012345678" * 100)
    assert sealed(b"the same") != sealed(b"the same")


def test_another_passphrase_is_said_to_be_wrong() -> None:
    with pytest.raises(WrongPassphrase):
        unsealed(sealed(b"secret"), "bốn từ không liên quan.")


def test_letters_composed_in_another_way_are_the_same_passphrase() -> None:
    decomposed = "bo\u0302\u0301n tu\u031b\u0300 kho\u0302ng lie\u0302n quan"

    assert unsealed(sealed(b"secret"), decomposed) == b"secret"


@given(st.data())
def test_a_flipped_bit_anywhere_is_found(data: st.DataObject) -> None:
    whole = bytearray(sealed(b"Lo Van Binh, 0912345678"))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Damaged):
        unsealed(bytes(whole))


@pytest.mark.parametrize("left", [0, 10, sealing.HEADER, sealing.HEADER + 20, -1, -17])
def test_a_shortened_file_is_found(left: int) -> None:
    with pytest.raises(Damaged):
        unsealed(sealed(b"Lo Van Binh" * 10)[:left])


def test_pieces_can_not_be_left_out_or_exchanged() -> None:
    whole = sealed(WHOLE + WHOLE + b"the end")
    size = sealing.PIECE + sealing.TAG
    header, rest = whole[: sealing.HEADER], whole[sealing.HEADER :]
    first, second, last = rest[:size], rest[size : 2 * size], rest[2 * size :]

    assert unsealed(header + first + second + last).endswith(b"the end")
    for other in (first + second, first + last, second + first + last, rest + last):
        with pytest.raises(Damaged):
            unsealed(header + other)


def test_a_forged_header_may_not_ask_for_all_memory() -> None:
    said = bytearray(sealed(b"x")[: sealing.HEADER - 8])
    said[18 + 23 : 18 + 27] = (1 << 30).to_bytes(4)
    forged = bytes(said) + hashlib.sha256(said).digest()[:8]

    with pytest.raises(Damaged):
        unsealed(forged + b"x" * 40)
