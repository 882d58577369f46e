"""Does the kit sheet say what goes along, who carries the seal, and what is not taken?"""

from datetime import date

import pytest
from flask import Flask

from saturday import clock
from saturday.extensions import db
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from tests import factories
from tests.pages import Person

DAY = date(2026, 5, 9)
SHEET = f"/tiep-nhan/{DAY}/bo-dung-cu"


@pytest.fixture
def village(app: Flask) -> DutySession:
    """Give a Saturday in a village."""
    assert app.testing
    row = factories.duty_session(DAY)
    row.is_mobile, row.hamlet = True, factories.hamlet("Bản Cao Vều (mẫu)")
    db.session.commit()
    return row


def test_the_sheet_names_place_seal_network_and_results(
    centre: Person, village: DutySession
) -> None:
    officer = factories.officer("Lô Thị Hạnh (mẫu)")
    seat = Assignment(duty_session=village, duty=factories.duty("CLERICAL_SEAL"), officer=officer)
    db.session.add(seat)
    db.session.commit()

    page = centre.get(SHEET)

    for words in (
        "Bản Cao Vều (mẫu)",
        "Người mang, giữ dấu: Lô Thị Hạnh (mẫu)",
        "Theo quyết định số",
        "Người mang kết quả về thôn",
        "Mở Cổng dịch vụ công",
        "Xong tại chỗ",
        "Nhận, ký tại trụ sở",
        "Không nhận",
        "Chưa xuất gói nào cho buổi này",
    ):
        assert words in page.main


def test_the_sheet_says_how_the_laptop_is_protected_and_wiped(
    centre: Person, village: DutySession
) -> None:
    pack = MobilePack(
        duty_session=village, letter="B", uid="u", made_at=clock.now(), is_sealed=True
    )
    db.session.add(pack)
    db.session.commit()

    page = centre.get(SHEET)

    assert "Gói chữ B" in page.main
    assert "đã niêm phong bằng câu mật khẩu" in page.main
    assert "bash chay.sh xoa" in page.main
    assert "ổ đĩa đã mã hóa" in page.main


def test_what_goes_along_is_what_the_commune_wrote(
    centre: Person, admin: Person, village: DutySession
) -> None:
    assert village.is_mobile
    assert "Máy xách tay đã chạy thử gói lưu động" in centre.get(SHEET).main
    settings = admin.get("/quan-tri/cai-dat")

    saved = admin.send(settings, "/cai-dat", desk_kit="Máy phát điện\r\n\r\n Loa kéo ")

    assert saved.notice == "Đã lưu 1 cài đặt."
    page = centre.get(SHEET)
    assert "Máy xách tay đã chạy thử" not in page.main
    boxes = page.soup.select("ul.boxes")[0].select("li")
    assert [one.get_text(strip=True) for one in boxes[:-2]] == ["Máy phát điện", "Loa kéo"]


def test_an_ordinary_saturday_has_no_kit(centre: Person, leader: Person) -> None:
    factories.duty_session(date(2026, 4, 11))
    assert centre.get("/tiep-nhan/2026-04-11/bo-dung-cu").status == 404
    assert centre.get("/tiep-nhan/2026-04-18/bo-dung-cu").status == 404
    assert leader.get(SHEET).status == 403
