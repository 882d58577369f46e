"""Can the IT officer send a laptop out and bring home what it wrote, by one page?"""

import gc
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from saturday import clock
from saturday.extensions import db
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.rules.intake import Outcome
from saturday.rules.packs import Finding
from saturday.safekeeping import pack_program, sealing
from saturday.safekeeping.packs import SentOut
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person
from tests.safekeeping import laptops
from tests.safekeeping.laptops import DAY, Desk, content_of, pack_for, saved, session_over

LIST = "/quan-tri/goi-luu-dong"
OFFICE = "2026-04-01 09:10"  # while the sign-in of the test is open
PHRASE = "bốn từ không liên quan"

# The test's own browser keeps a large upload in a file, and leaves closing it to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """Let what the browser left open be closed here, where it is known."""
    yield
    gc.collect()


@pytest.fixture
def village(app: Flask, monkeypatch: pytest.MonkeyPatch) -> DutySession:
    """Give a prepared Saturday in a village; the program itself is not copied."""
    assert app.testing
    monkeypatch.setattr(pack_program, "copy_into", lambda _folder: None)
    monkeypatch.setattr(sealing, "USUAL", sealing.Cost(memory=16, passes=1))
    return laptops.prepare()


def written_on(sent: SentOut, *outcome: Outcome) -> bytes:
    """Let a laptop with a copy of this pack write one line in the village; give its database."""
    stand_at(f"{DAY} 08:00")
    with session_over(content_of(sent)) as there:
        Desk(there).write(*outcome)
        content = saved(there)
    stand_at(OFFICE)
    return content


