"""Which version of a procedure holds on a day, and what may a Saturday promise of it?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from saturday.rules.coded import Coded
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import numeric_day

MOST_DAYS = 365
_SHORT_CODE = r"([1-9]\.\d{6})"
_SERVICE = r"(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[GH]\d{2,3})?(?:\.\d{2})?"
_CODE = re.compile(_SHORT_CODE + _SERVICE, re.ASCII)


class TimeUnit(Coded):
    """In what a procedure's time is counted (đơn vị thời gian giải quyết)."""

    SAME_DAY = "SAME_DAY", "trong ngày"
    WORKING_DAYS = "WORKING_DAYS", "ngày làm việc"
    CALENDAR_DAYS = "CALENDAR_DAYS", "ngày"
    NOT_STATED = "NOT_STATED", "không quy định"

    @property
    def is_counted(self) -> bool:
        """Whether a number of days goes with it."""
        return self in {TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS}


class MobileState(Coded):
    """What a mobile Saturday does with a procedure (ở buổi lưu động)."""

    ON_THE_SPOT = "ON_THE_SPOT", "xong tại chỗ"
    SIGNED_AT_OFFICE = "SIGNED_AT_OFFICE", "nhận, ký tại trụ sở"
    NOT_TAKEN = "NOT_TAKEN", "không nhận"
    MOBILE_ONLY = "MOBILE_ONLY", "chỉ nhận ở buổi lưu động"


class Promise(Coded):
    """What may be said of a procedure before a Saturday (hứa được gì)."""

    SAME_DAY = "SAME_DAY", "giải quyết, trả ngay"
    RECEIVED = "RECEIVED", "tiếp nhận, hẹn trả"
    NOT_TAKEN = "NOT_TAKEN", "không nhận ở buổi lưu động"
    MOBILE_ONLY = "MOBILE_ONLY", "chỉ nhận ở buổi lưu động"

    @property
    def brief(self) -> str:
        """The last words of it, for a narrow column: "trả ngay", "hẹn trả"."""
        return self.words.rpartition(", ")[2]


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a procedure takes and what a Saturday does with it (điều kiện giải quyết)."""

    unit: TimeUnit
    amount: int | None
    receive_only: bool = False
    same_day: bool = False
    mobile: MobileState = MobileState.SIGNED_AT_OFFICE


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day to which day a version holds; an open end is None (hiệu lực)."""

    first: date | None
    last: date | None

    def holds_on(self, day: date) -> bool:
        return (self.first or day) <= day <= (self.last or day)

    def overlaps(self, other: "Validity") -> bool:
        """Whether some day belongs to both."""
        return not (_ends_before(self, other) or _ends_before(other, self))


def parse_code(text: str) -> str | None:
    """Read a national code however long it was copied; give the short one: "2.000815"."""
    found = _CODE.fullmatch("".join(text.split()).upper())
    return found[1] if found else None


def time_in_words(unit: TimeUnit, amount: int | None) -> str:
    """Say how long it takes: "trong ngày", "3 ngày làm việc", "không quy định"."""
    return f"{amount} {unit.words}" if unit.is_counted else unit.words


def validity_in_words(validity: Validity) -> str:
    """Say from when to when: "từ 01/3/2027", "đến hết 28/02/2027"; nothing when always."""
    first = f"từ {numeric_day(validity.first)}" if validity.first else ""
    last = f"đến hết {numeric_day(validity.last)}" if validity.last else ""
    return " ".join(part for part in (first, last) if part)


def promise(terms: Terms, *, is_mobile: bool = False) -> Promise:
    """Say what a Saturday may promise: a result the same day, an appointment, or nothing."""
    if is_mobile and terms.mobile is MobileState.NOT_TAKEN:
        return Promise.NOT_TAKEN
    if not is_mobile and terms.mobile is MobileState.MOBILE_ONLY:
        return Promise.MOBILE_ONLY
    signed_there = not is_mobile or terms.mobile is MobileState.ON_THE_SPOT
    return Promise.SAME_DAY if terms.same_day and signed_there else Promise.RECEIVED


def refuse_terms(terms: Terms) -> None:
    """Refuse a time without its days, and promises that contradict each other."""
    counted = terms.unit.is_counted
    refuse_when(
        counted and not 1 <= (terms.amount or 0) <= MOST_DAYS,
        f"Hãy ghi số ngày, từ 1 đến {MOST_DAYS}.",
        field="time_amount",
    )
    refuse_when(
        not counted and terms.amount is not None,
        "Hãy để trống số ngày, hoặc chọn đơn vị là ngày làm việc hay ngày.",
        field="time_amount",
    )
    refuse_when(
        terms.receive_only and terms.same_day,
        "Thủ tục chỉ tiếp nhận thì không trả kết quả trong buổi. Hãy bỏ chọn một mục.",
        field="same_day",
    )
    refuse_when(
        terms.mobile is MobileState.ON_THE_SPOT and not terms.same_day,
        "Chỉ thủ tục trả kết quả trong buổi mới xong tại chỗ ở buổi lưu động.",
        field="mobile",
    )


def refuse_validity(validity: Validity, others: Iterable[Validity]) -> None:
    """Refuse an end before the beginning, and a version over days another one holds."""
    first, last = validity.first, validity.last
    backwards = first is not None and last is not None and last < first
    refuse_when(backwards, "Ngày hết hiệu lực phải từ ngày bắt đầu trở đi.", field="valid_to")
    for other in others:
        words = validity_in_words(other) or "không ghi ngày"
        refuse_when(
            validity.overlaps(other),
            f"Mã này đã có phiên bản {words}. Hãy ghi hiệu lực không trùng nhau.",
            field="valid_from",
        )


def refuse_renewal(old: Validity, first: date) -> None:
    """Refuse a new version that would leave no day to the old one, or begin after its end."""
    begins_too_early = old.first is not None and first <= old.first
    refuse_when(
        begins_too_early,
        f"Phiên bản mới phải bắt đầu sau {numeric_day(old.first or first)}.",
        field="valid_from",
    )
    ended = old.last is not None and old.last < first - timedelta(days=1)
    refuse_when(
        ended,
        f"Phiên bản này hết hiệu lực {numeric_day(old.last or first)}. "
        "Hãy ghi ngày bắt đầu liền sau đó.",
        field="valid_from",
    )


def _ends_before(one: Validity, other: Validity) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first
