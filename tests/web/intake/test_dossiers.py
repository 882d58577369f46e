"""The one-stop system's Excel on its way into a Saturday's log."""

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.intake import Deed, IntakeEntry, Origin, counts_of
from saturday.models.plan import DutySession
from saturday.rules.intake import EntryOrigin, Outcome
from tests import factories
from tests.conftest import stand_at
from tests.dossier_files import BIRTH, COPY, book, code, row
from tests.pages import Page, Person

PATH = "/tiep-nhan/2026-04-11/nap-tep"
OTHER_HEADS = (
    "TT",
    "Số biên nhận HS",
    "Nội dung giải quyết",
    "Ông/bà",
    "Lúc nhận",
    "Lúc hẹn",
    "Lúc trả",
    "Bước xử lý",
)


@pytest.fixture(autouse=True)
def saturday(app: Flask) -> DutySession:
    """Let it be noon of the Saturday."""
    del app
    duty_session = factories.duty_session()
    stand_at("2026-04-11 12:10")
    return duty_session


def upload(who: Person, content: BytesIO, name: str = "hoso.xlsx") -> Page:
    """Choose a file and send it."""
    return who.send(who.get(PATH), PATH, file=(content, name))


def confirm(who: Person, page: Page, figures: str | None = None) -> Page:
    """Press the button of the preview, choosing figures where it asks."""
    return who.send(page, page.path.partition("?")[0], figures=figures)


def tap(duty_session: DutySession, outcome: Outcome, number: int) -> None:
    """Let the desk count people."""
    for _one in range(number):
        origin = Origin(duty_session, None, kind=EntryOrigin.TALLY)
        IntakeEntry.record(db.session, Deed(outcome), origin)
    db.session.commit()


def standing() -> Counter[str]:
    """Count the lines that stand by their outcome."""
    rows = db.session.scalars(select(IntakeEntry).where(IntakeEntry.voided_at.is_(None)))
    return Counter(one.outcome.name for one in rows)


def test_dossiers_nobody_typed_become_lines(centre: Person, saturday: DutySession) -> None:
    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40"), row(2, BIRTH, due="15/4/2026")]))
    assert page.notice == "Đã đọc tệp hoso.xlsx. Chưa có gì được ghi vào nhật ký."
    assert standing() == {}
    assert page.rows("Hồ sơ chưa có dòng") == [
        ["4", code(1), "Chứng thực bản sao", "giải quyết, trả ngay"],
        ["5", code(2), "Đăng ký khai sinh", "tiếp nhận, hẹn trả, hẹn 15/4"],
    ]

    done = confirm(centre, page)

    assert done.notice == "Đã nạp tệp: thêm 2 dòng."
    assert standing() == {"SETTLED": 1, "RECEIVED": 1}
    assert counts_of(db.session, saturday).visits == 2
    rows = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id)).all()
    assert [one.happened_at.strftime("%H:%M") for one in rows] == ["08:15", "08:15"]
    assert [one.origin for one in rows] == [EntryOrigin.FILE] * 2
    assert rows[1].due_on == date(2026, 4, 15)


def test_taps_and_file_are_compared_before_anything_is_written(
    centre: Person, saturday: DutySession
) -> None:
    tap(saturday, Outcome.RECEIVED, 2)
    page = upload(centre, book([row(number, BIRTH) for number in (1, 2, 3)]))
    assert "Đếm nhanh 2, tệp 3: lấy số nào?" in page.main

    refused = confirm(centre, page)
    assert (refused.status, refused.faults) == (422, ["Hãy chọn lấy số nào."])

    done = confirm(centre, page, figures="FILE")
    assert done.notice == "Đã nạp tệp: thêm 1 dòng, điền 2 dòng chưa có mã."
    assert standing() == {"RECEIVED": 3}
