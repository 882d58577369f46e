"""Does a list go back to its department with the reason?"""

from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import HUB, LIST, list_of, nominated

RETURN = f"{LIST}/tra-lai"


def test_a_list_goes_back_with_the_reason(centre: Person, economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = centre.send(centre.get(RETURN), "/tra-lai", reason="Thiếu người đất đai")

    assert page.notice == "Đã trả lại danh sách của Phòng Kinh tế."
    assert list_of().state is NominationState.RETURNED
    assert "Trung tâm trả lại: Thiếu người đất đai." in economy.get(LIST).main
    assert "Trung tâm trả lại: Thiếu người đất đai." in economy.get(HUB).main


def test_a_reason_is_wanted(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = centre.send(centre.get(RETURN), "/tra-lai")

    assert page.status == 422
    assert page.faults == ["Hãy ghi lý do."]
    assert list_of().state is NominationState.SENT


def test_a_list_not_sent_does_not_go_back(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer(), sent=False)

    page = centre.send(centre.get(RETURN), "/tra-lai", reason="Thiếu người")

    assert page.status == 422
    assert page.faults == ["Chỉ trả lại được danh sách đã gửi và chưa duyệt."]
    assert "Thiếu người" in page.main


def test_a_second_click_returns_once(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    values: dict[str, object] = dict(values_of(centre.get(RETURN).form("/tra-lai")))

    first, second = (centre.post(RETURN, {**values, "reason": "Thiếu"}) for _ in range(2))

    assert first.notice == second.notice


def test_a_department_may_not_return(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    assert economy.get(RETURN).status == 403
    assert economy.post(RETURN, {}).status == 403


def test_a_list_that_was_not_begun_is_not_there(centre: Person) -> None:
    factories.duty_session()

    assert centre.get(RETURN).status == 404
