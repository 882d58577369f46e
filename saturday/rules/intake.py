"""What passes over the desk, how is it counted, and what is refused?

The log stands beside the provincial one-stop system and is never the register of record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import hours, listed_day

MOST_AT_ONCE = 999  # copies, things: what one line may hold
LONGEST_REMARK = 500
MOST_VND = 100_000_000  # of one line: a fee beyond it is a slip of the hand


class Outcome(Coded):
    """What became of a thing at the desk (kết quả tại buổi); in the order of the tally's keys.

    The first six are outcomes of a procedure; results handed over and opinions are what else
    people come for. Each person counts once, so their sum is that of the people served.
    """

    SETTLED = "SETTLED", "giải quyết, trả ngay"
    RECEIVED = "RECEIVED", "tiếp nhận, hẹn trả"
    SUPPLEMENT = "SUPPLEMENT", "yêu cầu bổ sung (mẫu 02)"
    REFUSED = "REFUSED", "từ chối tiếp nhận (mẫu 03)"
    REDIRECTED = "REDIRECTED", "chỉ dẫn sang nơi khác"
    HANDED_OVER = "HANDED_OVER", "trả kết quả"
    GUIDED = "GUIDED", "hướng dẫn trực tuyến"
    OPINION = "OPINION", "chỉ góp ý, phản ánh"

    @property
    def is_received(self) -> bool:
        """Whether a dossier was received here (tiếp nhận): Biểu II.06a counts these."""
        return self in RECEIVED_HERE

    @property
    def needs_procedure(self) -> bool:
        """Whether a line in full must say which procedure it was."""
        return self in RECEIVED_HERE or self in {Outcome.SUPPLEMENT, Outcome.REFUSED}


RECEIVED_HERE = frozenset({Outcome.SETTLED, Outcome.RECEIVED})
_SHORT: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.SUPPLEMENT: "yêu cầu bổ sung",
        Outcome.REFUSED: "từ chối",
        Outcome.REDIRECTED: "chỉ dẫn nơi khác",
        Outcome.HANDED_OVER: "trả kết quả",
        Outcome.GUIDED: "hướng dẫn trực tuyến",
        Outcome.OPINION: "góp ý, phản ánh",
    }
)


# The parts of a line, as a correction names them.
LINE_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "applicant": "người nộp hồ sơ",
        "outcome": "kết quả",
        "procedure_id": "thủ tục",
        "quantity": "số lượng",
        "filing": "hình thức nộp",
        "guidance": "nội dung hướng dẫn",
        "dossier_code": "mã hồ sơ",
        "decider_id": "cơ quan giải quyết",
        "fee": "phí, lệ phí",
        "payment": "hình thức thanh toán",
        "fee_receipt": "biên lai",
        "due_on": "ngày hẹn trả",
        "due_at": "giờ hẹn trả",
        "due_reason": "lý do hẹn khác hạn chuẩn",
        "remark": "ghi chú",
    }
)


class Guidance(Coded):
    """With what people were helped (nội dung hướng dẫn)."""

    VNEID = "VNEID", "cài đặt, dùng VNeID"
    ACCOUNT = "ACCOUNT", "tài khoản dịch vụ công"
    PAYMENT = "PAYMENT", "thanh toán trực tuyến"
    FILING = "FILING", "nộp hồ sơ trực tuyến"


class Filing(Coded):
    """How a dossier came in (hình thức nộp)."""

    DIRECT = "DIRECT", "trực tiếp"
    ONLINE = "ONLINE", "trực tuyến tại chỗ"
    POST = "POST", "bưu chính"


class Payment(Coded):
    """How a fee was paid (hình thức thanh toán)."""

    CASH = "CASH", "tiền mặt"
    TRANSFER = "TRANSFER", "chuyển khoản"
    ONLINE = "ONLINE", "thanh toán trực tuyến"


class ReturnWay(Coded):
    """How a result reached the person (phương thức nhận kết quả)."""

    AT_DESK = "AT_DESK", "tại quầy"
    AT_VILLAGE = "AT_VILLAGE", "tại thôn, bản"
    POST = "POST", "bưu chính"
    ELECTRONIC = "ELECTRONIC", "bản điện tử"


class Satisfaction(Coded):
    """What people said of the service (mức độ hài lòng)."""

    VERY = "VERY", "rất hài lòng"
    SATISFIED = "SATISFIED", "hài lòng"
    NOT = "NOT", "chưa hài lòng"


class EntryOrigin(Coded):
    """Where a line of the log comes from (nguồn của dòng)."""

    TALLY = "TALLY", "đếm nhanh"
    LINE = "LINE", "ghi chi tiết"
    LATER = "LATER", "cập nhật sau"
    FILE = "FILE", "tệp Excel"


def entry_number(letter: str, number: int) -> str:
    """Write the number of a line: "0038"; of a second device with its letter: "B0001"."""
    return f"{letter}{number:04d}"


def parse_entry_number(text: str) -> tuple[str, int] | None:
    """Read a line's number as written: ("", 38), ("B", 1); None when it is none."""
    letter, digits = (text[:1].upper(), text[1:]) if text[:1].isalpha() else ("", text)
    fits = digits.isascii() and digits.isdigit() and len(digits) <= len("00000")
    return (letter, int(digits)) if fits and letter.isascii() and int(digits) else None


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """The running counts of one Saturday (số đếm của buổi)."""

    visits: int
    by_outcome: Mapping[Outcome, int]  # lines, each one thing whatever its quantity

    def of(self, *outcomes: Outcome) -> int:
        return sum(self.by_outcome.get(one, 0) for one in outcomes)

    @property
    def received(self) -> int:
        """Dossiers received here: settled on the spot or with an appointment."""
        return self.of(*RECEIVED_HERE)

    @property
    def lines(self) -> int:
        """Lines in all; more than the people when somebody came for several things."""
        return sum(self.by_outcome.values())

    @property
    def in_words(self) -> str:
        """The sum that proves the people's count."""
        return sum_in_words(self)


