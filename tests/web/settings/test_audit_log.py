"""Can the IT officer read what was done, and by whom?"""

import re
from pathlib import Path

from saturday.extensions import db
from saturday.models.accounts import SignInFailure
from saturday.models.base import Model
from saturday.web.settings import acts
from tests import factories
from tests.conftest import counted_queries
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
    unlogged |= {"duty_requirement", "nomination_line", "paper_template", "plan_line"}
    unlogged |= {SignInFailure.__tablename__}

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
    assert rows[0][4].startswith("số người: LEADER 1, CENTRE_LEAD 1")
    assert rows[1][4] == "ngày: 2026-04-11"
    assert [int(row[0]) for row in rows] == list(range(len(rows), 0, -1))
    assert rows[-2][2:4] == ["quantri", "Đăng nhập: tài khoản 1"]


def test_facts_are_said_plainly(admin: Person) -> None:
    account = factories.account(username="hoa")
    account.note("disable", by=account, on_behalf=True, sha256="ab" * 32, why="", new=["x", 2])
    db.session.commit()

    assert admin.get(PATH).rows()[0][4] == (
        "ghi hộ: có; mã băm: abababababab…; vì: để trống; new: x, 2"
    )


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

    assert [form.get("action") for form in page.forms()] == ["/dang-xuat", "/phien/gia-han"]
    assert centre.get(PATH).status == 403
