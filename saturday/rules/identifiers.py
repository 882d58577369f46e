"""Which telephone number is meant, and how is it shown? Numbers of Vietnam only."""

import re

_BETWEEN = re.compile(r"[\s.\-()]+")
_COUNTRY = re.compile(r"^(?:\+|00)?84(?=[235789])")
_MOBILE = re.compile(r"0[35789]\d{8}", re.ASCII)
_LANDLINE = re.compile(r"02\d{9}", re.ASCII)
_HOTLINE = re.compile(r"1[89]00\d{4,6}", re.ASCII)
_KINDS = (_MOBILE, _LANDLINE, _HOTLINE)


def parse_phone(text: str) -> str | None:
    """Read a telephone number as typed and give its digits; None when it cannot be one."""
    digits = _COUNTRY.sub("0", _BETWEEN.sub("", text))
    return digits if any(kind.fullmatch(digits) for kind in _KINDS) else None


def show_phone(digits: str) -> str:
    """Show the digits in groups: 0912 345 678, 0238 3872 105, 1800 1096."""
    if _HOTLINE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:]}"
    return " ".join((digits[:4], digits[4:-3], digits[-3:]))
