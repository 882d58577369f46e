"""What is each written sign of a text called: a telephone, a day, an hour, a sum, a roman number?

Every pattern stands in one alternation that walks through a text once; what begins at a digit is
matched whole or not at all. Quantifiers are bounded, possessive or atomic: nothing is tried twice.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from saturday.vietnamese import numbers
from saturday.vietnamese.legacy import is_syllable

# Letters of Latin writing, all of Vietnamese among them.
_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
LOWER = "".join(letter for letter in _LATIN if letter.islower())
UPPER = "".join(letter for letter in _LATIN if letter.isupper())
_DASH = " ?[-–—] ?"
_LAST_MONTH, _LAST_DAY, _LAST_MUNG = 12, 31, 10
_CENTURY = 2000
_LONG_CODE, _LONGEST_NUMBER = 9, 15
_GROUP = 3


class Spot(NamedTuple):
    """A piece of text that is to be said, with what stands around it (chỗ cần đọc)."""

    text: str
    before: str = ""  # some letters, small
    after: str = ""

    def follows(self, *ends: str) -> bool:
        """Whether one of some words stands just before."""
        return self.before.endswith(tuple(f"{end} " for end in ends))


# --- Numbers ------------------------------------------------------------------------------------

# What is repeated for good, "(?>(…)+)", is never written "(…)++" for a group: Python before 3.11.5,
# the one of Debian 12 among them, loses count of it.
_NUMBER = r"(?:[0-9]{1,3}+(?>(?:\.[0-9]{3})+)(?:,[0-9]++)?|[0-9]++(?:,[0-9]++)?)"
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "%": "phần trăm",
        "‰": "phần nghìn",
        "đồng": "đồng",
        "đ": "đồng",
        "₫": "đồng",
        "VNĐ": "đồng",
        "VND": "đồng",
        "k": "nghìn",
        "tr": "triệu",
        "km/h": "ki-lô-mét một giờ",
        "km2": "ki-lô-mét vuông",
        "km²": "ki-lô-mét vuông",
        "km": "ki-lô-mét",
        "m2": "mét vuông",
        "m²": "mét vuông",
        "m3": "mét khối",
        "m³": "mét khối",
        "m": "mét",
        "dm": "đề-xi-mét",
        "cm": "xăng-ti-mét",
        "mm": "mi-li-mét",
        "ha": "héc-ta",
        "kg": "ki-lô-gam",
        "g": "gam",
        "mg": "mi-li-gam",
        "l": "lít",
        "ml": "mi-li-lít",
        "kWh": "ki-lô-oát giờ",
        "kW": "ki-lô-oát",
        "kV": "ki-lô-vôn",
        "MB": "mê-ga-bai",
        "GB": "ghi-ga-bai",
        "°C": "độ xê",
        "ºC": "độ xê",
        "°": "độ",
    }
)
# Those that are said so without a number before them too.
BARE_UNITS = ("km2", "km²", "km", "m2", "m²", "m3", "m³", "cm", "mm", "kg", "km/h")
_UNIT = "(?:{})".format("|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)))
_QUANTITY = re.compile(rf"({_NUMBER}) ?({_UNIT})?(?:{_DASH}({_NUMBER}) ?({_UNIT})?)?")
_LETTERS = MappingProxyType(
    {"a": "a", "b": "bê", "c": "xê", "d": "dê", "đ": "đê", "e": "e", "g": "giê", "h": "hát"}
)
# What is counted: "ngày 5 người" is no date, "9/12 thôn" is no day.
_COUNTED = (
    "(?:người|buổi|lượt|hồ sơ|lần|giờ|ngày|hộ|suất|ca|bản|thôn|xã|phòng|đơn vị|trường hợp|việc|"
    "bộ|đồng|thủ tục|công chức|cán bộ|phút)"
)
_HOTLINE = ("gọi", "số máy", "tổng đài", "đường dây nóng", "điện thoại", "hotline", "zalo")


_DIGITS = MappingProxyType({str(digit): numbers.words(digit) for digit in range(10)})


_IN_DIGITS = re.compile("[0-9]+")


@lru_cache(maxsize=1000)
def words(value: int) -> str:
    """Say a number; the same few come again and again."""
    return numbers.words(value)


def spell(digits: str) -> str:
    """Say digit by digit."""
    return " ".join([_DIGITS[digit] for digit in digits])


def in_groups(digits: str, sizes: tuple[int, ...]) -> str:
    """Say digit by digit, with a pause after each group; the last size goes on to the end."""
    groups, rest = [], digits
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    groups.extend(rest[at : at + sizes[-1]] for at in range(0, len(rest), sizes[-1]))
    return ", ".join(map(spell, groups))


def whole(digits: str) -> str:
    """Say a whole number; one with zeros before it is a code, but for 05."""
    if len(digits) > _LONGEST_NUMBER:
        return in_groups(digits, (_GROUP,))
    is_code = digits.startswith("0") and len(digits) >= _GROUP
    return spell(digits) if is_code else words(int(digits))


def number(text: str) -> str:
    """Say a number as it is written: 1.234.567; 12,5; 05."""
    before, comma, after = text.replace(".", "").partition(",")
    if not comma:
        return whole(before)
    is_short = len(after) < _GROUP and not after.startswith("0")
    return f"{whole(before)} phẩy {words(int(after)) if is_short else spell(after)}"


def _from(spot: Spot) -> str:
    """Give the word that begins a span, unless it stands there already."""
    return "" if spot.follows("từ", "ngày", "năm", "tháng", "trang", "điểm") else "từ "


def _quantity(spot: Spot) -> str:
    """Say one number or a span of two, with units."""
    first, unit, last, last_unit = _QUANTITY.findall(spot.text)[0]
    if last:
        begin = "" if _is_year(first) and _is_year(last) else _from(spot)
        return f"{begin}{_measure(first, unit)} đến {_measure(last, last_unit)}"
    if not unit and first.isdigit():
        return _count(first, spot)
    return _measure(first, unit)


def _is_year(text: str) -> bool:
    return len(text) == len("2026") and text.startswith(("19", "20"))


def _measure(text: str, unit: str) -> str:
    return f"{number(text)} {UNITS[unit]}" if unit else number(text)


def _count(digits: str, spot: Spot) -> str:
    """Say bare digits: a hotline and a long code digit by digit."""
    is_called = len(digits) in {3, 4} and digits.startswith("1") and spot.follows(*_HOTLINE)
    if is_called:
        return spell(digits)
    return in_groups(digits, (_GROUP,)) if len(digits) >= _LONG_CODE else whole(digits)


def _lettered(spot: Spot) -> str:
    """Say a number with a letter: 50a, 3B."""
    return f"{whole(spot.text[:-1])} {_LETTERS[spot.text[-1].lower()]}"


def _dotted(spot: Spot) -> str:
    """Say numbers that dots part: 1.2, 2.000815."""
    return " chấm ".join(map(whole, spot.text.split(".")))


def _ratio(spot: Spot) -> str:
    """Say how many of how many, or a part: 34/35, 1/2, 1:500."""
    first, last = _IN_DIGITS.findall(spot.text)
    hours = " giờ" if spot.text.endswith("h") else ""
    is_part = spot.after.startswith((" số", " tổng", " ngày", " diện tích"))
    return f"{whole(first)} {'phần' if is_part else 'trên'} {whole(last)}{hours}"


# --- Telephones and papers -----------------------------------------------------------------------

_PHONE = (
    r"(?:\(?\+84\)?(?:[ .-]?[0-9]){9,10}|\(0[0-9]{2,3}\)(?:[ .-]?[0-9]){6,8}"
    r"|0[35789](?:[ .-]?[0-9]){8}|02(?:[ .-]?[0-9]){9}|1[89]00(?:[ .-]?[0-9]){4,6})"
)
_MOBILE = 10


def phone_digits(text: str) -> str:
    """Give the digits that are dialled."""
    digits = "".join(filter(str.isdigit, text))
    return "0" + digits.removeprefix("84") if "+" in text else digits


def phone(digits: str) -> str:
    """Say a telephone number, in groups of three and four."""
    return in_groups(digits, (4, 3) if len(digits) == _MOBILE else (4, 4, 3))


_SYMBOL = rf"(?=[{UPPER}]{{2}})[{UPPER}]++[0-9]{{0,3}}(?>(?:[-–./&][{UPPER}]++[0-9]{{0,3}})*)"
_PAPER = rf"[0-9]{{1,5}}[a-zđ]?(?:/[0-9]{{4}})? ?(?:/ ?{_SYMBOL}|-[{UPPER}]{{2,4}}/{_SYMBOL})"


_PAPER_NUMBER = re.compile("([0-9]+)([a-zđ]?)(?:/([0-9]{4}))?")


def _paper(spot: Spot) -> str:
    """Say the number of a paper, and the year that stands in it; its symbol is left out."""
    digits, letter, year = _PAPER_NUMBER.findall(spot.text)[0]
    said = [] if spot.before.rstrip().endswith(("số", "số:")) else ["số"]
    said += [words(int(digits)), *(_LETTERS.get(one, one) for one in letter)]
    return " ".join([*said, *(["năm", words(int(year))] if year else [])])


# --- Days and hours ------------------------------------------------------------------------------

_D, _Y = "[0-9]{1,2}", "[0-9]{4}"
_DAY_MONTH = rf"{_D}/{_D}(?:/{_Y})?"
_DAY_SPAN = rf"(?:{_DAY_MONTH}|{_D}){_DASH}(?:ngày )?{_DAY_MONTH}"
_DAY = (
    rf"{_D}(?P<sep>[/.-]){_D}(?P=sep)(?:{_Y}|[0-9]{{2}})|{_Y}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|{_D}/{_D}|(?<=(?i:ngày )){_D}\.{_D}"
)
_MONTH_YEAR = rf"(?:{_D}{_DASH})?{_D}/{_Y}"
_MONTH = "(?:0?[1-9]|1[0-2])"
_MONTHS = rf"(?<=(?i:tháng )){_MONTH}(?:{_DASH}{_MONTH})?(?! {_COUNTED})"
_FIRST_DAYS = "(?:0?[1-9]|10)"
_OF_MONTH = rf"(?= tháng {_MONTH}(?![0-9]| {_COUNTED}))"
_DAYS_OF_MONTH = rf"{_D}(?:{_DASH}{_D})?{_OF_MONTH}"
_FIRST_OF_MONTH = (
    rf"(?<=(?i:ngày ))(?<!mỗi ngày )(?<!một ngày )(?<!hằng ngày )(?<!hàng ngày )(?<![0-9] ngày )"
    rf"{_FIRST_DAYS}(?! {_COUNTED})"
)
_HOUR = "(?:[01]?[0-9]|2[0-4])"
_MINUTES = "(?:[0-5][0-9](?: ?(?:phút|p))?(?! tháng)|[0-9] ?phút)"
_CLOCK = rf"(?:{_HOUR}(?: ?(?:h|g|H|G|giờ)(?: ?{_MINUTES})?|:[0-5][0-9]))"
_PART = "(?: (?:sáng|trưa|chiều|tối|đêm))?"
_CLOCK_SPAN = rf"(?:{_CLOCK}|{_HOUR}){_PART}{_DASH}{_CLOCK}"
_MONTH_NAMES = MappingProxyType({4: "Tư"})
_WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_IN_A_ROW = ("lần thứ", "người thứ", "kỳ thứ", "trang thứ", "năm thứ", "việc thứ")
_WEEKDAY = rf"(?<=(?i:thứ ))[1-7](?:{_DASH}(?:[Tt]hứ )?[2-7])?"


def month(text: str) -> str:
    """Name a month: Tư, Mười hai."""
    return _MONTH_NAMES.get(int(text)) or words(int(text)).capitalize()


def _day_name(text: str) -> str:
    """Say a day of the month: mùng up to the tenth."""
    mung = "mùng " if int(text) <= _LAST_MUNG else ""
    return f"{mung}{words(int(text))}"


def _is_day(day: str, of_month: str) -> bool:
    return 1 <= int(day) <= _LAST_DAY and 1 <= int(of_month) <= _LAST_MONTH


def _date(parts: list[str]) -> str:
    """Say day, month and perhaps year; a year of two digits is one of ours."""
    day, of_month, *years = parts
    said = f"{_day_name(day)} tháng {month(of_month)}"
    for year in years:
        value = int(year) if len(year) > len("26") else _CENTURY + int(year)
        said += f" năm {words(value)}"
    return said


def _the_day(spot: Spot) -> str:
    return "" if spot.follows("ngày", "hôm") else "ngày "


_COUNTS = re.compile(f" {_COUNTED}| số | tổng")


def _day(spot: Spot) -> str:
    """Say a date; what is none is a part or a ratio, or stays."""
    parts = _IN_DIGITS.findall(spot.text)
    if len(parts[0]) == len("2026"):
        parts.reverse()
    counts = _COUNTS.match(spot.after) and not spot.follows("ngày")
    if _is_day(parts[0], parts[1]) and not (counts and len(parts) == len(("d", "m"))):
        said = _date(parts)
        is_mung = spot.follows("mùng", "mồng")
        return said.removeprefix("mùng ") if is_mung else f"{_the_day(spot)}{said}"
    return _ratio(spot) if len(parts) == len(("d", "m")) else spot.text


def _day_span(spot: Spot) -> str:
    """Say from which day to which."""
    first, last = (_IN_DIGITS.findall(half) for half in re.split("[-–—]", spot.text))
    if not all(_is_day(half[0], half[1]) for half in (first, last) if len(half) > 1):
        return spot.text
    said = _date(first) if len(first) > 1 else _day_name(first[0])
    begin = f"{_from(spot)}{_the_day(spot)}"
    return f"{begin}{said} đến ngày {_date(last)}"


def _days_of_month(spot: Spot) -> str:
    """Say the day before "tháng 4", or two days."""
    days = [_day_name(one) for one in _IN_DIGITS.findall(spot.text)]
    return f"{_from(spot)}{' đến '.join(days)}" if len(days) > 1 else days[0]


def _first_of_month(spot: Spot) -> str:
    return _day_name(spot.text)


def _months(spot: Spot) -> str:
    return " đến tháng ".join(map(month, _IN_DIGITS.findall(spot.text)))


def _month_year(spot: Spot) -> str:
    """Say a month, or two, with its year; after "số", "quý" it is a number of that year."""
    *heads, year = _IN_DIGITS.findall(spot.text)
    is_month = not spot.follows("số", "quý", "kỳ", "đợt", "luật")
    if is_month and all(1 <= int(one) <= _LAST_MONTH for one in heads):
        begin = "" if spot.follows("tháng") else "tháng "
        said = begin + " đến tháng ".join(map(month, heads))
    else:
        said = " đến ".join(map(whole, heads))
    return f"{said} năm {words(int(year))}"


def clock(text: str) -> str:
    """Say an hour: bảy giờ ba mươi phút; what follows it stays."""
    hour, *minutes = _IN_DIGITS.findall(text)
    late = [f"{words(int(one))} phút" for one in minutes if int(one)]
    part = [one for one in text.split() if one in {"sáng", "trưa", "chiều", "tối", "đêm"}]
    return " ".join([words(int(hour)), "giờ", *late, *part])


def _clock(spot: Spot) -> str:
    return clock(spot.text)


def _clock_span(spot: Spot) -> str:
    first, last = re.split(_DASH, spot.text)
    said = clock(first) if not first.isdigit() else words(int(first))
    return f"{_from(spot)}{said} đến {clock(last)}"


def _weekday(spot: Spot) -> str:
    """Say "7" after "thứ"; what is counted so has a small letter."""
    days = re.findall("[0-9]", spot.text)
    if "1" in days:
        return "nhất" if len(days) == 1 else spot.text
    names = [_WEEKDAYS[int(day) - 2] for day in days]
    said = " đến thứ ".join(names)
    return said.lower() if spot.follows(*_IN_A_ROW) else said


# --- Letters -------------------------------------------------------------------------------------

_ROMANS = MappingProxyType(
    {"C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}
)
_COUNTED_BY_ROMANS = (
    *("khóa", "khoá", "kỳ", "quý", "phần", "chương", "mục", "thế kỷ", "thứ", "đại hội", "loại"),
    *("hạng", "cấp", "nhóm", "bậc", "vùng", "khu vực", "giai đoạn", "đợt", "phụ lục", "tập"),
)
_ROMAN = r"[IVXLC]++(?:/[0-9]{4})?(?!\w)"
_RUN = rf"[{UPPER}]++(?!\w)(?>(?: [{UPPER}]++(?!\w))+)"
_CAPITALS = rf"[{UPPER}](?:[{UPPER}]\w*+|(?!\w))"


def roman(text: str) -> int | None:
    """Read a roman number; none when it is not written as one is."""
    values = [_ROMANS[letter] for letter in text]
    value = sum(-one if one < after else one for one, after in pairwise([*values, 0]))
    return value if _as_roman(value) == text else None


def _as_roman(value: int) -> str:
    """Write a number as the Romans did."""
    written, rest = "", value
    for letters, worth in _ROMANS.items():
        count, rest = divmod(rest, worth)
        written += letters * count
    return written


def _roman(spot: Spot) -> str:
    """Say a roman number where one is meant; else the letters stay."""
    text, _slash, year = spot.text.partition("/")
    value = roman(text)
    is_head = text in {"I", "V", "X"} and spot.before in {"", "\n"} and spot.after.startswith(".")
    is_meant = spot.follows(*_COUNTED_BY_ROMANS) or is_head
    if value is None or not (is_meant or (len(text) > 1 and not set(text) & {"L", "C"})):
        return spot.text
    said = "nhất" if value == 1 and spot.follows("thứ") else words(value)
    return f"{said} năm {words(int(year))}" if year else said


def shouted(spot: Spot) -> str:
    """Write words in capitals with small letters; abbreviations stay as they are."""
    tokens = spot.text.split()
    if not any(map(_is_shouted, tokens)):
        return spot.text
    said = " ".join(one.lower() if is_syllable(one) else one for one in tokens)
    return said[:1].upper() + said[1:] if spot.before in {"", "\n"} else said


def _is_shouted(token: str) -> bool:
    return not token.isascii() and len(token) > 1 and is_syllable(token)


# --- Signs ---------------------------------------------------------------------------------------

_SIGNS = r"\-&/–—()\[\]+=<>≤≥±~•●▪◦·|"
_BEFORE_NUMBERS = MappingProxyType(
    {
        "<": "nhỏ hơn",
        ">": "lớn hơn",
        "≤": "nhỏ hơn hoặc bằng",
        "≥": "lớn hơn hoặc bằng",
        "±": "cộng trừ",
        "~": "khoảng",
    }
)
_BETWEEN = MappingProxyType({"+": "cộng", "=": "bằng"})
_PAUSE = " , "
_AMOUNT = re.compile(
    r"(?:[0-9][0-9.,]*+|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|triệu|tỷ))"
    r" ?(?:[^\W\d]+ ){0,2}[^\W\d]*[2²3³]?$"
)
_MOMENT = re.compile(r"(?:[0-9] ?(?:h|g|giờ)[0-9 ]*|tháng [0-9]+|/[0-9]+)(?: \w+){0,2} ?$")


def _slash(spot: Spot) -> str:
    """Say "/": for each one after an amount, a pause between words."""
    if spot.before.endswith(" ") and spot.after.startswith(" "):
        return _PAUSE
    if not (spot.before.rstrip()[-1:].isalnum() and spot.after.lstrip()[:1].isalpha()):
        return spot.text
    return " một " if _AMOUNT.search(spot.before) or spot.before.endswith("đồng") else _PAUSE


def _dash(spot: Spot) -> str:
    """Say a dash: to, a pause, or nothing within a word."""
    before, after = spot.before[-1:], spot.after[:1]
    if before == " " or after == " ":
        if (
            after.strip() == ""
            and spot.after.lstrip()[:1].isdigit()
            and _MOMENT.search(spot.before)
        ):
            return " đến "
        return _PAUSE
    if not (before.isalpha() and after.isalpha()):
        return spot.text
    is_within = spot.text == "-" and not spot.after[:2].isupper()  # not HĐND-UBND
    return spot.text if is_within else _PAUSE


def _mark(spot: Spot) -> str:
    """Say another sign where it has a name."""
    sign, next_one = spot.text, spot.after.lstrip()[:1]
    if sign in _BEFORE_NUMBERS:
        return f" {_BEFORE_NUMBERS[sign]} " if next_one.isdigit() else sign
    if sign in _BETWEEN:
        is_between = next_one.isdigit() and spot.before.rstrip()[-1:].isdigit()
        return f" {_BETWEEN[sign]} " if is_between else sign
    return " và " if sign == "&" else _PAUSE


def _sign(spot: Spot) -> str:
    if spot.text == "/":
        return _slash(spot)
    return _dash(spot) if spot.text in "-–—" else _mark(spot)


def _as_it_stands(spot: Spot) -> str:
    return spot.text


# --- All of them, in the order in which they are tried --------------------------------------------

ADDRESSES = ("http://", "https://", "www.")
PHONE, RUN, SHORT = "phone", "run", "short"
Saying = Callable[[Spot], str]
_AT_DIGITS: tuple[tuple[str, str, Saying], ...] = (
    (PHONE, _PHONE, lambda spot: phone(phone_digits(spot.text))),
    ("paper", _PAPER, _paper),
    ("weekday", _WEEKDAY, _weekday),
    ("clock_span", _CLOCK_SPAN, _clock_span),
    ("day_span", _DAY_SPAN, _day_span),
    ("month_year", _MONTH_YEAR, _month_year),
    ("day", _DAY, _day),
    ("clock", _CLOCK, _clock),
    ("days_of_month", _DAYS_OF_MONTH, _days_of_month),
    ("months", _MONTHS, _months),
    ("first_of_month", _FIRST_OF_MONTH, _first_of_month),
    ("ratio", "[0-9]{1,4}[/:][0-9]{1,4}h?", _ratio),
    ("quantity", rf"{_NUMBER}(?: ?{_UNIT})?(?:{_DASH}{_NUMBER}(?: ?{_UNIT})?)?", _quantity),
    ("lettered", "[0-9]{1,4}[a-eA-EđĐghGH]", _lettered),
    ("dotted", r"[0-9]++(?>(?:\.[0-9]++)+)", _dotted),
)
_AT_WORDS: tuple[tuple[str, str, Saying], ...] = (
    (RUN, _RUN, shouted),
    ("roman", _ROMAN, _roman),
    ("capitals", _CAPITALS, shouted),
    ("address", rf"(?:{'|'.join(map(re.escape, ADDRESSES))})\w\S*+", _as_it_stands),
)
_AT_SIGNS: tuple[tuple[str, str, Saying], ...] = (
    ("symbol", rf"(?<!\w)/{_SYMBOL}", _as_it_stands),
    ("sign", f"[{_SIGNS}]", _sign),
)
SAYINGS: Mapping[str, Saying] = MappingProxyType(
    {name: saying for name, _pattern, saying in (*_AT_DIGITS, *_AT_WORDS, *_AT_SIGNS)}
)
_START = r"(?<![^\s(\[:;,])(?<![0-9][:;,])"
_END = rf"(?![\w@&=_#~%‰+°]|[.,:][0-9]|[-–—](?! )|/(?![{LOWER}]))"


def _any_of(sayings: tuple[tuple[str, str, Saying], ...], without: str = "") -> str:
    return "|".join(f"(?P<{name}>{way})" for name, way, _saying in sayings if name != without)


def pattern(written: Iterable[str], *, runs: bool = True) -> re.Pattern[str]:
    """Make the one pattern that says what begins at a place, abbreviations first."""
    short = sorted(set(written), key=lambda one: (-len(one), one))
    at_words = _any_of(_AT_WORDS, "" if runs else RUN)
    return re.compile(
        rf"(?<!\w)(?:(?P<{SHORT}>{_whole_words(short)})"
        rf"|{_START}(?:{_any_of(_AT_DIGITS)}){_END}|{at_words})|{_any_of(_AT_SIGNS)}"
    )


def places(written: Iterable[str]) -> re.Pattern[str]:
    """Find where something may have to be said: signs, digits, capitals, abbreviations.

    A single set of letters to begin with lets plain words pass at the speed of a search.
    """
    seconds: dict[str, str] = {}
    for one in sorted({short[:2].ljust(2) for short in written}):
        seconds[one[0]] = seconds.get(one[0], "") + one[1]
    begins = "|".join(
        rf"(?<={re.escape(first)})(?=[{re.escape(then)}])" for first, then in seconds.items()
    )
    firsts, then = (re.escape("".join(ends)) for ends in (seconds, seconds.values()))
    return re.compile(
        rf"[{_SIGNS}0-9{UPPER}{firsts}](?:(?<=[{_SIGNS}])"
        rf"|(?<!\w.)(?:(?<=[0-9])|(?=[{UPPER}])|(?!\w)|(?=[{then}])(?:{begins})))"
    )


_WHOLE = r"(?![\w@]|[-–/][0-9])"


def _whole_words(written: Iterable[str]) -> str:
    """Find abbreviations but not within a word."""
    words_first: dict[bool, list[str]] = {True: [], False: []}
    for one in written:
        words_first[one[-1].isalnum()].append(re.escape(one))
    ends = (("|".join(words_first[False]), ""), ("|".join(words_first[True]), _WHOLE))
    return "|".join(f"(?:{ways}){end}" for ways, end in ends if ways) or "(?!)"
