"""Can a clerk keep everything safe with one button, and take it away sealed?"""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.forms import FormKey
from saturday.models.safekeeping import BackupCopy, CopyPlace
from saturday.safekeeping import backup, sealing, shelf
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

PATH = "/quan-tri/sao-luu"
AWAY = f"{PATH}/tai-ve"
CHOOSE = f"{PATH}/noi-cat"
LIST = "Các bản sao, mới nhất trước"
PHRASE = "lúa chín ngoài đồng xa"
SHORT = "Hãy dùng câu mật khẩu từ 12 ký tự trở lên, ví dụ bốn từ không liên quan."


@pytest.fixture(autouse=True)
def _cheap_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests not pay what a thief shall pay for each guess."""
    monkeypatch.setattr(sealing, "USUAL", sealing.Cost(memory=16, passes=1))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give the folder of a stick."""
    folder = tmp_path / "Sao lưu 2026"
    folder.mkdir()
    return folder


def made(admin: Person) -> Page:
    """Press the button."""
    return admin.send(admin.get(PATH), PATH)


def test_an_empty_shelf_says_how_to_begin(admin: Person) -> None:
    page = admin.get(PATH)

    assert "Chưa có bản sao lưu nào trên máy này." in page.main
    assert "Bấm Sao lưu ngay để có bản đầu tiên." in page.main
    assert './deploy.sh restore "/media/usb/' in page.main


def test_one_press_makes_a_checked_copy(admin: Person) -> None:
    page = made(admin)

    assert page.notice == "Đã sao lưu và kiểm tra: saturday-20260401-090000.sqlite."
    assert [row[:2] + row[3:5] for row in page.rows(LIST)] == [
        ["09:00 · 01/4/2026", "hôm nay", "trên máy này", "✓ tốt, xem 01/4"]
    ]
    assert "Bản gần nhất: 9 giờ, thứ Tư, 01/4/2026 ✓ còn mới" in page.main
    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.verb, event.subject) == ("back_up", "backup_copy")
    assert event.account is not None
    assert event.account.username == "quantri"


def test_a_second_click_makes_one_copy(admin: Person) -> None:
    page = admin.get(PATH)

    admin.send(page, PATH)
    again = admin.send(page, PATH)

    assert again.notice.startswith("Đã sao lưu")
    assert len(shelf.copies_in(backup.room())) == 1
    assert db.session.scalar(select(func.count(BackupCopy.id))) == 1


def test_an_old_copy_is_called_old(admin: Person) -> None:
    made(admin)
    stand_at("2026-04-03 09:00")
    again = Person(admin.app, admin.account)

    page = again.get(PATH)

    assert "! đã cũ" in page.main
    assert page.rows(LIST)[0][1] == "2 ngày"


def test_a_copy_that_can_not_be_made_is_said_on_the_page(
    admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "SPARE", 1 << 60)

    page = made(admin)

    assert page.status == 409
    assert "Hãy xóa bớt tệp khác hoặc dùng USB lớn hơn." in page.main
    assert shelf.copies_in(backup.room()) == []


def test_others_may_save_while_a_copy_is_made(
    admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button's own transaction is over before the long work begins."""
    held: list[bool] = []
    keep = shelf.keep_everywhere

    def noting(**kw: object) -> shelf.Report:
        held.append(db.session().in_transaction())
        return keep(**kw)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "keep_everywhere", noting)

    made(admin)

    assert held == [False]


# Taking a copy away


def test_a_copy_is_taken_away_sealed(admin: Person, tmp_path: Path) -> None:
    answer = admin.send(admin.get(PATH), AWAY, phrase=PHRASE, again=PHRASE)

    content = answer.response.get_data()
    assert answer.status == 200
    assert int(answer.response.headers["Content-Length"]) == len(content)
    assert "attachment" in answer.response.headers["Content-Disposition"]
    assert ".sealed" in answer.response.headers["Content-Disposition"]
    assert b"SQLite format" not in content
    taken = tmp_path / "taken.sealed"
    taken.write_bytes(content)
    assert backup.faults_of(taken, PHRASE) == []
    assert not list(backup.room().glob(".open-*"))
    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.verb, event.facts["place"]) == ("back_up", "DOWNLOAD")


