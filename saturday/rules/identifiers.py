"""Which telephone or identity number is meant, and how is it shown, whole or masked?"""

import re

_BETWEEN = re.compile(r"[\s.\-()]+")
_COUNTRY = re.compile(r"^(?:\+|00)?84(?=[235789])")
_MOBILE = re.compile(r"0[35789]\d{8}", re.ASCII)
_LANDLINE = re.compile(r"02\d{9}", re.ASCII)
_HOTLINE = re.compile(r"1[89]00\d{4,6}", re.ASCII)
_KINDS = (_MOBILE, _LANDLINE, _HOTLINE)
_CITIZEN = re.compile(r"0\d{11}", re.ASCII)  # a person: province, century, year, six more
_TAXPAYER = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)  # mã số thuế, with that of a branch
_LAST_SHOWN = 3  # digits by which somebody knows an own number again
_HIDDEN = "•"


def parse_phone(text: str) -> str | None:
    """Read a telephone number as typed and give its digits; None when it cannot be one."""
    digits = _COUNTRY.sub("0", _BETWEEN.sub("", text))
    return digits if any(kind.fullmatch(digits) for kind in _KINDS) else None


def show_phone(digits: str) -> str:
    """Show the digits in groups: 0912 345 678, 0238 3872 105, 1800 1096."""
    if _HOTLINE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:]}"
    return " ".join((digits[:4], digits[4:-3], digits[-3:]))


def parse_identity_number(text: str, *, is_organisation: bool = False) -> str | None:
    """Read the identity number of a person, or the tax number of an organisation; None if none."""
    digits = _BETWEEN.sub("", text)
    return digits if (_TAXPAYER if is_organisation else _CITIZEN).fullmatch(digits) else None


def show_identity_number(digits: str) -> str:
    """Show the digits in groups: 0400 1234 5678, 0101 2345 67, 0101 2345 67-001."""
    if len(digits) == len("0101234567001"):
        return f"{show_identity_number(digits[:10])}-{digits[10:]}"
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def mask_number(digits: str) -> str:
    """Hide a telephone or identity number but for its end: "••• 678"."""
    return f"{_HIDDEN * 3} {digits[-_LAST_SHOWN:]}" if digits else ""


def mask_name(name: str) -> str:
    """Hide a person's name but for the given one: "L. T. Mẫu"."""
    *before, given = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in before), given])