def test_a_pack_goes_out_to_the_stick_and_is_listed(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    day = str(DAY.toordinal())
    page = admin.send(
        admin.get(LIST), LIST, day=day, folder=str(tmp_path), phrase=PHRASE, again=PHRASE
    )

    assert "Đã xuất gói vào" in page.notice
    assert (tmp_path / "saturday-2026-05-09-B" / "data" / "saturday.sealed").is_file()
    assert db.session.scalars(MobilePack.in_order()).one().is_sealed
    assert "chưa mang về" in page.main
    assert village.counts


def test_a_pack_without_protection_has_to_be_asked_for(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    day = str(DAY.toordinal())
    page = admin.send(admin.get(LIST), LIST, day=day, folder=str(tmp_path))
    assert page.status == 422
    assert page.faults == ["Hãy đặt câu mật khẩu, hoặc chọn không niêm phong."]

    page = admin.send(page, LIST, day=day, folder=str(tmp_path), plain="y")
    assert "Gói chưa niêm phong" in page.notice
    assert village.counts


def test_what_can_not_be_is_said_at_its_field_and_what_was_typed_stays(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    away = str(tmp_path / "nowhere")
    page = admin.send(admin.get(LIST), LIST, folder=away, phrase=PHRASE, again="another one typed")
    assert page.status == 422
    assert set(page.faults) == {"Hãy chọn buổi.", "Hai câu mật khẩu khác nhau. Hãy gõ lại."}
    assert away in str(page.soup)

    day = str(DAY.toordinal())
    page = admin.send(page, LIST, day=day, folder=away, phrase=PHRASE, again=PHRASE)
    assert page.faults == ["Máy chủ không thấy thư mục này. Hãy cắm USB vào máy chủ, rồi xuất lại."]
    page = admin.send(page, LIST, day=day, folder=str(tmp_path), phrase="ngắn", again="ngắn")
    assert "12 ký tự" in page.faults[0]
    assert village.counts


def test_a_file_comes_home_by_the_browser_twice_and_is_then_wiped(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    sent = pack_for(tmp_path)
    content = written_on(sent)

    page = admin.send(admin.get(LIST), f"{LIST}/nhan", file=(BytesIO(content), "mang-ve.sqlite"))
    assert page.notice == ("Đã nhận về gói chữ B của buổi 09/5/2026: 1 dòng mới, 0 dòng sửa.")
    page = admin.send(page, f"{LIST}/nhan", file=(BytesIO(content), "mang-ve.sqlite"))
    assert "không có gì mới" in page.notice

    page = admin.send(page, "/da-xoa")
    assert "đã xóa trên máy xách tay" in page.notice
    assert not page.has_form("/da-xoa")
    assert village.counts


def test_a_second_laptop_and_no_file_are_said_at_their_fields(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    page = admin.send(admin.get(LIST), f"{LIST}/nhan")
    assert (page.status, page.faults) == (422, ["Hãy chọn tệp mang về."])

    sent = pack_for(tmp_path)
    for number in range(2):
        file = (BytesIO(written_on(sent, list(Outcome)[number])), "mang-ve.sqlite")
        page = admin.send(admin.get(LIST), f"{LIST}/nhan", file=file)
        assert page.status == (200, 422)[number]
    assert "Hãy nhận lại với chữ C" in page.faults[0]
    assert village.counts


def test_what_needs_a_person_stands_in_the_list(admin: Person, village: DutySession) -> None:
    row = MobilePack(
        duty_session=village,
        letter="B",
        uid="u",
        made_at=clock.now(),
        brought_at=clock.now(),
        findings=[Finding("Dòng B0007 chưa nhận: một lý do.").kept],
    )
    db.session.add(row)
    db.session.commit()

    page = admin.get(LIST)

    links = [(one.get_text(strip=True), str(one["href"])) for one in page.soup.select("td a")]
    assert ("1 việc cần xem lại", f"{LIST}/{row.id}#can-xem-lai") in links


def test_a_saturday_that_is_not_prepared_goes_out_with_a_tick_only(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    village.place = ""
    db.session.commit()
    day, folder = str(DAY.toordinal()), str(tmp_path)
    assert "Vẫn xuất khi buổi chưa sẵn sàng" not in admin.get(LIST).main

    page = admin.send(admin.get(LIST), LIST, day=day, folder=folder, plain="y")
    assert page.status == 422
    assert page.faults == [
        "Buổi 09/5/2026 chưa sẵn sàng: chưa ghi nơi làm việc. Chọn ô này nếu vẫn xuất."
    ]
    assert db.session.scalars(MobilePack.in_order()).all() == []

    page = admin.send(page, LIST, day=day, folder=folder, plain="y", early="y")
    assert "Đã xuất gói vào" in page.notice


def test_a_saturday_of_late_is_offered_last_and_said_to_be_past(
    admin: Person, village: DutySession
) -> None:
    factories.duty_session(date(2026, 3, 28))
    factories.duty_session(date(2026, 1, 24))

    offered = [one.get_text() for one in admin.get(LIST).soup.select("select[name=day] option")]

    assert offered[-1] == "thứ Bảy, 28/3/2026, đã qua"
    assert not any("24/01" in one for one in offered)
    assert village.counts


def test_the_page_says_on_which_machine_a_pack_runs(admin: Person) -> None:
    assert f"Máy xách tay cần {pack_program.Machine.here().words}" in admin.get(LIST).main


def test_what_went_out_and_came_home_is_told(
    admin: Person, village: DutySession, tmp_path: Path
) -> None:
    sent = pack_for(tmp_path)
    content = written_on(sent)
    file = (BytesIO(content), "mang-ve.sqlite")
    page = admin.send(admin.get(LIST), f"{LIST}/nhan", file=file)

    told = page.rows("Các lần xuất, nhận, mới nhất trước")

    assert [row[1:] for row in told] == [
        ["quantri", "09/5/2026", "B", "nhận về", "1", "0", "không"],
        ["máy chủ", "09/5/2026", "B", "xuất gói", "–", "–", "–"],
    ]
    assert village.counts


def test_before_the_first_pack_the_page_says_what_comes(admin: Person, centre: Person) -> None:
    assert "Chưa xuất gói nào" in admin.get(LIST).main
    assert centre.get(LIST).status == 403


def test_a_pack_that_never_came_home_is_not_noted_as_wiped(
    admin: Person, village: DutySession
) -> None:
    row = MobilePack(
        duty_session=village, letter="B", uid="u", made_at=clock.now(), brought_at=clock.now()
    )
    db.session.add(row)
    db.session.commit()
    page = admin.get(LIST)
    row.brought_at = None
    db.session.commit()

    assert admin.send(page, "/da-xoa").status == 409
