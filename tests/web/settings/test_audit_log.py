"""Can the IT officer read what was done, and by whom?"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from saturday.extensions import db
from saturday.models.accounts import Account, SignInFailure
from saturday.models.audit import AuditEvent
from saturday.models.base import Model
from saturday.web.settings import acts, audit
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

PATH = "/quan-tri/nhat-ky"
MODELS = Path(__file__).resolve().parents[3] / "saturday" / "models"


def test_every_verb_of_the_models_is_said_in_vietnamese() -> None:
    verbs = {
        verb
        for file in MODELS.glob("*.py")
        for line in re.findall(r"note\(\s*([^,]+),", file.read_text("utf-8"))
        for verb in re.findall(r'"([a-z_]+)"', line)
    }

    assert len(verbs) > 30
    assert verbs - set(acts.VERBS) == set()


def test_every_table_that_is_logged_is_named_in_vietnamese() -> None:
    unlogged = {"account_role", "audit_event", "document_file", "draft", "form_key"}
    unlogged |= {
        "duty_procedure",
        "duty_requirement",
        "nomination_line",
        "paper_template",
        "plan_line",
    }
    unlogged |= {"correction", "intake_series", "pack_event", "pack_row", "search_key", "visit"}
    unlogged |= {SignInFailure.__tablename__, "audit_check", "recovery_code", "stranger_call"}
    unlogged |= {"answer", "feedback_move", "feedback_word"}  # their opinion is

    assert set(Model.metadata.tables) - unlogged - set(acts.SUBJECTS) == set()


def test_it_shows_the_newest_acts_first(admin: Person) -> None:
    factories.duty_session()

    rows = admin.get(PATH).rows("Các thao tác")

    assert [row[3] for row in rows[:2]] == [
        "Đặt số người cần: buổi thứ Bảy 1",
        "Mở chuẩn bị: buổi thứ Bảy 1",
    ]
    assert rows[0][1] == "09:00 · 01/4/2026"
    assert rows[0][2] == "máy chủ"
    leader, lead = (factories.duty(code).name for code in ("LEADER", "CENTRE_LEAD"))
    assert rows[0][4].startswith(f"số người: {leader} 1, {lead} 1")
    assert rows[1][4] == "ngày: 11/4/2026"
    assert [int(row[0]) for row in rows] == list(range(len(rows), 0, -1))
    assert rows[-2][2:4] == ["quantri", "Đăng nhập: tài khoản 1"]


def test_facts_are_said_plainly(admin: Person) -> None:
    account = factories.account(username="hoa")
    account.note("disable", by=account, on_behalf=True, sha256="ab" * 32, why="", new=["x", 2])
    db.session.commit()

    assert admin.get(PATH).rows()[0][4] == (
        "ghi hộ: có; mã băm: abababababab…; vì: để trống; new: x, 2"
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("place", "DOWNLOAD", "nơi: tải về qua trình duyệt"),
        ("place", "MOON", "nơi: MOON"),
        ("made_at", "2026-11-23T03:32:54+07:00", "tạo lúc: 3 giờ 32, 23/11/2026"),
        ("made_at", "2026-11-23T03:00:00.123456+07:00", "tạo lúc: 3 giờ, 23/11/2026"),
        ("days", ["2026-04-11", "2026-05-09"], "các ngày: 11/4/2026, 09/5/2026"),
        ("paper", "annual_plan", "văn bản: kế hoạch năm"),
        ("paper", "letter", "văn bản: letter"),
        ("part", "form", "phần: thể thức"),
        ("part", "content", "phần: nội dung"),
        ("roles", ["ADMIN", "CLERK"], "vai trò: Quản trị, Văn thư"),
        ("mode", "OWN", "cách lấy số: lấy số tại đây"),
        ("mark", "REPLACED", "đánh dấu: đã thay thế"),
        ("duty", "NOBODY", "nhiệm vụ: NOBODY"),
        ("counts", "NOBODY 2", "số người: NOBODY 2"),
    ],
)
def test_codes_days_and_moments_are_said_in_words(
    admin: Person, name: str, value: object, words: str
) -> None:
    account = factories.account(username="hoa")
    account.note("disable", by=account, **{name: value})
    db.session.commit()

    assert admin.get(PATH).rows()[0][4] == words


def test_duties_are_named_as_the_commune_names_them(admin: Person) -> None:
    duty = factories.duty("LAND")
    duty.name = "Đất đai, nhà ở"
    duty.note("disable", by=None, duty="LAND")
    db.session.commit()

    assert admin.get(PATH).rows()[0][4] == "nhiệm vụ: Đất đai, nhà ở"


def test_it_is_read_by_the_hundred(admin: Person) -> None:
    account = factories.account(username="hoa")
    for _ in range(120):
        account.note("unlock", by=None)
    db.session.commit()

    newest = admin.get(PATH)
    older = admin.get(_link(newest, "Cũ hơn"))

    assert len(newest.rows()) == 100
    assert int(older.rows()[0][0]) == int(newest.rows()[-1][0]) - 1
    assert older.rows()[-1][0] == "1"
    assert "Cũ hơn" not in older.main
    assert _link(older, "Mới nhất") == PATH


def _link(page: Page, words: str) -> str:
    return str(next(one["href"] for one in page.soup.find_all("a") if one.get_text() == words))


def test_a_hundred_acts_cost_as_much_as_ten(admin: Person) -> None:
    with counted_queries() as few:
        admin.get(PATH)
    for number in range(12):
        account = factories.account(username=f"ten{number}")
        account.note("unlock", by=account)
    db.session.commit()
    with counted_queries() as many:
        admin.get(PATH)

    assert len(many) == len(few)


def test_beyond_the_oldest_there_is_nothing(admin: Person) -> None:
    assert "Không còn thao tác nào cũ hơn." in admin.get(f"{PATH}?truoc=1").main
    assert admin.get(f"{PATH}?truoc=abc").status == 200


def test_nothing_can_be_done_there_and_by_nobody_else(admin: Person, centre: Person) -> None:
    page = admin.get(PATH)

    assert [form.get("action") for form in page.forms() if form.get("method") == "post"] == [
        "/dang-xuat",
        f"{PATH}/kiem-tra",
        "/phien/gia-han",
    ]
    assert centre.get(PATH).status == 403
    assert centre.get(f"{PATH}/tep.csv").status == 403
    assert centre.post(f"{PATH}/kiem-tra", {}).status == 403


@pytest.fixture(autouse=True)
def no_backups(whole_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Know no ends of other tests' logs."""
    monkeypatch.setitem(whole_app.config, "BACKUPS", str(tmp_path))


