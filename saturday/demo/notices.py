"""How are the notices of a Saturday made, and how do people and villages hear of it?"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta

from saturday import clock
from saturday.demo.moments import at
from saturday.demo.people import DEPUTY, DIRECTOR
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models.announcements import Announcement, Made
from saturday.models.base import Report, Way
from saturday.models.broadcasts import Playing, note_broadcast, plan_broadcasts
from saturday.models.commune import Hamlet
from saturday.models.documents import Check, Document, Papers, Subject
from saturday.models.plan import DutySession
from saturday.models.progress import ASSIGNMENT_NOTICE, CITIZEN_NOTICE
from saturday.models.villages import Receipt, ReceiptKind, Said, record_calls
from saturday.models.villages import record as record_receipts
from saturday.papers import making, texts
from saturday.papers.facts import PublicFacts
from saturday.papers.issuing import Entry, issue, record_earlier
from saturday.rules.announcements import Channel
from saturday.rules.broadcasts import Slots
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.vietnamese.dates import long_day

# What is told on Wednesday 01/4, and in which Zalo group.
AT_ONCE = (Channel.WEBSITE, Channel.FANPAGE, Channel.VILLAGE, Channel.NOTICE_BOARD)
GROUPS = {
    Channel.ZALO_OFFICIALS: "Nhóm cán bộ xã",
    Channel.ZALO_VILLAGES: "Nhóm trưởng thôn, bản",
}
PLAYED_LATER = {"05:30": 2, "17:00": 1}  # minutes after the planned hour


@dataclass(frozen=True, slots=True)
class Heard:
    """That villages have been told: when they said so, how, and how many more of them."""

    noted: str  # when the Centre wrote it down
    said: str
    way: Way
    count: int
    who: str = "Trưởng thôn, bản"
    kind: ReceiptKind = ReceiptKind.RECEIVED


# Nobody can be called in the last village: its Bí thư chi bộ comes down to where there is signal.
HEARD = (
    Heard("2026-04-08 09:10", "2026-04-08 08:40", Way.ZALO, 11),
    Heard("2026-04-08 16:20", "2026-04-08 15:50", Way.ZALO, 8),
    Heard("2026-04-09 10:45", "2026-04-09 10:20", Way.TELEPHONE, 9),
    Heard("2026-04-09 15:30", "2026-04-09 15:10", Way.TELEPHONE, 5),
    Heard("2026-04-09 18:05", "2026-04-09 17:55", Way.ZALO, 26, kind=ReceiptKind.PLAYED),
    Heard("2026-04-10 16:40", "2026-04-10 16:30", Way.TELEPHONE, 1),
    Heard("2026-04-10 20:05", "2026-04-10 20:00", Way.TELEPHONE, 1, "Bí thư chi bộ"),
)
IN_VAIN = ("2026-04-09 10:50", "2026-04-09 15:35", "2026-04-10 09:15")  # calls to who is left


def record_public_notice(stage: Stage, row: DutySession, number: str, dated: date) -> None:
    """Record the public notice, which was made outside the app."""
    subject = Subject(duty_session=row)
    words = Papers(
        paper=CITIZEN_NOTICE,
        kind=DocumentKind.NOTICE,
        issuer=Issuer.CENTRE,
        symbol="TB-TTPVHCC",
        title="Thời gian, địa điểm tổ chức “Ngày thứ 7 vì dân”\n" + long_day(row.day),
        signer_capacity="GIÁM ĐỐC",
        signer_name=DIRECTOR,
        recipients="UBND xã (để báo cáo)\n35 thôn, bản\nLưu: VT, TTPVHCC",
    )
    entry = Entry(number, dated)
    record_earlier(db.session, words, subject, entry, by=stage.accounts["vanthu"])


def draft_notice(stage: Stage, row: DutySession) -> Document:
    """Draft the assignment notice."""
    subject = Subject(duty_session=row)
    begun = making.proposed(db.session, ASSIGNMENT_NOTICE, subject)
    words = replace(begun, signer_name=DIRECTOR)
    document = making.begin(db.session, words, subject, by=stage.accounts["trungtam"])
    db.session.flush()
    return document


def check(stage: Stage, document: Document, part: Check, account: str) -> None:
    """Check the words as they stand."""
    seen = making.seen_now(db.session, document)
    making.check(db.session, document, part, seen, by=stage.accounts[account])


def tell_people(stage: Stage, row: DutySession) -> None:
    """Tell the people of 11/4: by paper, then by every channel the leader approved."""
    subject = Subject(duty_session=row)
    centre, clerk = stage.accounts["trungtam"], stage.accounts["vanthu"]
    stage.at("2026-04-01 08:20")
    begun = making.proposed(db.session, CITIZEN_NOTICE, subject)
    words = replace(begun, signer_name=DIRECTOR)
    document = making.begin(db.session, words, subject, by=centre)
    db.session.flush()
    check(stage, document, Check.CONTENT, "trungtam")
    stage.at("2026-04-01 09:00")
    check(stage, document, Check.FORM, "vanthu")
    stage.at("2026-04-01 10:40")
    making.sign(db.session, document, at("2026-04-01 10:30"), by=clerk)
    issue(db.session, document, Entry("27", date(2026, 4, 1)), by=clerk)
    stage.at("2026-04-01 13:40")
    rows = {channel: _written(stage, row, channel) for channel in Channel}
    stage.at("2026-04-01 14:25")
    report = Report(f"{DEPUTY}, Phó Chủ tịch", Way.TELEPHONE, at("2026-04-01 14:20"))
    for one in rows.values():
        one.approve(report.reported_by, report, by=centre)
    stage.at("2026-04-01 15:00")
    for channel in AT_ONCE:
        rows[channel].publish(by=centre)
    stage.at("2026-04-01 15:10")
    for channel, group in GROUPS.items():
        rows[channel].send(group, at("2026-04-01 15:05"), by=centre)


def _written(stage: Stage, row: DutySession, channel: Channel) -> Announcement:
    """Write what a channel says, from the facts, and ask for approval."""
    facts = PublicFacts.of(db.session, row)
    source = texts.source_of(db.session, channel, facts.news)
    made = Made(row, channel, facts.news, source, facts.to_json())
    centre = stage.accounts["trungtam"]
    one = Announcement.write(made, texts.render(source, facts), by=centre)
    db.session.add(one)
    one.ask(by=centre)
    return one


def plan_loudspeaker(stage: Stage, row: DutySession) -> None:
    """Plan the loudspeaker for the four days before, early and in the evening."""
    days = Slots(row.day - timedelta(days=4), row.day - timedelta(days=1))
    plan_broadcasts(db.session, row, days, by=stage.accounts["trungtam"])


def playings(after: str, until: str) -> list[str]:
    """Give the moments of a span at which the operator notes that he has played it."""
    days = [f"2026-04-{day:02}" for day in range(7, 11)]
    moments = [
        f"{day} {hour[:3]}{int(hour[3:]) + late + 5:02}"
        for day in days
        for hour, late in PLAYED_LATER.items()
    ]
    return [one for one in moments if after < one < until]


def note_playing(stage: Stage, row: DutySession) -> None:
    """Note as the operator that the bulletin was played a few minutes ago."""
    playing = Playing(clock.now() - timedelta(minutes=5), "Truyền thanh (mẫu)")
    note_broadcast(db.session, row, playing, by=stage.accounts["truyenthanh"])


def _left(row: DutySession, kind: ReceiptKind = ReceiptKind.RECEIVED) -> list[Hamlet]:
    """Give the villages that have not said a thing yet, in the order of the board."""
    said = {one.hamlet_id for one in db.session.scalars(Receipt.standing(row)) if one.kind is kind}
    return [one for one in db.session.scalars(Hamlet.in_order()) if one.id not in said]


def hear(stage: Stage, row: DutySession, heard: Heard) -> None:
    """Write down what villages said."""
    said = Said(
        heard.kind,
        at(heard.said),
        report=Report(heard.who, heard.way, at(heard.said)),
        batch=secrets.token_hex(8),
    )
    villages = _left(row, heard.kind)[: heard.count]
    record_receipts(db.session, row, villages, said, by=stage.accounts["trungtam"])


def call_in_vain(stage: Stage, row: DutySession) -> None:
    """Note that the last villages could not be reached."""
    said = Said(ReceiptKind.RECEIVED, clock.now() - timedelta(minutes=5))
    record_calls(db.session, row, _left(row)[-2:], said, by=stage.accounts["trungtam"])
