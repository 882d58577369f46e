"""Which acts do the faults strike? Each is done as a person would: open the page, fill, send."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from tests.faults.serving import Prepared
from tests.faults.visitor import Answer, Letter, Visitor, filled

OFFICERS = "/danh-muc/cong-chuc/"
NEW_OFFICER = f"{OFFICERS}moi"
DEPARTMENTS = ("kinh-te", "van-hoa-xa-hoi", "van-phong")
DAYS = (date(2026, 4, 11), date(2026, 5, 9), date(2026, 6, 13))


def new_officer(visitor: Visitor, name: str) -> Letter:
    """Fill in the form that enters a person into the commune's service."""
    return filled(visitor.get(NEW_OFFICER), NEW_OFFICER, name=name, post="Chuyên viên")


def list_page(day: date, department: str) -> str:
    """Address of a department's list."""
    return f"/lich-truc/{day}/phong/{department}"


def with_people(page: Answer, **typed: str) -> dict[str, str]:
    """Choose a person of the department for each row of its list."""
    chosen = dict(typed)
    for place, choice in enumerate(page.soup.select("select[name$=-officer_id]")):
        people = [str(one["value"]) for one in choice.select("option") if one.get("value")]
        chosen[str(choice["name"])] = people[place % len(people)]
    return chosen


# What must be found once an act was answered as saved, and ever after.
LIST = """SELECT 1 FROM nomination AS n JOIN duty_session AS s ON s.id = n.duty_session_id
    JOIN department AS d ON d.id = n.department_id WHERE s.day = :day AND d.code = :department"""
LIST_KEPT = f"{LIST} AND EXISTS (SELECT 1 FROM nomination_line WHERE nomination_id = n.id)"  # noqa: S608 - nothing typed enters it
LIST_SENT = f"{LIST_KEPT} AND n.state IN ('SENT', 'APPROVED') AND n.sent_at IS NOT NULL"
LIST_APPROVED = f"""{LIST_SENT} AND n.state = 'APPROVED' AND NOT EXISTS (
    SELECT 1 FROM nomination_line AS l WHERE l.nomination_id = n.id
    AND l.id NOT IN (SELECT nomination_line_id FROM assignment))"""  # noqa: S608 - nothing typed enters it
PAPER = """SELECT 1 FROM document AS p JOIN duty_session AS s ON s.id = p.duty_session_id
    WHERE s.day = :day"""
PAPER_READ = f"{PAPER} AND p.content_checked_at IS NOT NULL"
PAPER_CHECKED = f"{PAPER_READ} AND p.form_checked_at IS NOT NULL AND p.state <> 'DRAFT'"
PAPER_SIGNED = f"""{PAPER_CHECKED} AND p.state IN ('SIGNED', 'ISSUED') AND EXISTS (
    SELECT 1 FROM document_file WHERE document_id = p.id AND stage = 'SIGNED')"""  # noqa: S608 - nothing typed enters it
PAPER_ISSUED = f"""{PAPER_SIGNED} AND p.state = 'ISSUED' AND p.number = :number AND EXISTS (
    SELECT 1 FROM document_file WHERE document_id = p.id AND stage = 'NUMBERED')"""  # noqa: S608 - nothing typed enters it


@dataclass(frozen=True, slots=True)
class Act:
    """Something done, how it was answered, and the question whose answer shows it is saved."""

    answer: Answer
    question: str
    day: date
    department: str = ""
    number: int = 0

    @property
    def key(self) -> str:
        """The form's one-time key; empty when the answer does not say that it is done."""
        return self.answer.key

    def is_in(self, database: sqlite3.Connection) -> bool:
        """Whether a database holds it, and the answer that a second click would get."""
        asked = {"day": self.day.isoformat(), "department": self.department, "number": self.number}
        kept = database.execute(
            "SELECT 1 FROM form_key WHERE nonce = ? AND location <> ''", (self.key,)
        ).fetchone()
        return bool(kept and database.execute(self.question, asked).fetchone())


@dataclass(frozen=True, slots=True)
class Story:
    """Some Saturdays, from the first list to the numbered notice."""

    port: int
    office: Prepared
    days: Sequence[date] = DAYS

    def told(self) -> Iterator[Act]:
        """Do one act after another; give each with its answer."""
        for number, day in enumerate(self.days, start=1):
            for department in DEPARTMENTS:
                yield from self.list_sent(day, department)
            for department in DEPARTMENTS:
                yield self.list_approved(day, department)
            yield from self.notice_issued(day, number)

    def person(self, username: str) -> Visitor:
        """Open somebody's browser."""
        return Visitor(self.port, self.office.cookies[username])

    def list_sent(self, day: date, department: str) -> Iterator[Act]:
        """Save a department's list, then send it."""
        visitor, address = self.person(department), list_page(day, department)
        page = visitor.get(address)
        saved = visitor.send(page, address, **with_people(page, remark="Gửi sau"))
        yield Act(saved, LIST_KEPT, day, department)
        letter = filled(visitor.get(address), address, remark="Đã đủ người")
        yield Act(visitor.post(letter.to(f"{address}/gui")), LIST_SENT, day, department)

    def list_approved(self, day: date, department: str) -> Act:
        """Let the Centre approve a list."""
        visitor, address = self.person("trungtam"), list_page(day, department)
        approved = visitor.send(visitor.get(address), f"{address}/duyet")
        return Act(approved, LIST_APPROVED, day, department)

    def notice_issued(self, day: date, number: int) -> Iterator[Act]:
        """Draft the notice of who serves, check it twice, record signing, give its number."""
        centre, clerk = self.person("trungtam"), self.person("vanthu")
        address = f"/van-ban/lap/assignment_notice/{day}"
        drafted = centre.send(
            centre.get(address),
            address,
            signer_name="Phạm Thị Hương (mẫu)",
            incomplete_reason="Người còn lại báo sau",
        )
        yield Act(drafted, PAPER, day)
        paper = urlsplit(drafted.location).path
        steps: tuple[tuple[str, str, dict[str, str]], ...] = (
            ("kiem-tra-noi-dung", PAPER_READ, {}),
            ("kiem-tra-the-thuc", PAPER_CHECKED, {}),
            ("ky", PAPER_SIGNED, {"signed_on": "01/4/2026", "signed_at": "8 giờ 30"}),
            ("phat-hanh", PAPER_ISSUED, {"number": str(number), "dated": "01/4/2026"}),
        )
        for step, question, typed in steps:
            done = clerk.send(clerk.get(paper), f"{paper}/{step}", **typed)
            yield Act(done, question, day, number=number)
