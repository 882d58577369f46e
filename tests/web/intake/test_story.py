"""The whole of Saturday 11/4/2026, typed and tapped at the desk: does every figure come out?"""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import demo
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.commune import Hamlet
from saturday.models.intake import IntakeEntry
from saturday.models.procedures import Procedure
from saturday.rules.intake import EntryOrigin, Outcome
from tests.conftest import stand_at
from tests.eleventh_of_april import DAY, FIGURES, SUM, figures
from tests.pages import Page, Person
from tests.telling import tell
from tests.tracing import untraced

PATH = "/tiep-nhan/2026-04-11"
NOON = [
    "Ngày thứ 7 vì dân, thứ Bảy, 11/4/2026: số liệu lúc 12 giờ 05.",
    f"{SUM}.",
    "Tiếp nhận 39 hồ sơ: trả ngay 25, hẹn trả 14; trực tiếp 25, trực tuyến tại chỗ 14.",
    "Trả 5 kết quả đã hẹn (1 quá hạn); còn 18 hồ sơ chưa trả, quá hạn 1.",
    "Chờ đông nhất 9 người (Chứng thực, 10 giờ 30); lượt cuối lúc 11 giờ 51.",
    "Rất hài lòng 31, hài lòng 14, chưa hài lòng 1; góp ý, phản ánh 2.",
]
HANDED = {"Văn phòng": 6, "Phòng Văn hóa": 3, "Phòng Kinh tế": 5}  # dossiers on Monday


class Officers:
    """Everybody at the desk, each with a browser that never looks twice at a page."""

    def __init__(self, app: Flask) -> None:
        """Sit down at half past seven; know procedures and villages by their number."""
        self.app = app
        rows = db.session.scalars(Procedure.in_force(DAY))
        self.procedures = {row.code: str(row.id) for row in rows}
        self.hamlets = {row.name: str(row.id) for row in db.session.scalars(Hamlet.in_order())}

    def write(self, one: demo.Logged) -> None:
        """Write one line of the story by the way that people use for it."""
        stand_at(one.noted)
        if one.outcome is Outcome.HANDED_OVER:
            self._hand_over(one)
        elif one.kind is EntryOrigin.TALLY:
            self._tap(one)
        else:
            self._type(one)

    def _tap(self, one: demo.Logged) -> None:
        """Press one button, with the quantity typed beside it."""
        button = {"guidance": one.guidance.value} if one.guidance else {"outcome": one.outcome}
        if one.procedure:
            button = {"procedure": self.procedures[one.procedure]}
        self._send(one, PATH, "/dem", quantity=str(one.quantity), **button)

    def _type(self, one: demo.Logged) -> None:
        """Fill in the line; where paper had to do, with its hour."""
        is_later = one.kind is EntryOrigin.LATER
        hour = {"hour": one.happened.split()[1]} if is_later else {}
        due = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
        self._send(
            one,
            f"{PATH}?sau=1" if is_later else PATH,
            "/ghi",
            procedure=self.procedures.get(one.procedure, ""),
            hamlet=self.hamlets.get(one.hamlet, ""),
            quantity=str(one.quantity),
            outcome=one.outcome.value,
            guidance=one.guidance.value if one.guidance else "",
            filing=one.filing.value,
            dossier_code=one.dossier_code,
            due_on=due,
            due_reason=one.remark if due else "",
            remark=one.remark,
            **hour,
        )

    def _hand_over(self, one: demo.Logged) -> None:
        """Hand over what an earlier Saturday received."""
        coded = select(IntakeEntry.id).where(IntakeEntry.dossier_code == one.dossier_code)
        action = f"/tiep-nhan/tra-ket-qua/{db.session.scalars(coded).one()}"
        self._send(one, action, action)

    @property
    def centre(self) -> Person:
        """Open the browser of the Centre."""
        return Person(self.app, db.session.scalars(Account.named("trungtam")).one())

    def tell(self, action: str, **typed: str) -> Page:
        """Write down how the morning goes, where the Centre follows it."""
        centre = self.centre
        page = centre.get(f"{PATH}/buoi")
        answer = centre.send(page, action, follow=True, **typed)
        assert not answer.faults
        return answer

    def _send(self, one: demo.Logged, path: str, action: str, **typed: str) -> None:
        """Send the form of a page, which is asked for as scripts do."""
        account = db.session.scalars(Account.named(one.username)).one()
        person = Person(self.app, account)  # signed in anew: some are away for long
        page = person.get(path, htmx=True)
        answer = person.send(page, action, follow=False, **typed)
        assert answer.status == 303, (one, answer.faults)


@pytest.fixture
def officers(app: Flask, empty_folder: Path) -> Officers:
    """Tell the story to Friday night, and begin the Saturday."""
    tell(app, empty_folder, demo.FRIDAY)
    stand_at("2026-04-11 07:30")
    return Officers(app)


@untraced()  # each of its steps is a test of its own elsewhere
def test_58_people_pass_over_the_desk_and_every_figure_comes_out(officers: Officers) -> None:
    log = list(demo.log_of(DAY))
    for one in (one for one in log if one.noted <= "2026-04-11 10:30"):
        officers.write(one)
    stand_at("2026-04-11 10:31")
    officers.tell("/dem-nguoi", count="9", place="Chứng thực", seen_at="10h30")
    for one in (one for one in log if one.noted > "2026-04-11 10:30"):
        officers.write(one)
    stand_at("2026-04-11 12:05")
    page = officers.tell("/hai-long", VERY="31", SATISFIED="14", NOT="1")

    assert figures() == FIGURES
    noon = page.soup.find(id="tin-trua")
    assert noon is not None
    assert noon.get_text().split("\n") == NOON
    stand_at("2026-04-13 09:00")
    sheet = officers.centre.get(f"{PATH}/ban-giao")
    given = {name: len(sheet.rows(name)) for name in HANDED}
    assert (given, len(sheet.soup.select(".one-sheet"))) == (HANDED, len(HANDED))
