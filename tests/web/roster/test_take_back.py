"""May a department have its list back, until it is approved?"""

from saturday.extensions import db
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import LIST, list_of, nominated

TAKE_BACK = f"{LIST}/lay-lai"


def test_a_sent_list_comes_back_as_a_draft(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = economy.send(economy.get(LIST), "/lay-lai")

    assert page.notice == "Đã lấy lại danh sách. Sửa xong thì gửi lại."
    assert list_of().state is NominationState.DRAFT
    assert "Gửi danh sách" in page.main


def test_an_approved_list_does_not_come_back(economy: Person) -> None:
    row = nominated(factories.duty_session(), factories.officer())
    page = economy.get(LIST)
    db.session.merge(row).approve(by=None)
    db.session.commit()

    page = economy.send(page, "/lay-lai")

    assert page.status == 409
    assert "Danh sách đã duyệt." in page.main
    assert list_of().state is NominationState.APPROVED


def test_a_second_click_takes_back_once(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    values: dict[str, object] = dict(values_of(economy.get(LIST).form("/lay-lai")))

    first, second = economy.post(TAKE_BACK, values), economy.post(TAKE_BACK, values)

    assert first.notice == second.notice


def test_a_foreign_list_and_one_not_begun_are_not_there(economy: Person, culture: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    values: dict[str, object] = dict(values_of(economy.get(LIST).form("/lay-lai")))
    own: dict[str, object] = dict(
        values_of(culture.get("/lich-truc/2026-04-11/phong/van-hoa-xa-hoi").form("-xa-hoi"))
    )

    assert economy.post("/lich-truc/2026-04-11/phong/van-phong/lay-lai", values).status == 404
    assert culture.post(TAKE_BACK, own).status == 404
    begun = "/lich-truc/2026-04-11/phong/van-hoa-xa-hoi/lay-lai"
    assert culture.post(begun, own).status == 404
    assert list_of().state is NominationState.SENT


def test_others_may_not_take_back(clerk: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    assert clerk.post(TAKE_BACK, {}).status == 403
