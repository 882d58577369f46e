"""May a person be taken off the board without a stand-in?"""

from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import HUB, assigned, board


def somebody() -> str:
    """Put somebody on the board; give the address of their place."""
    row = assigned(factories.duty_session(), factories.officer())
    return f"{HUB}/phan-cong/{row.id}"


def test_who_is_taken_off_leaves_a_gap(centre: Person) -> None:
    page = centre.get(f"{somebody()}/thay")
    assert "có thể thiếu người" in page.main

    page = centre.send(page, "/bo")

    assert page.notice == "Đã bỏ Công chức 1 (mẫu) khỏi nhiệm vụ Đất đai (chỉ tiếp nhận)."
    assert board() == []
    assert "Còn thiếu (10)" in page.main


def test_who_is_off_is_not_taken_off_again(centre: Person) -> None:
    place = somebody()
    again = centre.get(f"{place}/thay")
    centre.send(centre.get(f"{place}/thay"), "/bo")

    page = centre.send(again, "/bo")

    assert page.status == 409
    assert "đã được bỏ khỏi bảng phân công" in page.main
    assert not centre.get(f"{place}/thay").has_form("/bo")


def test_a_second_click_gets_the_same_answer(centre: Person) -> None:
    place = somebody()
    values: dict[str, object] = dict(values_of(centre.get(f"{place}/thay").form("/bo")))

    first, second = centre.post(f"{place}/bo", values), centre.post(f"{place}/bo", values)

    assert first.notice == second.notice


def test_others_may_not_take_off(economy: Person) -> None:
    assert economy.post(f"{somebody()}/bo", {}).status == 403


def test_nobody_is_not_taken_off(centre: Person) -> None:
    place = somebody()
    values: dict[str, object] = dict(values_of(centre.get(f"{place}/thay").form("/bo")))

    assert centre.post(f"{HUB}/phan-cong/77/bo", values).status == 404
