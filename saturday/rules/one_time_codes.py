"""Which codes open the second step, and which secret do they come from?

RFC 6238 as the apps on telephones carry it out: SHA-1, six digits, half a minute a code.
"""

import base64
import hmac
import re
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1  # steps that a telephone's clock may be off, either way
KEY_BYTES = 20
LONG_DIGITS = 20  # of a slip or a recovery code: 66 bits, typed alike with every typing program


def derived(master: str, *purpose: object) -> bytes:
    """Derive the secret of one purpose from the app's own; it is made again, never stored."""
    return hmac.digest(master.encode(), "\n".join(map(str, purpose)).encode(), "sha256")


def long_code(master: str, *purpose: object) -> str:
    """Derive a code of twenty digits, to be printed and typed once."""
    number = int.from_bytes(derived(master, *purpose), "big") % 10**LONG_DIGITS
    return f"{number:0{LONG_DIGITS}d}"


def digits_of(typed: str) -> str:
    """Leave the digits of a typed code: blanks, dots and hyphens do not count."""
    return re.sub(r"[\s.·-]", "", typed)


def in_groups(code: str) -> str:
    """Write a long code or key as people read it, four at a time."""
    return " ".join(re.findall(".{1,4}", code))


def step_of(moment: datetime) -> int:
    """Count the half minutes up to a moment."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(key: bytes, step: int) -> str:
    """Give the code of a half minute (RFC 4226, section 5.3)."""
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def fitting_step(key: bytes, typed: str, moment: datetime, *, after: int) -> int | None:
    """Give the half minute whose code was typed; None when none fits.

    ``after``: the step of the last code that was taken. No code is taken twice, none before it.
    """
    code, present = digits_of(typed), step_of(moment)
    for step in range(present - DRIFT, present + DRIFT + 1):
        fits = hmac.compare_digest(code_at(key, step).encode(), code.encode())
        if fits and step > after:
            return step
    return None


def typed_key(key: bytes) -> str:
    """Write the key for typing into the app, where its camera can't be used."""
    return base64.b32encode(key).decode().rstrip("=")


def app_address(key: bytes, username: str, issuer: str) -> str:
    """Give what the QR code says to the app."""
    values = urlencode({"secret": typed_key(key), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(username, safe='')}?{values}"