def test_the_passphrase_is_written_down_nowhere(admin: Person) -> None:
    admin.send(admin.get(PATH), AWAY, phrase=PHRASE, again=PHRASE).response.get_data()

    kept = [key.location + key.message for key in db.session.scalars(select(FormKey))]
    kept += [str(event.facts) for event in db.session.scalars(AuditEvent.in_order())]
    assert not any(PHRASE in one for one in kept)
    assert shelf.kept_passphrase() is None


@pytest.mark.parametrize(
    ("phrase", "again", "fault"),
    [
        ("", "", "Hãy đặt câu mật khẩu cho bản sao."),
        (
            "ngắn",
            "ngắn",
            "Hãy dùng câu mật khẩu từ 12 ký tự trở lên, ví dụ bốn từ không liên quan.",
        ),
        (PHRASE, "khác", "Hai câu mật khẩu khác nhau. Hãy gõ lại."),
        ("x" * 201, "x" * 201, "Hãy viết ngắn hơn: tối đa 200 ký tự."),
    ],
)
def test_a_passphrase_that_protects_nobody_is_refused(
    admin: Person, phrase: str, again: str, fault: str
) -> None:
    page = admin.send(admin.get(PATH), AWAY, phrase=phrase, again=again)

    assert page.status == 422
    assert page.faults == [fault]
    assert shelf.copies_in(backup.room()) == []


# The stick


def test_a_stick_gets_a_copy_of_every_copy(admin: Person, stick: Path) -> None:
    page = admin.send(admin.get(PATH), CHOOSE, folder=str(stick), passphrase=PHRASE)
    assert page.notice == f"Từ nay mỗi bản sao được cất thêm ở {stick}."

    page = made(admin)

    assert f"Đã cất thêm một bản ở {stick}: saturday-20260401-090000.sealed." in page.notice
    assert [row[3] for row in page.rows(LIST)] == ["trên máy này", f"{stick}, niêm phong"]
    assert PHRASE not in page.response.get_data(as_text=True)


def test_the_passphrase_stays_when_only_the_folder_changes(
    admin: Person, stick: Path, tmp_path: Path
) -> None:
    admin.send(admin.get(PATH), CHOOSE, folder=str(stick), passphrase=PHRASE)
    (tmp_path / "other").mkdir()

    admin.send(admin.get(PATH), CHOOSE, folder=str(tmp_path / "other"))

    place = shelf.elsewhere()
    assert place == shelf.Elsewhere(tmp_path / "other", PHRASE)


def test_a_stick_without_a_seal_is_a_choice_made_knowingly(admin: Person, stick: Path) -> None:
    page = admin.send(admin.get(PATH), CHOOSE, folder=str(stick))
    assert page.faults == ["Hãy đặt câu mật khẩu, hoặc chọn không niêm phong."]

    admin.send(admin.get(PATH), CHOOSE, folder=str(stick), plain="y")
    made(admin)

    assert len(list(stick.glob("*.sqlite"))) == 1


def test_a_folder_that_is_not_there_is_refused_as_typed(admin: Person) -> None:
    page = admin.send(admin.get(PATH), CHOOSE, folder="/media/không có", passphrase=PHRASE)

    assert page.status == 422
    assert "Máy chủ không thấy thư mục /media/không có." in page.faults[0]
    field = page.form(CHOOSE).select_one("[name=folder]")
    assert field is not None
    assert field["value"] == "/media/không có"
    assert shelf.elsewhere() is None


def test_a_pulled_stick_is_missed(admin: Person, stick: Path) -> None:
    admin.send(admin.get(PATH), CHOOSE, folder=str(stick), passphrase=PHRASE)
    shutil.rmtree(stick)

    page = made(admin)

    assert page.status == 409
    assert f"Chưa thấy {stick}. Hãy cắm USB sao lưu vào máy chủ." in page.main
    assert "Đã sao lưu và kiểm tra" in page.main
    assert len(page.rows(LIST)) == 1