# Looked for


def acts_of(page: Page) -> list[str]:
    """Read who did what."""
    return [f"{row[2]}: {row[3]}" for row in page.rows("Các thao tác")]


@pytest.fixture
def week(admin: Person) -> Account:
    """Write a few acts of two days; give the account of the person who did some."""
    del admin
    hoa = factories.account(username="hoa")
    stand_at("2026-03-30 08:00")
    hoa.note("unlock", by=hoa)
    hoa.note("disable", by=hoa)
    db.session.commit()
    stand_at("2026-03-31 09:00")
    factories.hamlet().note("add", by=hoa)
    db.session.commit()
    stand_at("2026-04-01 09:00")
    return hoa


def test_acts_are_looked_for_by_the_form(admin: Person, week: Account) -> None:
    page = admin.get(PATH)
    form = page.form(PATH)
    assert form["method"] == "get"

    by_person = admin.get(f"{PATH}?ai={week.id}")
    by_verb = admin.get(f"{PATH}?viec=unlock")
    by_thing = admin.get(f"{PATH}?muc=hamlet")
    by_day = admin.get(f"{PATH}?tu=30/3/2026&den=30-3-2026")
    together = admin.get(f"{PATH}?ai={week.id}&viec=disable&tu=30/3/2026")

    assert len(by_person.rows()) == 3
    assert acts_of(by_verb) == ["hoa: Bỏ thời gian chờ đăng nhập: tài khoản 2"]
    assert acts_of(by_thing) == ["hoa: Thêm: thôn, bản 1"]
    assert len(by_day.rows()) == 2
    assert acts_of(together) == ["hoa: Khóa: tài khoản 2"]


