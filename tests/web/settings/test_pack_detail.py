"""Can the clerk see what a laptop brought home, and settle what both sides changed?"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.packs import MobilePack
from saturday.rules.packs import Finding, Side
from saturday.safekeeping import homecoming, pack_program
from tests.conftest import stand_at
from tests.pages import Person
from tests.safekeeping import laptops
from tests.safekeeping.laptops import DAY, Desk, content_of, pack_for, saved, session_over

OFFICE = "2026-04-01 09:10"  # while the sign-in of the test is open
FOUND = Finding("Dòng B0001 khác nhau.", "Mở dòng này.", "B0001", (Side("số lượng", "7", "2"),))


@pytest.fixture
def pack(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MobilePack:
    """Give a pack that came home with one line, and one thing for a person."""
    assert app.testing
    monkeypatch.setattr(pack_program, "copy_into", lambda _folder: None)
    laptops.prepare()
    sent = pack_for(tmp_path)
    stand_at(f"{DAY} 08:00")
    with session_over(content_of(sent)) as there:
        Desk(there).write()
        with session_over(saved(there)) as far:
            homecoming.bring_home(db.session, far, by=None)
    sent.pack.findings = [FOUND.kept]
    db.session.commit()
    stand_at(OFFICE)
    return sent.pack


@dataclass(frozen=True)
class People:
    """Who looks at it, beside the admin."""

    centre: Person
    clerk: Person


@pytest.fixture
def goers(app: Flask, pack: MobilePack) -> People:
    """Let them sign in."""
    assert pack.brought_at
    found = (db.session.scalars(Account.named(one)).one() for one in ("trungtam", "vanthu"))
    return People(*(Person(app, one) for one in found))


def test_what_is_left_is_said_with_what_to_do_and_leads_to_its_line(
    goers: People, pack: MobilePack
) -> None:
    page = goers.centre.get(f"/quan-tri/goi-luu-dong/{pack.id}")

    (row,) = page.rows("Việc cần xem lại")
    assert row == [
        "Dòng B0001 khác nhau. Số lượng: trụ sở 7 , máy lưu động 2",
        "Mở dòng này.",
        "Mở dòng B0001",
    ]
    links = [str(one["href"]) for one in page.soup.select("main a")]
    assert links == [f"/tiep-nhan/{DAY}/buoi", f"/tiep-nhan/{DAY}/dong/B0001"]


def test_the_admin_reads_it_without_a_way_into_the_log(admin: Person, pack: MobilePack) -> None:
    page = admin.get(f"/quan-tri/goi-luu-dong/{pack.id}")

    assert page.rows("Việc cần xem lại")[0][2] == "B0001"
    assert "Sửa dòng nhật ký là việc của Trung tâm." in page.main
    assert [str(one["href"]) for one in page.soup.select("main a")] == ["/quan-tri/goi-luu-dong"]


def test_the_log_of_the_laptop_is_read_in_words(admin: Person, pack: MobilePack) -> None:
    rows = admin.get(f"/quan-tri/goi-luu-dong/{pack.id}").rows(
        "Thao tác trên máy xách tay, mới nhất trước"
    )

    assert [row[2:4] for row in rows] == [
        ["hanh", "Ghi, lưu: dòng nhật ký tiếp nhận 1"],
        ["máy xách tay", "Xuất: gói lưu động 1"],
    ]


def test_who_went_through_it_says_so_once(goers: People, pack: MobilePack) -> None:
    path = f"/quan-tri/goi-luu-dong/{pack.id}"
    page = goers.centre.get(path)

    done = goers.centre.send(page, "/da-xem")

    assert done.notice == "Đã ghi: các việc đã xem lại."
    assert "Không còn chỗ nào khác nhau" in done.main
    assert db.session.get_one(MobilePack, pack.id).findings == []


def test_nothing_left_is_not_settled(goers: People, pack: MobilePack) -> None:
    page = goers.centre.get(f"/quan-tri/goi-luu-dong/{pack.id}")
    pack.findings = []
    db.session.commit()

    assert goers.centre.send(page, "/da-xem").status == 409


def test_before_it_comes_home_the_page_says_what_comes(goers: People, pack: MobilePack) -> None:
    pack.findings, pack.brought_at = [], None
    db.session.commit()

    assert "Gói chưa mang về." in goers.centre.get(f"/quan-tri/goi-luu-dong/{pack.id}").main


def test_the_saturday_in_course_leads_to_it(goers: People, pack: MobilePack) -> None:
    page = goers.centre.get(f"/tiep-nhan/{DAY}/buoi")

    assert "Gói lưu động chữ B: 1 việc cần xem lại" in page.main
    links = [str(one["href"]) for one in page.soup.select(".todo a")]
    assert f"/quan-tri/goi-luu-dong/{pack.id}#can-xem-lai" in links


def test_others_do_not_see_it(goers: People, pack: MobilePack) -> None:
    assert goers.clerk.get(f"/quan-tri/goi-luu-dong/{pack.id}").status == 403
    assert pack.id
