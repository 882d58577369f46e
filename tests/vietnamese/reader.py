"""An independent reader: says a text word by word from tables, by nothing of saturday/.

Numbers are built digit by digit from the right, never by dividing; a text is cut at blanks and each
word looked up or spelled. It knows only the plain ways of writing that the generated texts use.
"""

from collections.abc import Iterator

WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = dict(zip("0123456789", WORDS, strict=True))
MONTHS = "Một, Hai, Ba, Tư, Năm, Sáu, Bảy, Tám, Chín, Mười, Mười một, Mười hai"
STEPS = ("", " nghìn", " triệu")
WEEKDAYS = {"2": "Hai", "3": "Ba", "4": "Tư", "5": "Năm", "6": "Sáu", "7": "Bảy"}
ROMANS = {"I": "một", "II": "hai", "III": "ba", "IV": "bốn", "V": "năm", "XVI": "mười sáu"}
SHORT = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "TTHC": "thủ tục hành chính",
    "CCCD": "căn cước công dân",
    "VNeID": "vi-en-ai-đi",
}
MEASURES = {
    "km": "ki-lô-mét",
    "m2": "mét vuông",
    "ha": "héc-ta",
    "%": "phần trăm",
    "kg": "ki-lô-gam",
}


def three(digits: str, *, first: bool) -> str:
    """Say three digits; the first group of a number says no empty hundreds."""
    hundreds, tens, ones = list(digits.rjust(3, "0"))
    said = [] if first and hundreds == "0" else [DIGITS[hundreds], "trăm"]
    if tens == "0" and ones != "0" and said:
        said.append("linh")
    elif tens == "1":
        said.append("mười")
    elif tens != "0":
        said += [DIGITS[tens], "mươi"]
    if ones != "0":
        odd = {"1": "mốt", "4": "tư", "5": "lăm"} if tens > "1" else {}
        odd = {"5": "lăm"} if tens == "1" else odd
        said.append(odd.get(ones, DIGITS[ones]))
    return " ".join(said)


def number(digits: str) -> str:
    """Say a number below a thousand millions, from its digits alone."""
    digits = digits.lstrip("0") or "0"
    if digits == "0":
        return "không"
    groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)]
    said = [
        three(group, first=place == len(groups) - 1) + STEPS[place]
        for place, group in enumerate(groups)
        if group.strip("0")
    ]
    return " ".join(reversed(said))


def singly(digits: str, sizes: tuple[int, ...]) -> str:
    """Say digits one by one, in groups."""
    letters: Iterator[str] = iter(digits)
    return ", ".join(" ".join(DIGITS[next(letters)] for _ in range(size)) for size in sizes)


def telephone(digits: str) -> str:
    """Say a telephone number, and say it again."""
    once = singly(digits, (4, 3, 3) if len(digits) == 10 else (4, 4, 3))
    return f"{once}; xin nhắc lại: {once}"


def month(digits: str) -> str:
    """Name a month."""
    return MONTHS.split(", ")[int(digits) - 1]


def day(written: str) -> str:
    """Say 11/4 or 11/4/2026."""
    first, second, *year = written.split("/")
    mung = "mùng " if len(first.lstrip("0")) == 1 or first == "10" else ""
    said = f"{mung}{number(first)} tháng {month(second)}"
    return " năm ".join([said, *map(number, year)])


def hour(written: str) -> str:
    """Say 7h30."""
    hours, minutes = written.split("h")
    said = f"{number(hours)} giờ"
    return said if minutes.strip("0") == "" else f"{said} {number(minutes)} phút"