def test_verbs_worded_alike_are_found_together(admin: Person, week: Account) -> None:
    week.note("drop", by=week)
    week.note("remove", by=week)
    db.session.commit()

    assert len(admin.get(f"{PATH}?viec=drop").rows()) == 2
    words = [one.get_text() for one in admin.get(PATH).soup.select("select[name=viec] option")]
    assert words.count("bỏ") == 1


def test_what_was_chosen_stays_in_the_form_and_in_further_addresses(
    admin: Person, week: Account
) -> None:
    for _ in range(101):
        week.note("unlock", by=week)
    db.session.commit()

    page = admin.get(f"{PATH}?viec=unlock&tu=30/3/2026")

    chosen = page.soup.select_one("select[name=viec] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "unlock"
    older = admin.get(_link(page, "Cũ hơn"))
    assert "viec=unlock" in _link(page, "Tải tệp .csv")
    assert len(older.rows()) == 2
    assert _link(older, "Mới nhất") == f"{PATH}?viec=unlock&tu=30/3/2026"
    assert _link(older, "Bỏ lọc") == PATH


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("tu=hôm qua", "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("tu=2/4/2026&den=1/4/2026", "Ngày cuối phải từ ngày đầu trở đi."),
        ("ai=999", "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
    ],
)
def test_what_can_not_be_looked_for_is_named_at_its_field(
    admin: Person, query: str, fault: str
) -> None:
    page = admin.get(f"{PATH}?{query}")

    assert page.status == 422
    assert page.faults == [fault]
    assert page.soup.title is not None
    assert page.soup.title.text.strip().startswith("Lỗi:")


def test_nothing_found_is_said(admin: Person) -> None:
    assert "Không có thao tác nào đúng với điều kiện lọc." in admin.get(f"{PATH}?muc=hamlet").main
    assert admin.get(f"{PATH}?ai=abc&muc=<b>&viec='").status in {200, 422}


# Taken away as a file


def test_the_file_holds_what_is_looked_for(admin: Person, week: Account) -> None:
    answer = admin.get(f"{PATH}/tep.csv?ai={week.id}").response

    assert answer.mimetype == "text/csv"
    assert "nhat-ky-thao-tac.csv" in answer.headers["Content-Disposition"]
    content = answer.get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0] == ["Dòng", "Ngày", "Giờ", "Ai", "Việc", "Chi tiết", "Mã băm"]
    assert len(lines) == 4
    assert lines[1][1:5] == ["31/03/2026", "09:00:00", "hoa", "Thêm: thôn, bản 1"]
    assert len(lines[1][6]) == 64


@pytest.mark.parametrize("value", ["=1+1", "+84", "-2", "@x", "\tx", "\rx", "＝1"])
def test_no_cell_of_the_file_is_a_formula(value: str) -> None:
    assert audit.harmless(value) == f"'{value}"
    assert audit.harmless("nhật ký") == "nhật ký"
    assert audit.harmless(5) == "5"


@pytest.mark.usefixtures("week")
def test_the_workbook_holds_the_same_as_text(admin: Person) -> None:
    answer = admin.get(f"{PATH}/tep.xlsx?muc=hamlet").response

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][1:6] == ["Dòng", "Ngày", "Giờ", "Ai", "Việc"]
    assert rows[1][4:6] == ["hoa", "Thêm: thôn, bản 1"]
    assert len(rows) == 2


def test_a_file_of_nonsense_shows_the_form_again(admin: Person) -> None:
    page = admin.get(f"{PATH}/tep.csv?tu=hôm qua")

    assert page.status == 422
    assert admin.get(f"{PATH}/tep.pdf").status == 404


