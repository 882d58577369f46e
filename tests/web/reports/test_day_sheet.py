"""What stands on the sheet of a day's figures that is signed?"""

from saturday.extensions import db
from saturday.models import daily
from saturday.models.daily import DailySheet, DayFigures
from saturday.models.plan import DutySession
from saturday.models.settings import change_settings
from saturday.rules.closing import Handled
from tests.pages import Person
from tests.web.reports.conftest import confirm_otherwise

SHEET = "/bao-cao/2026-04-11/in"


def test_the_sheet_has_officers_fields_and_places_to_sign(
    host: Person, served: DutySession
) -> None:
    page = host.get(SHEET)

    assert "4 lượt = 2 tiếp nhận" in page.main
    assert page.rows("Theo công chức") == [
        ["1", "Vi Văn An (mẫu)", "Phòng Kinh tế", "3", "1", ""],
        ["", "Cộng", "3", "1", ""],
    ]
    fields = {row[1]: row[2:] for row in page.rows("Theo lĩnh vực")}
    assert fields["Hộ tịch"] == ["2", "2", "0", "1", "0", "3", "1"]
    assert fields["Cộng"] == ["2", "2", "0", "1", "0", "3", "1"]
    assert "NGƯỜI LẬP BIỂU" in page.main
    assert "Chưa chốt số liệu." in page.main

    saturday = db.session.merge(served)
    mark = DayFigures.of(db.session, saturday).mark
    daily.close(db.session, saturday, "Mất điện 8 phút", mark, by=None)
    db.session.commit()
    page = host.get(SHEET)
    assert "Khó khăn, vướng mắc: Mất điện 8 phút" in page.main
    assert "Chốt lúc 12 giờ 20, thứ Bảy, 11/4." in page.main


def test_the_sheet_is_signed_by_whom_the_settings_name(host: Person) -> None:
    change_settings(db.session, {"session_report.capacity": "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"}, by=None)
    db.session.commit()

    sides = [one.get_text("|", strip=True) for one in host.get(SHEET).soup.select(".signatures b")]

    assert sides == ["NGƯỜI LẬP BIỂU", "KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC"]


def test_the_sheet_names_who_closed_the_day(host: Person) -> None:
    host.send(host.get("/bao-cao/2026-04-11"), "/chot")

    told = host.get(SHEET).main

    assert "Chốt lúc 12 giờ 20, thứ Bảy, 11/4, Người dùng trungtam." in told


def test_another_number_than_the_logs_is_explained_beneath(
    host: Person, served: DutySession
) -> None:
    confirm_otherwise(served, Handled(4, 1), "một hồ sơ ghi giấy")

    page = host.get(SHEET)

    assert page.rows("Theo công chức")[0][3:5] == ["4", "1"]
    told = "nhật ký 3 hồ sơ, 1 kiến nghị. Lý do ghi khác: một hồ sơ ghi giấy"
    assert f"Vi Văn An (mẫu): {told}" in page.main


def test_an_expired_reason_leaves_the_other_number_explained(
    host: Person, served: DutySession
) -> None:
    saturday = confirm_otherwise(served, Handled(4, 1), "một hồ sơ ghi giấy")
    db.session.scalars(DailySheet.of_session(saturday)).one().reason = ""
    db.session.commit()

    told = "nhật ký 3 hồ sơ, 1 kiến nghị. Lý do ghi khác: đã xóa khi hết thời hạn lưu"
    assert f"Vi Văn An (mẫu): {told}" in host.get(SHEET).main
