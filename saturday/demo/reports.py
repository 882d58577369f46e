"""How are the Saturdays of the invented year closed, and what is reported of them?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from saturday.demo import desk, notices
from saturday.demo.moments import DAYS, at
from saturday.demo.people import DIRECTOR
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models import daily
from saturday.models.documents import Check, Subject
from saturday.models.plan import DutySession
from saturday.models.running import Answers, Seen
from saturday.papers import making
from saturday.papers.issuing import Entry, issue
from saturday.rules.intake import Satisfaction
from saturday.rules.periods import Period

MARCH = Period(date(2026, 2, 15), date(2026, 3, 14))


@dataclass(frozen=True, slots=True)
class Ended:
    """How a Saturday ended: when it was closed, what people said, and what was hard."""

    closed: str
    remark: str = ""
    waited: Seen | None = None
    answers: Mapping[Satisfaction, int] | None = None  # none: they were counted on the day


ENDED: Mapping[date, Ended] = MappingProxyType(
    {
        DAYS[0]: Ended(
            "2026-02-28 11:50",
            waited=Seen(4, place="Chứng thực"),
            answers={Satisfaction.VERY: 9, Satisfaction.SATISFIED: 7, Satisfaction.NOT: 0},
        ),
        DAYS[1]: Ended(
            "2026-03-28 11:55",
            "Máy in tại quầy hộ tịch hết mực, chờ 15 phút.",
            Seen(6, place="Hộ tịch"),
            {Satisfaction.VERY: 15, Satisfaction.SATISFIED: 11, Satisfaction.NOT: 1},
        ),
        DAYS[2]: Ended(
            "2026-04-13 08:00",
            "Từ 8 giờ 20 đến 8 giờ 45 không đăng nhập được Cổng dịch vụ công. "
            "Lúc 9 giờ 10 mất điện 8 phút.",
        ),
    }
)


def close(stage: Stage, row: DutySession) -> None:
    """Count what people said of a Saturday, and close its figures as the log has them."""
    told, by = ENDED[row.day], stage.accounts["trungtam"]
    stage.at(told.closed)
    if told.waited:
        desk.count_waiting(stage, row, replace(told.waited, seen_at=at(f"{row.day} 09:40")))
    if told.answers:
        Answers.of(db.session, row).write(db.session, told.answers, by=by)
    seen = daily.DayFigures.of(db.session, row).mark
    daily.close(db.session, row, told.remark, seen, by=by)


def report_march(stage: Stage) -> None:
    """Report the month that ended on 14/3: drafted, checked by two, signed and numbered."""
    subject = Subject(period=MARCH)
    clerk = stage.accounts["vanthu"]
    stage.at("2026-03-16 07:40")
    begun = making.proposed(db.session, making.MONTHLY_REPORT, subject)
    words = replace(begun, signer_name=DIRECTOR)
    document = making.begin(db.session, words, subject, by=stage.accounts["trungtam"])
    db.session.flush()
    stage.at("2026-03-16 07:55")
    notices.check(stage, document, Check.CONTENT, "trungtam")
    stage.at("2026-03-16 08:05")
    notices.check(stage, document, Check.FORM, "vanthu")
    stage.at("2026-03-16 08:20")
    making.sign(db.session, document, at("2026-03-16 08:15"), by=clerk)
    issue(db.session, document, Entry("14", date(2026, 3, 16)), by=clerk)