def test_a_file_is_bounded_and_the_page_says_so(
    admin: Person, week: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "ACTS_A_FILE", 2)

    lines = admin.get(f"{PATH}/tep.csv?ai={week.id}").response.get_data().decode().splitlines()

    assert len(lines) == 3
    assert "tối đa 10.000 dòng" in admin.get(PATH).main


def test_a_file_asks_for_no_account_by_itself(admin: Person) -> None:
    with counted_queries() as few:
        admin.get(f"{PATH}/tep.csv")
    for number in range(12):
        account = factories.account(username=f"ten{number}")
        account.note("unlock", by=account)
    db.session.commit()
    with counted_queries() as many:
        admin.get(f"{PATH}/tep.csv")

    assert len(many) == len(few)


# Read whether it stands


def check(admin: Person) -> Page:
    """Press the button."""
    return admin.send(admin.get(PATH), f"{PATH}/kiem-tra")


def spoil(statement: str) -> None:
    """Change the log behind the program's back."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("DROP TRIGGER IF EXISTS audit_event_no_update"))
        db.session.execute(text("DROP TRIGGER IF EXISTS audit_event_no_delete"))
    else:
        db.session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
    db.session.execute(text(statement))
    db.session.commit()


@pytest.fixture
def guard(app: Flask) -> Iterator[None]:
    """Put the guard of the log back where the tables are kept for the next test."""
    del app
    yield
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        db.session.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
        db.session.commit()


def test_it_says_where_it_ends_and_that_nobody_looked_yet(admin: Person) -> None:
    page = admin.get(PATH)
    head = db.session.scalars(AuditEvent.newest()).one()

    assert f"Chuỗi có {head.id} dòng, mã băm cuối {head.hash}" in page.main
    assert "Chưa kiểm tra lần nào." in page.main


def test_an_untouched_log_is_whole(admin: Person) -> None:
    page = check(admin)

    assert "liền mạch đến dòng 2, kiểm tra lúc 9 giờ, thứ Tư, 01/4" in page.main
    assert page.has_form(f"{PATH}/kiem-tra")


def test_a_long_log_is_read_press_by_press(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ROWS_A_PRESS", 10)
    account = factories.account(username="hoa")
    for _ in range(12):
        account.note("unlock", by=None)
    db.session.commit()

    first, second = check(admin), check(admin)

    assert "Đã đúng đến dòng 10 trên 15" in first.main
    assert "Kiểm tra tiếp" in first.main
    assert "liền mạch đến dòng 15" in second.main


def test_a_second_click_reads_on_once(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ROWS_A_PRESS", 1)
    page = admin.get(PATH)

    admin.send(page, f"{PATH}/kiem-tra")
    again = admin.send(page, f"{PATH}/kiem-tra")

    assert "Đã đúng đến dòng 1 trên 2" in again.main


@pytest.mark.usefixtures("guard")
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE audit_event SET verb = 'lock' WHERE id = 1",
            "bị đứt ở dòng 1: dòng 1 đã bị sửa hoặc đổi chỗ",
        ),
        ("DELETE FROM audit_event WHERE id = 1", "bị đứt ở dòng 1: thiếu dòng 1, gặp dòng 2"),
        (
            "DELETE FROM audit_event WHERE id = 2",
            "bị đứt ở dòng 2: dòng 2 không còn so với lần kiểm tra trước",
        ),
    ],
    ids=["changed", "removed", "cut at the end"],
)
def test_a_touched_log_says_where(admin: Person, statement: str, words: str) -> None:
    check(admin)
    spoil(statement)

    page = check(admin)

    assert words in page.main
    assert "Giữ nguyên máy" in page.main


def test_a_hundred_thousand_rows_do_not_hang_the_page(admin: Person) -> None:
    with counted_queries() as sent:
        admin.get(PATH)

    assert not [one for one in sent if "audit_event" in one and "LIMIT" not in one]
