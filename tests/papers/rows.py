"""Rows that papers are made of, never stored; everyone in them is invented."""

from datetime import date, datetime, time

import time_machine

from saturday import clock
from saturday.models.commune import Commune, Department, Duty, Officer, Partner
from saturday.models.documents import Document, Papers, Subject
from saturday.models.nominations import Nomination, NominationLine
from saturday.models.plan import AnnualPlan, DutySession, LineLevel, PlanLine
from saturday.models.roster import Assignment
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind, Issuer

COMMUNE = Commune(
    {
        "commune.name": "xã Anh Sơn",
        "commune.place": "Anh Sơn",
        "centre.name": "Trung tâm Phục vụ hành chính công",
    }
)
DAY = date(2026, 4, 11)
DRAFTED = datetime(2026, 4, 7, 15, 0, tzinfo=clock.TIMEZONE)
SYMBOLS = {
    (DocumentKind.PLAN, Issuer.COMMITTEE): "KH-UBND",
    (DocumentKind.NOTICE, Issuer.CENTRE): "TB-TTPVHCC",
    (DocumentKind.NOTICE, Issuer.COMMITTEE): "TB-UBND",
    (DocumentKind.REPORT, Issuer.CENTRE): "BC-TTPVHCC",
    (None, None): "",
}


def document(
    paper: str,
    kind: DocumentKind | None = None,
    issuer: Issuer | None = None,
    *,
    title: str,
    subject: Subject | None = None,
) -> Document:
    """Draft a paper with its signer and recipients chosen."""
    papers = Papers(
        paper=paper,
        kind=kind,
        issuer=issuer,
        symbol=SYMBOLS[kind, issuer],
        title=title,
        signer_capacity="KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
        signer_name="Lê Thị Ưu",
        recipients="Như trên\nLưu: VT",
    )
    with time_machine.travel(DRAFTED, tick=False):
        return Document.draft(papers, subject or Subject(), by=None)


def issued(row: Document, number: int, dated: date) -> Document:
    """Give a paper a number without the steps before."""
    row.state, row.number, row.suffix, row.dated_on = PaperState.ISSUED, number, "", dated
    return row


def plan_paper() -> Document:
    """Give Kế hoạch 50 of 11/02/2026."""
    title = "Tổ chức “Ngày thứ 7 vì dân” trên địa bàn\nxã Anh Sơn"
    row = document("annual_plan", DocumentKind.PLAN, Issuer.COMMITTEE, title=title)
    return issued(row, 50, date(2026, 2, 11))


def notice_paper(held: DutySession, title: str = "Phân công") -> Document:
    return document(
        "assignment_notice",
        DocumentKind.NOTICE,
        Issuer.CENTRE,
        title=title,
        subject=Subject(duty_session=held),
    )


def duty_session(place: str = "Trung tâm Phục vụ hành chính công xã Anh Sơn") -> DutySession:
    return DutySession(
        day=DAY,
        starts_at=time(7, 30),
        ends_at=time(11, 30),
        place=place,
        is_mobile=False,
        moved_to=None,
        cancelled_at=None,
    )


def annual_plan(*texts: tuple[LineLevel, str]) -> AnnualPlan:
    return AnnualPlan(
        year=2026,
        subject="Tổ chức “Ngày thứ 7 vì dân”",
        lines=[
            PlanLine(position=place, level=level, text=text)
            for place, (level, text) in enumerate(texts, start=1)
        ],
    )


def officer(name: str, post: str = "Chuyên viên", unit: str = "Phòng Kinh tế") -> Officer:
    row = Officer(post=post, department=Department(name=unit))
    row.rename(name)
    row.id = sum(map(ord, name))
    return row


def assignment(
    held: DutySession,
    duty: str,
    person: Officer | Partner,
    *,
    hours: tuple[time, time] | None = None,
    who: str = "",
    note: str = "",
) -> Assignment:
    """Put an officer, or somebody of a partner, on a duty."""
    starts_at, ends_at = hours or (None, None)
    row = Assignment(
        duty_session=held,
        duty=Duty(name=duty),
        officer=person if isinstance(person, Officer) else None,
        partner=person if isinstance(person, Partner) else None,
        person=who,
        starts_at=starts_at,
        ends_at=ends_at,
        note_text=note,
    )
    row.officer_id = row.officer.id if row.officer else None
    row.id = len(held.assignments)
    return row


def nomination(held: DutySession, unit: str = "Phòng Kinh tế") -> Nomination:
    return Nomination(
        duty_session=held, department=Department(name=unit), cannot_reason="", lines=[]
    )


def line(
    person: Officer, duty: str, *, hours: tuple[time, time] | None = None, note: str = ""
) -> NominationLine:
    starts_at, ends_at = hours or (None, None)
    return NominationLine(
        officer=person, duty=Duty(name=duty), starts_at=starts_at, ends_at=ends_at, note_text=note
    )
