"""Does the IT officer see every account, and nobody else?"""

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Link, LinkKind
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
        ["kinhte", "Người dùng kinhte, Phòng Kinh tế", "Phòng, đơn vị", "! chưa đặt mật khẩu"],
        ["quantri", "Người dùng quantri", "Quản trị", "! chưa đặt mật khẩu"],
        ["zcu", "Cũ", "", "đã khóa"],
    ]


def test_two_people_of_one_name_are_told_apart_by_their_department(admin: Person) -> None:
    for username, code in (("anvp", "van-phong"), ("ankt", "kinh-te")):
        officer = factories.officer("Nguyễn Văn An", code=code)
        factories.account(username=username, name="Nguyễn Văn An").officer = officer
    factories.account(username="thon1", name="Thôn 1").hamlet = factories.hamlet("Thôn 1")
    db.session.commit()

    shown = {row[1]: row[2] for row in admin.get(PATH).rows("Các tài khoản")}

    assert shown["ankt"] == "Nguyễn Văn An, Phòng Kinh tế"
    assert shown["anvp"].startswith("Nguyễn Văn An, Văn phòng")
    assert shown["thon1"] == "Thôn 1"


def test_the_top_bar_names_a_department_once(admin: Person) -> None:
    kinh_te = factories.department("kinh-te")
    for username, name, shown in (
        ("kt1", kinh_te.name, "Phòng Kinh tế"),
        ("kt2", "Lan", "Lan · Phòng Kinh tế"),
    ):
        account = factories.account(
            username=username, name=name, roles={Role.DEPARTMENT}, department=kinh_te
        )
        bar = Person(admin.app, account).get("/").soup
        names = [one.get_text(strip=True) for one in bar.select(".person .name, .person .whole")]
        assert names == [shown, shown]


def test_ten_more_accounts_ask_nothing_more(admin: Person) -> None:
    for number in range(2):
        factories.account(username=f"truoc{number}", roles={Role.CENTRE, Role.CLERK})
    with counted_queries() as few:
        admin.get(PATH)
    for number in range(10):
        account = factories.account(
            username=f"sau{number}",
            roles={Role.DEPARTMENT},
            department=factories.department("kinh-te"),
        )
        account.officer = factories.officer(f"Người {number}", code="van-phong")
        db.session.add(Link.make(LinkKind.SET_PASSWORD, account, by=None)[0])
    db.session.commit()
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
