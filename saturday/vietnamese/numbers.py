"""How numbers are written and read: with a leading zero, in groups, in words."""

import re
from collections.abc import Iterator

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_STEPS = ("", "nghìn", "triệu")
_TEN = 10
_THOUSAND = 1_000
_BILLION = 1_000_000_000
# Digits alone, or in threes parted by one and the same sign: 1.5 is no 15.
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*")


def leading_zero(number: int) -> str:
    """Nghị định 30/2020: numbers from 1 to 9 are written with a zero before."""
    return f"{number:02}" if 0 < number < _TEN else str(number)


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def parse_whole(text: str) -> int | None:
    """Read a whole number as people type it: 1250000, 1.250.000, 1,250,000 or 1 250 000."""
    return int(re.sub("[., ]", "", text)) if _WHOLE.fullmatch(text) else None


def quantity(number: int, unit: str = "") -> str:
    """Write how many, as official papers do: "05 người", "1.200 bản"."""
    written = leading_zero(number) if number < _THOUSAND else grouped(number)
    return f"{written} {unit}".rstrip()


def dong(amount: int) -> str:
    """Write money as papers do: "1.250.000 đồng"."""
    return f"{grouped(amount)} đồng"


def dong_in_words(amount: int) -> str:
    """Write money as it stands under a sum: "Một triệu hai trăm năm mươi nghìn đồng"."""
    return f"{words(amount).capitalize()} đồng"


def words(number: int) -> str:
    """Write a number from zero up as it is read: linh, mốt, tư, lăm, nghìn, tỷ."""
    if number < 0:
        message = f"A negative number has no words here: {number}"
        raise ValueError(message)
    return " ".join(_say(number, full=False)) or _ONES[0]


def _say(number: int, *, full: bool) -> Iterator[str]:
    """Say a number; in full also its empty hundreds, as after a greater group."""
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _say(billions, full=full)
        yield "tỷ"
        full = True
    for power in (2, 1, 0):
        group = rest // _THOUSAND**power % _THOUSAND
        if group:
            yield from _say_group(group, full=full)
            yield from filter(None, [_STEPS[power]])
            full = True


def _say_group(group: int, *, full: bool) -> Iterator[str]:
    hundreds, rest = divmod(group, 100)
    if hundreds or full:
        yield _ONES[hundreds]
        yield "trăm"
    if rest:
        yield from _say_rest(rest, after_hundreds=bool(hundreds or full))


def _say_rest(rest: int, *, after_hundreds: bool) -> Iterator[str]:
    tens, ones = divmod(rest, _TEN)
    if tens == 0:
        yield from ["linh", _ONES[ones]] if after_hundreds else [_ONES[ones]]
    elif tens == 1:
        yield "mười"
        yield from _say_ones(ones, {5: "lăm"})
    else:
        yield _ONES[tens]
        yield "mươi"
        yield from _say_ones(ones, _AFTER_TENS)


def _say_ones(ones: int, otherwise: dict[int, str]) -> Iterator[str]:
    if ones:
        yield otherwise.get(ones, _ONES[ones])
