"""How is a copy sealed with a passphrase, so that a lost stick tells nobody anything?

Argon2id makes the key, AES-256-GCM seals pieces of one mebibyte. Each piece is bound to the
header, to its place, and to being the last or not: none can be changed, moved, left out or added.
"""

import hashlib
import hmac
import os
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import BinaryIO

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"SATURDAY SEALED 1\n"
PIECE = 1 << 20
TAG = 16
SHORTEST = 12  # letters of a passphrase
_FORM = struct.Struct(">16s7sIII16s")  # salt, nonce, the cost of a guess, proof of the key
_SUM = 8
HEADER = len(MAGIC) + _FORM.size + _SUM
_MOST = (1 << 20, 16, 16)  # what a header may ask for: a forged one must not fill the memory


class WrongPassphrase(ValueError):
    """The passphrase does not open this copy."""


class Damaged(ValueError):
    """What was sealed is not what lies here."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of the passphrase costs: memory in KiB, passes, lanes."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


USUAL = Cost()


def _keys(passphrase: str, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    """Make the key and the proof by which it is known again."""
    made = hash_secret_raw(
        unicodedata.normalize("NFC", passphrase).encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=48,
        type=Type.ID,
    )
    return made[:32], made[32:]


def _nonce(start: bytes, number: int, *, is_last: bool) -> bytes:
    """Tell each piece its place and whether anything follows."""
    return start + struct.pack(">IB", number, is_last)


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Read piece by piece, knowing which one is the last."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def seal(source: BinaryIO, sink: BinaryIO, passphrase: str) -> None:
    """Write ``source`` into ``sink``, sealed."""
    cost = USUAL
    salt, start = os.urandom(16), os.urandom(7)
    key, proof = _keys(passphrase, salt, cost)
    header = MAGIC + _FORM.pack(salt, start, *astuple(cost), proof)
    header += hashlib.sha256(header).digest()[:_SUM]
    sink.write(header)
    box = AESGCM(key)
    sink.writelines(
        box.encrypt(_nonce(start, number, is_last=is_last), piece, header)
        for number, piece, is_last in _pieces(source, PIECE)
    )


def unseal(source: BinaryIO, sink: BinaryIO, passphrase: str) -> None:
    """Write what was sealed into ``sink``.

    Raises WrongPassphrase or Damaged; then nothing in ``sink`` may be used.
    """
    header = source.read(HEADER)
    salt, start, cost, proof = _read(header)
    key, expected = _keys(passphrase, salt, cost)
    if not hmac.compare_digest(proof, expected):
        raise WrongPassphrase
    box = AESGCM(key)
    for number, piece, is_last in _pieces(source, PIECE + TAG):
        try:
            sink.write(box.decrypt(_nonce(start, number, is_last=is_last), piece, header))
        except (InvalidTag, ValueError) as fault:
            raise Damaged from fault


def _read(header: bytes) -> tuple[bytes, bytes, Cost, bytes]:
    """Take a header apart; raises Damaged when it is none, or asks for too much."""
    said, summed = header[:-_SUM], header[-_SUM:]
    if not said.startswith(MAGIC) or hashlib.sha256(said).digest()[:_SUM] != summed:
        raise Damaged
    salt, start, memory, passes, lanes, proof = _FORM.unpack(said[len(MAGIC) :])
    wanted = (memory, passes, lanes)
    if any(not 0 < one <= most for one, most in zip(wanted, _MOST, strict=True)):
        raise Damaged
    return salt, start, Cost(memory, passes, lanes), proof
