"""Can the admin say who must give a code, and whether a shared desk remembers?"""

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.sign_in_rules import SignInRules
from saturday.rules.permissions import Role
from tests.pages import Person

PATH = "/quan-tri/tai-khoan/quy-dinh"


def rules() -> SignInRules:
    """Give how people are let in."""
    return SignInRules.of(Commune.of_database(db.session))


def test_nothing_is_asked_at_first(admin: Person) -> None:
    page = admin.get(PATH)

    assert not page.soup.select("main input[checked]")
    assert rules() == SignInRules()


def test_what_is_ticked_is_kept_and_shown(admin: Person) -> None:
    answer = admin.send(admin.get(PATH), PATH, roles=["CLERK", "ADMIN"], remembers_people="y")

    assert answer.notice == "Đã lưu quy định đăng nhập."
    assert rules() == SignInRules(frozenset({Role.ADMIN, Role.CLERK}), remembers_people=True)
    ticked = admin.get(PATH).soup.select("main input[checked]")
    assert [one["value"] for one in ticked] == ["ADMIN", "CLERK", "y"]


def test_what_is_unticked_goes(admin: Person) -> None:
    admin.send(admin.get(PATH), PATH, roles=["CLERK"], remembers_people="y")

    admin.send(admin.get(PATH), PATH, roles=None, remembers_people=None)

    assert rules() == SignInRules()


def test_a_role_that_is_none_is_left_out(admin: Person) -> None:
    admin.send(admin.get(PATH), PATH, roles=["CLERK", "BOSS"])

    assert rules().codes_for == {Role.CLERK}


def test_the_second_to_save_sees_both(admin: Person) -> None:
    mine = admin.get(PATH)
    admin.send(admin.get(PATH), PATH, roles=["CLERK"])

    answer = admin.send(mine, PATH, roles=["ADMIN"], remembers_people="y")

    assert answer.status == 409
    assert answer.rows("Hai bản khác nhau") == [
        ["Vai trò phải đăng nhập hai lớp", "Văn thư", "Quản trị"],
        ["Máy dùng chung nhớ những người vừa đăng nhập", "không", "có"],
    ]
    assert rules().codes_for == {Role.CLERK}
    admin.send(answer, PATH)
    assert rules().codes_for == {Role.ADMIN}


def test_a_second_click_saves_once(admin: Person) -> None:
    page = admin.get(PATH)

    first = admin.send(page, PATH, roles=["CLERK"])
    second = admin.send(page, PATH, roles=["CLERK"])

    assert first.path == second.path


def test_nobody_else_may(centre: Person) -> None:
    assert centre.get(PATH).status == 403
    assert centre.post(PATH, {}).status == 403