def refuse_quantity(quantity: int | None) -> None:
    """Refuse no copies at all, and more than one line can hold."""
    fits = quantity is not None and 1 <= quantity <= MOST_AT_ONCE
    refuse_when(not fits, f"Số lượng từ 1 đến {MOST_AT_ONCE}.", field="quantity")


def refuse_moment(happened_at: datetime, day: date, now: datetime) -> None:
    """Refuse what is written for another day than the Saturday's, or before it happened."""
    words = f"Hãy ghi giờ trong {listed_day(day)}."
    refuse_when(happened_at.date() != day, words, field="happened_at")
    early = "Giờ này chưa đến. Hãy ghi giờ đã qua."
    refuse_when(happened_at > now, early, field="happened_at")


def refuse_outside(at: time, starts: time | None, ends: time | None, mend: str) -> None:
    """Refuse an hour at which the desk was not open; ``mend`` says what to do when it is true."""
    if starts is None or ends is None:
        return
    words = f"Giờ này ngoài giờ làm việc của buổi ({hours(starts, ends)}). {mend}"
    refuse_when(not starts <= at <= ends, words, field="hour")


def refuse_desk(day: date, today: date, *, gone: str = "", closed: str = "") -> None:
    """Refuse to log before the Saturday comes, when it is not held, and after it was closed."""
    refuse_when(gone, f"Buổi này không tổ chức: {gone}.")
    refuse_when(day > today, f"Buổi chưa đến. Trang này mở ghi vào {listed_day(day)}.")
    refuse_when(closed, closed)


def refuse_without_reason(reason: str, *, field: str = "reason") -> None:
    """Refuse a correction, a void or another appointment that nobody explained."""
    refuse_when(not reason.strip(), "Hãy ghi lý do.", field=field)


def sum_in_words(counts: DeskCounts) -> str:
    """Prove the people's count: "58 lượt = 39 tiếp nhận + 4 bổ sung + …"; nothing left out.

    People who came for several things make the sum greater; then the difference is named.
    """
    parts = [(counts.received, "tiếp nhận")]
    parts += [(counts.of(one), words) for one, words in _SHORT.items()]
    said = " + ".join(f"{number} {words}" for number, words in parts if number)
    more = counts.lines - counts.visits
    again = f" − {more} việc của cùng một người" if more else ""
    return f"{counts.visits} lượt = {said or '0'}{again}"
