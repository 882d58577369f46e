"""Does the IT officer see every account, and nobody else?"""

from saturday import clock
from saturday.extensions import db
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Person

PATH = "/quan-tri/tai-khoan/"


def test_it_shows_what_each_account_is(admin: Person) -> None:
    kinh_te = factories.department("kinh-te")
    factories.account(username="kinhte", roles={Role.DEPARTMENT}, department=kinh_te)
    factories.account(username="zcu", name="Cũ").disabled_at = clock.now()
    db.session.commit()

    rows = [row[1:] for row in admin.get(PATH).rows("Các tài khoản")]

    assert rows == [
        ["kinhte", "Người dùng kinhte", "Phòng, đơn vị", "Phòng Kinh tế", "! chưa đặt mật khẩu"],
        ["quantri", "Người dùng quantri", "Quản trị", "", "! chưa đặt mật khẩu"],
        ["zcu", "Cũ", "", "", "đã khóa"],
    ]


def test_ten_more_accounts_ask_nothing_more(admin: Person) -> None:
    for number in range(2):
        factories.account(username=f"truoc{number}", roles={Role.CENTRE, Role.CLERK})
    with counted_queries() as few:
        admin.get(PATH)
    for number in range(10):
        factories.account(
            username=f"sau{number}",
            roles={Role.DEPARTMENT},
            department=factories.department("kinh-te"),
        )
    with counted_queries() as many:
        assert len(admin.get(PATH).rows()) == 13

    assert len(many) == len(few)


def test_nobody_else_may_look(
    centre: Person, clerk: Person, leader: Person, economy: Person, stranger: Person
) -> None:
    for person in (centre, clerk, leader, economy):
        assert person.get(PATH).status == 403
        assert person.get("/quan-tri/").status == 403
        assert "Quản trị" not in person.get("/").text
    assert stranger.get(PATH).path.startswith("/dang-nhap")
