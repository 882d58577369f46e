"""Which number may a paper take? Numbers live in a series: issuer, kind or all kinds, year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from saturday.rules.coded import Coded
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import day_month, moment, numeric_day
from saturday.vietnamese.names import nfc
from saturday.vietnamese.numbers import leading_zero

_NUMBER = re.compile(r"0*([1-9][0-9]{0,4})([a-zđ]?)")


class SeriesMode(Coded):
    """Where a series takes its numbers from (cách lấy số)."""

    EXTERNAL = "EXTERNAL", "nhập từ hệ thống quản lý văn bản"
    OWN = "OWN", "lấy số tại đây"


class Issuer(Coded):
    """The body that issues a paper (cơ quan ban hành)."""

    COMMITTEE = "COMMITTEE", "Ủy ban nhân dân xã"
    CENTRE = "CENTRE", "Trung tâm Phục vụ hành chính công"


class DocumentKind(StrEnum):
    """What a paper is called (tên loại), with the abbreviation of Nghị định 30/2020, Phụ lục III.

    A công văn has none; a department's list is unnumbered and has no kind.
    """

    words: str
    abbreviation: str

    def __new__(cls, code: str, words: str = "", abbreviation: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words
        member.abbreviation = abbreviation
        return member

    AGREEMENT = "AGREEMENT", "bản thỏa thuận", "BTT"
    AUTHORISATION = "AUTHORISATION", "giấy ủy quyền", "GUQ"
    COMMUNIQUE = "COMMUNIQUE", "thông cáo", "TC"
    CONTRACT = "CONTRACT", "hợp đồng", "HĐ"
    DECISION = "DECISION", "quyết định", "QĐ"
    DIRECTIVE = "DIRECTIVE", "chỉ thị", "CT"
    DISPATCH = "DISPATCH", "công điện", "CĐ"
    FORWARDING_SLIP = "FORWARDING_SLIP", "phiếu chuyển", "PC"
    GUIDANCE = "GUIDANCE", "hướng dẫn", "HD"
    INTRODUCTION = "INTRODUCTION", "giấy giới thiệu", "GGT"
    INVITATION = "INVITATION", "giấy mời", "GM"
    LEAVE_PERMIT = "LEAVE_PERMIT", "giấy nghỉ phép", "GNP"
    MEMORANDUM = "MEMORANDUM", "bản ghi nhớ", "BGN"
    MINUTES = "MINUTES", "biên bản", "BB"
    NOTICE = "NOTICE", "thông báo", "TB"
    NOTICE_SLIP = "NOTICE_SLIP", "phiếu báo", "PB"
    OFFICIAL_LETTER = "OFFICIAL_LETTER", "công văn"
    OPTION = "OPTION", "phương án", "PA"
    PLAN = "PLAN", "kế hoạch", "KH"
    PROGRAMME = "PROGRAMME", "chương trình", "CTr"
    PROJECT = "PROJECT", "dự án", "DA"
    REGULATION = "REGULATION", "quy chế", "QC"
    REPORT = "REPORT", "báo cáo", "BC"
    RESOLUTION = "RESOLUTION", "nghị quyết", "NQ"
    RULE = "RULE", "quy định", "QyĐ"
    SCHEME = "SCHEME", "đề án", "ĐA"
    SENDING_SLIP = "SENDING_SLIP", "phiếu gửi", "PG"
    SUBMISSION = "SUBMISSION", "tờ trình", "TTr"


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number with the date of its document (số và ngày văn bản)."""

    number: int
    suffix: str
    dated: date

    @property
    def written(self) -> str:
        return format_number(self.number, self.suffix)


def format_number(number: int, suffix: str = "") -> str:
    return f"{leading_zero(number)}{suffix}"


def parse_number(text: str) -> tuple[int, str]:
    """Read a number as typed: 5, 05, 50a."""
    found = _NUMBER.fullmatch(nfc(text).lower())
    if found is None:
        reason = "Hãy ghi số bằng chữ số, có thể thêm một chữ cái: 50 hoặc 50a."
        raise NotAllowedNow(reason, field="number")
    return int(found[1]), found[2]


def symbol(kind: DocumentKind, issuer_abbreviation: str) -> str:
    """Give the symbol: TB-TTPVHCC; a công văn has only the body's part."""
    return "-".join(filter(None, (kind.abbreviation, issuer_abbreviation)))


def full_number(written: str, kind: DocumentKind, issuer_abbreviation: str) -> str:
    """Give number and symbol: 50/KH-UBND."""
    return f"{written}/{symbol(kind, issuer_abbreviation)}"


def next_number(taken: Iterable[int]) -> int:
    return max(taken, default=0) + 1


def refuse_number(
    wanted: PaperNumber,
    taken: Iterable[PaperNumber],
    *,
    mode: SeriesMode,
    signed_on: date | None,
    today: date,
) -> None:
    """Raise NotAllowedNow unless the number is free in its year and its date may stand.

    ``taken`` are all numbers of the series; a paper from before the app has no ``signed_on``.
    """
    latest = f"Ngày ban hành muộn nhất là hôm nay, {numeric_day(today)}."
    refuse_when(wanted.dated > today, latest, field="dated")
    before_signing = "Ngày ban hành phải từ ngày ký trở đi."
    refuse_when(signed_on and wanted.dated < signed_on, before_signing, field="dated")
    same_year = [one for one in taken if one.dated.year == wanted.dated.year]
    for one in same_year:
        same = (one.number, one.suffix) == (wanted.number, wanted.suffix)
        used = f"Số {one.written} đã dùng cho văn bản ngày {day_month(one.dated)}."
        refuse_when(same, used, field="number")
    last = max(same_year, key=lambda one: one.dated, default=None)
    if last is not None and mode is SeriesMode.OWN:
        later = f"Số {last.written} đã mang ngày {day_month(last.dated)}"
        again = f"{later}. Hãy ghi ngày ban hành từ ngày đó trở đi."
        refuse_when(wanted.dated < last.dated, again, field="dated")


def refuse_clock(now: datetime, newest: datetime | None) -> None:
    """Raise NotAllowedNow when the clock is behind the newest record: no number, no date then."""
    if newest is not None:
        slow = f"Đồng hồ của máy đang chậm: {_at(now)}, bản ghi mới nhất lúc {_at(newest)}."
        refuse_when(now < newest, f"{slow} Hãy chỉnh lại ngày giờ của máy rồi làm lại.")


def _at(when: datetime) -> str:
    return f"{moment(when)}/{when.year}"