def test_no_second_place_any_more(admin: Person, stick: Path) -> None:
    admin.send(admin.get(PATH), CHOOSE, folder=str(stick), passphrase=PHRASE)

    page = admin.send(admin.get(PATH), CHOOSE, folder="")

    assert page.notice == "Đã thôi cất thêm."
    assert shelf.elsewhere() is None


# Looking at a copy again


def verify(admin: Person, page: Page, place: str) -> Page:
    """Press the button beside a copy."""
    action = next(
        str(form["action"])
        for form in page.forms()
        if f"/{place}/" in str(form["action"]) and str(form["action"]).endswith("kiem-tra")
    )
    return admin.send(page, action)


@pytest.mark.parametrize("place", ["may", "usb"])
def test_a_good_copy_is_called_good(admin: Person, stick: Path, place: str) -> None:
    admin.send(admin.get(PATH), CHOOSE, folder=str(stick), passphrase=PHRASE)
    page = made(admin)
    stand_at("2026-04-01 09:20")

    page = verify(admin, page, place)

    assert "còn tốt: đã mở, đếm và so." in page.notice
    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.verb, event.facts["good"]) == ("verify", True)


def test_a_bad_copy_loses_its_mark(admin: Person) -> None:
    page = made(admin)
    copy = shelf.copies_in(backup.room())[0].file
    copy.write_bytes(copy.read_bytes()[:-1])

    page = verify(admin, page, "may")

    assert "hỏng, không dùng được" in page.notice
    assert page.rows(LIST)[0][4] == "chưa kiểm tra"


def test_a_copy_made_before_the_log_knew_it_can_be_looked_at(admin: Person) -> None:
    backup.back_up(backup.room())
    page = admin.get(PATH)
    assert page.rows(LIST)[0][4] == "chưa kiểm tra"

    page = verify(admin, page, "may")

    assert page.rows(LIST)[0][4] == "✓ tốt, xem 01/4"
    row = db.session.scalars(BackupCopy.latest((CopyPlace.HERE,))).one()
    assert row.checked_at is not None


@pytest.mark.parametrize(
    "path",
    [
        "may/saturday-20200101-000000.sqlite",
        "usb/saturday-20200101-000000.sqlite",
        "noi-khac/saturday-20200101-000000.sqlite",
        "may/..%2Fconfig.py",
    ],
)
def test_what_is_no_copy_of_the_list_is_no_page(admin: Person, path: str) -> None:
    page = made(admin)
    form = page.form(CHOOSE)
    hidden: dict[str, object] = {
        str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")
    }

    assert admin.post(f"{PATH}/{path}/kiem-tra", hidden).status == 404


def test_ten_more_copies_ask_nothing_more(admin: Person) -> None:
    made(admin)
    with counted_queries() as few:
        admin.get(PATH)
    for _ in range(10):
        backup.back_up(backup.room())
    with counted_queries() as many:
        assert len(admin.get(PATH).rows(LIST)) == 11

    assert len(many) == len(few)


@pytest.fixture
def others(centre: Person, clerk: Person, leader: Person, economy: Person) -> Iterator[Person]:
    """Give everybody who is no IT officer."""
    return iter((centre, clerk, leader, economy))


def test_nobody_else_comes_near(others: Iterator[Person], stranger: Person, admin: Person) -> None:
    page = admin.get(PATH)
    form = page.form(PATH)
    hidden: dict[str, object] = {
        str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")
    }

    for person in others:
        assert person.get(PATH).status == 403
        for act in (PATH, AWAY, CHOOSE):
            assert person.post(act, hidden).status in {400, 403}
    assert stranger.get(PATH).path.startswith("/dang-nhap")
    assert shelf.copies_in(backup.room()) == []


def test_a_stream_that_was_read_is_closed() -> None:
    from saturday.web.settings.backups import pieces_of  # noqa: PLC0415 - one function of a room

    content = BytesIO(b"abc")

    assert b"".join(pieces_of(content)) == b"abc"
    assert content.closed
