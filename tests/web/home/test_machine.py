"""Does the first page say how old the copies are, and to whom?"""

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.commune import Setting
from saturday.models.feedback import Feedback, Opinion
from saturday.rules.feedback import FeedbackSource
from saturday.safekeeping import doctor, shelf
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

OLD = "ngày chưa có bản sao lưu mới. Hãy nhắc người quản trị sao lưu."


def later(person: Person, moment: str) -> str:
    """Give the words of the first page at another moment."""
    stand_at(moment)
    return Person(person.app, person.account).get("/").main


def test_the_it_officer_always_reads_the_age(admin: Person) -> None:
    shelf.keep_here()

    assert "Bản sao lưu gần nhất: 9 giờ, thứ Tư, 01/4/2026." in admin.get("/").main


def test_the_it_officer_owes_what_is_late(admin: Person) -> None:
    shelf.keep_here()

    said = later(admin, "2026-04-05 09:00")

    assert "Bản sao lưu gần nhất đã 4 ngày. Hãy mở trang Sao lưu, bấm Sao lưu ngay." in said
    assert "Mở trang Sức khỏe máy" in said


def test_a_full_disk_is_said_before_it_is_too_late(
    admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)

    assert "Ổ đĩa sắp đầy" in admin.get("/").main


def test_the_others_are_told_after_a_week(centre: Person, clerk: Person, leader: Person) -> None:
    shelf.keep_here()

    for person in (centre, clerk):
        assert OLD not in later(person, "2026-04-07 09:00")
        assert f"Đã 8 {OLD}" in later(person, "2026-04-09 09:00")
    assert OLD not in later(leader, "2026-04-09 09:00")


def test_a_week_without_any_copy_is_told_too(centre: Person) -> None:
    factories.duty_session()

    assert OLD not in centre.get("/").main
    assert f"Đã 9 {OLD}" in later(centre, "2026-04-10 09:00")


def test_nobody_needs_a_copy_of_the_demo(admin: Person, centre: Person) -> None:
    db.session.add(Setting(key="demo", value="yes"))
    db.session.commit()

    assert OLD not in later(centre, "2026-04-20 09:00")
    assert "Chưa có bản sao lưu nào" not in later(admin, "2026-04-20 09:00")


def test_who_looks_after_personal_data_is_told_when_something_is_kept_too_long(
    admin: Person, centre: Person, clerk: Person
) -> None:
    Feedback.record(db.session, Opinion("Cảm ơn Trung tâm.", FeedbackSource.DESK), by=None)
    row = db.session.scalars(select(Feedback)).one()
    row.decline("đã cảm ơn lại", by=None)
    db.session.commit()
    owed = "Dữ liệu cá nhân quá hạn giữ: 0 lượt, 1 ý kiến"

    assert owed not in admin.get("/").main
    for one in (admin, centre):
        said = later(one, "2028-04-02 09:00")
        assert owed in said
        assert "Xem và xóa" in said
    assert owed not in later(clerk, "2028-04-02 09:00")
