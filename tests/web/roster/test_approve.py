"""Does an approved list come onto the board, as it was seen?"""

from saturday.extensions import db
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import HUB, LIST, board, list_of, nominated

APPROVE = f"{LIST}/duyet"


def test_the_people_of_an_approved_list_are_on_the_board(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = centre.send(centre.get(HUB), "/duyet")

    assert page.notice == "Đã duyệt danh sách của Phòng Kinh tế."
    assert board() == [("LAND", "Công chức 1 (mẫu)")]
    assert list_of().state is NominationState.APPROVED
    assert "Còn thiếu (9)" in page.main


def test_it_may_be_approved_where_it_is_read(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = centre.send(centre.get(LIST), "/duyet")

    assert page.notice == "Đã duyệt danh sách của Phòng Kinh tế."


def test_a_list_changed_meanwhile_is_not_approved_unseen(centre: Person, economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    other = factories.officer("Người khác (mẫu)")
    page = centre.get(HUB)
    economy.send(economy.get(f"{LIST}?sua=1"), "/phong/kinh-te", lines__0__officer_id=str(other.id))

    page = centre.send(page, "/duyet")

    assert page.status == 409
    assert "Danh sách vừa được sửa." in page.main
    assert board() == []


def test_a_list_taken_back_is_not_approved(centre: Person, economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    page = centre.get(HUB)
    economy.send(economy.get(LIST), "/lay-lai")

    assert centre.send(page, "/duyet").status == 409
    assert board() == []


def test_a_second_click_approves_once(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    values: dict[str, object] = dict(values_of(centre.get(HUB).form("/duyet")))

    first, second = centre.post(APPROVE, values), centre.post(APPROVE, values)

    assert first.notice == second.notice
    assert len(board()) == 1


def test_a_department_may_not_approve_its_own_list(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    assert economy.post(APPROVE, {}).status == 403


def test_a_list_that_was_not_begun_is_not_there(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    values: dict[str, object] = dict(values_of(centre.get(HUB).form("/duyet")))

    assert centre.post(f"{HUB}/phong/van-phong/duyet", values).status == 404
    db.session.rollback()
    assert list_of().state is NominationState.SENT
