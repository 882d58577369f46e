"""What came of Saturday 11/4/2026, read from the log and told as practice tells it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from saturday.extensions import db
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.rules.intake import Filing, Outcome

DAY = date(2026, 4, 11)
# What was received, as practice tells it: the thing, how many, how many of them at once.
RECEIVED = {
    "Chứng thực bản sao": (18, 18),
    "Chứng thực chữ ký": (3, 3),
    "Đăng ký khai sinh": (2, 2),
    "Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế": (2, 0),
    "Đăng ký khai tử": (1, 0),
    "Xác nhận tình trạng hôn nhân": (3, 0),
    "Cấp bản sao trích lục hộ tịch": (2, 2),
    "Bảo trợ xã hội": (3, 0),
    "Đăng ký hộ kinh doanh": (2, 0),
    "Đất đai": (2, 0),
    "Nông nghiệp": (1, 0),
}
SUM = (
    "58 lượt = 39 tiếp nhận + 4 yêu cầu bổ sung + 2 chỉ dẫn nơi khác + 5 trả kết quả"
    " + 6 hướng dẫn trực tuyến + 2 góp ý, phản ánh"
)
BY_AREA = {"bao-tro-xa-hoi": "Bảo trợ xã hội", "dat-dai": "Đất đai", "nong-nghiep": "Nông nghiệp"}
# For which days results are promised: 3, 5, 10 and 20 working days, of which 27/4, 30/4 and 01/5
# are none; the last is linked with two more things: another day, and why.
PROMISED = {
    "Xác nhận tình trạng hôn nhân": {"15/4"},
    "Đăng ký hộ kinh doanh": {"15/4"},
    "Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế": {"15/4"},
    "Nông nghiệp": {"17/4"},
    "Bảo trợ xã hội": {"24/4"},
    "Đất đai": {"13/5"},
    "Đăng ký khai tử": {"17/4"},
}
FIGURES: dict[str, object] = {
    "received, and at once": RECEIVED,
    "received in all, at once, with an appointment": (39, 25, 14),
    "lines that certify, and their copies": (18, 64),
    "ways": {Filing.ONLINE: 14, Filing.DIRECT: 25},
    "supplements": {"Đất đai": 3, "Bảo trợ xã hội": 1},
    "promised for": PROMISED,
    "received and carried over": (39, 9),
    "returned: at once, handed over, of which late": (25, 5, 1),
    "open, of which overdue": (18, 1),
    "numbers": list(range(1, 59)),
}


def saturday(day: date = DAY) -> DutySession:
    """Give one of its Saturdays."""
    return db.session.scalars(DutySession.on(day)).one()


def lines(*outcomes: Outcome) -> list[IntakeEntry]:
    """Give the day's lines, those of some outcomes when any is named."""
    log = db.session.scalars(IntakeEntry.log(saturday())).unique()
    return [one for one in log if not outcomes or one.outcome in outcomes]


def received() -> list[IntakeEntry]:
    """Give what was received."""
    return lines(Outcome.SETTLED, Outcome.RECEIVED)


def kind_of(line: IntakeEntry) -> str:
    """Name the thing as practice does: by its area, or by its procedure."""
    assert line.procedure is not None
    return BY_AREA.get(line.procedure.subject_area.code, line.procedure.short_name)


def carried_over() -> list[IntakeEntry]:
    """Give what came on earlier Saturdays and still waited when this one began."""
    before = select(IntakeEntry).join(DutySession).where(DutySession.day < DAY)
    waited = before.where(IntakeEntry.outcome == Outcome.RECEIVED)
    return [
        one
        for one in db.session.scalars(waited)
        if one.returned is None or one.returned.returned_on >= DAY
    ]


def handed_over() -> list[Return]:
    """Give the results fetched on the day."""
    return list(db.session.scalars(select(Return).where(Return.returned_on == DAY)))


def due_days(entries: Iterable[IntakeEntry]) -> set[str]:
    """Give when results are to be fetched: "15/4"."""
    return {f"{one.due_on.day}/{one.due_on.month}" for one in entries if one.due_on}


def still_open() -> list[IntakeEntry]:
    """Give whose results wait when the day is over."""
    known = (*carried_over(), *lines(Outcome.RECEIVED))
    return [one for one in known if one.returned is None]


def figures() -> dict[str, object]:
    """Count everything anew from the lines."""
    came, settled = received(), lines(Outcome.SETTLED)
    kinds, at_once = Counter(map(kind_of, came)), Counter(map(kind_of, settled))
    promised = lines(Outcome.RECEIVED)
    copies = [one.quantity for one in came if kind_of(one) == "Chứng thực bản sao"]
    fetched, waits = handed_over(), still_open()
    late = [one for one in waits if one.due_on is not None and one.due_on < DAY]
    return {
        "received, and at once": {kind: (n, at_once[kind]) for kind, n in kinds.items()},
        "received in all, at once, with an appointment": (len(came), len(settled), len(promised)),
        "lines that certify, and their copies": (len(copies), sum(copies)),
        "ways": Counter(one.filing for one in came),
        "supplements": Counter(map(kind_of, lines(Outcome.SUPPLEMENT))),
        "promised for": {
            kind: due_days(one for one in promised if kind_of(one) == kind)
            for kind in map(kind_of, promised)
        },
        "received and carried over": (len(came), len(carried_over())),
        "returned: at once, handed over, of which late": (
            len(settled),
            len(fetched),
            sum(one.is_late for one in fetched),
        ),
        "open, of which overdue": (len(waits), len(late)),
        "numbers": sorted(one.number for one in lines()),
    }
