"""Can the guide to a Saturday without network be followed? Its pictures are taken on the way.

    SATURDAY_PICTURES=1 pytest tests/browser/test_guide_mobile.py

A pack of Saturday 11/4/2026 goes out, works alone, and comes home twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from saturday import create_app
from saturday.extensions import db, writing
from saturday.safekeeping import pack_program, packs
from tests.browser.conftest import served
from tests.browser.test_guide import Guide
from tests.browser.window import A_BREATH, Desk
from tests.conftest import stand_at
from tests.telling import PASSWORD

pytestmark = pytest.mark.browser

LIST = "/quan-tri/goi-luu-dong"
DESK = "/tiep-nhan/2026-04-11"
LINE = f"{DESK}/dong/B0001"


@pytest.mark.usefixtures("saturday")
def test_the_guide_to_a_saturday_without_network_can_be_followed(
    desk: Callable[..., Desk], app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_program, "copy_into", lambda _folder: None)
    guide = Guide(desk)

    what_is_not_ready_is_named(guide, tmp_path)
    with the_laptop_of(app, tmp_path) as (laptop, address):
        one_is_served_there(guide, address)
        it_comes_home(guide, carried(laptop, tmp_path), "2026-04-11 12:30")
        both_correct_a_line(guide, address)
        it_comes_home(guide, carried(laptop, tmp_path), "2026-04-11 12:45")
    both_sides_are_read(guide)


def what_is_not_ready_is_named(guide: Guide, stick: Path) -> None:
    """Try to pack a Saturday that nobody has prepared."""
    window = guide.at("quantri", LIST, "2026-04-11 07:00")
    form = window.page.locator(f"form[action$='{LIST}']")
    form.locator("select").select_option(label="thứ Bảy, 15/8/2026, lưu động")
    window.fill("Thư mục", str(stick))
    form.get_by_label("Không niêm phong").check()
    window.press("Xuất gói", form)
    assert "Buổi 15/8/2026 chưa sẵn sàng" in window.main()
    window.fill("Thư mục", "/media/usb")
    window.picture("pack-warning")


@contextmanager
def the_laptop_of(office: Flask, stick: Path) -> Iterator[tuple[Flask, str]]:
    """Send a pack of the day out, and run what is in it alone."""
    with office.app_context():
        writing.set(True)
        sent = packs.send_out(db.session, date(2026, 4, 11), stick, by=None)
        db.session.remove()
    content = sent.folder / packs.FOLDER / packs.DATABASE
    laptop = create_app(
        {
            "TESTING": True,
            "DATA_FOLDER": str(content.parent),
            "SECRET_KEY": "a key for tests only, never used elsewhere",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{content}",
        }
    )
    with served(laptop) as address:
        yield laptop, address
    with laptop.app_context():
        db.engine.dispose()


def one_is_served_there(guide: Guide, address: str) -> None:
    """Count two people at the laptop's desk."""
    window = at_the_laptop(guide, address, DESK, "2026-04-11 09:00")
    assert "Máy lưu động chữ B" in window.page.locator("body").inner_text()
    for number in ("B0001", "B0002"):
        window.click(window.page.locator("button[name=outcome][value=GUIDED]"))
        window.page.get_by_text(f"Đã đếm dòng {number}").wait_for()
        window.page.wait_for_timeout(A_BREATH)
    window.picture("laptop")


def at_the_laptop(guide: Guide, address: str, path: str, moment: str) -> Desk:
    """Sit down at the laptop."""
    stand_at(moment)
    window = guide.open_window()
    window.address = address
    window.open("/dang-nhap")
    window.sign_in("congchuc6", PASSWORD)
    window.open(path)
    return window


def carried(laptop: Flask, stick: Path) -> Path:
    """Pack up what the laptop has by now."""
    with laptop.app_context():
        file = packs.pack_up(db.session, stick / "mang-ve")
        db.session.remove()
    return file


def it_comes_home(guide: Guide, file: Path, moment: str) -> None:
    """Bring a file home at the office."""
    window = guide.at("quantri", LIST, moment)
    window.field("Tệp mang về").set_input_files(file)
    window.press("Nhận dữ liệu về")
    assert "Đã nhận về gói chữ B" in window.notice


def both_correct_a_line(guide: Guide, address: str) -> None:
    """Write a line anew at the office, and otherwise on the laptop."""
    corrects(at_the_laptop(guide, address, LINE, "2026-04-11 12:35"), "2")
    corrects(guide.at("trungtam", LINE, "2026-04-11 12:40"), "3")


def corrects(window: Desk, quantity: str) -> None:
    """Write a line anew."""
    window.fill("Số lượng", quantity)
    window.fill("Lý do sửa", "đếm nhầm")
    window.press("Lưu dòng B0001")
    assert "B0001" in window.notice


def both_sides_are_read(guide: Guide) -> None:
    """Read what both sides say, and what to do about it."""
    window = guide.at("quantri", LIST, "2026-04-11 12:50")
    window.picture("pack-home")
    window.follow("1 việc cần xem lại")
    window = guide.at("trungtam", window.path)
    assert "Số lượng: trụ sở 3, máy lưu động 2" in window.main()
    window.picture("pack-review")
    window.follow("Mở dòng B0001")
    assert window.path == LINE
