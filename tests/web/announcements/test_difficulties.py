"""May a village say what is hard, by its link or by its account, and hear what became of it?"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import ContactPost, Hamlet
from saturday.models.feedback import Feedback, Reply
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackSource, Voice
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person, values_of
from tests.web.announcements.village_stories import PAGE, announced, link_of, villager, villages

pytestmark = pytest.mark.usefixtures("app")
PATH = f"{PAGE}/kho-khan"
MINE = "/thon/cua-toi/kho-khan"
HARD = "Cầu tràn vào thôn hỏng, trời mưa là các cháu nghỉ học."


def village() -> Hamlet:
    """Make a village with a link of its own."""
    (one,) = villages(1)
    link_of(one)
    return one


def send(person: Person, path: str = PATH, **typed: object) -> Page:
    """Open the page, write and send."""
    values: dict[str, Any] = {"content": HARD, **typed}
    return person.send(person.get(path), path, **values)


def rows() -> list[Feedback]:
    """Give what was written down."""
    return list(db.session.scalars(select(Feedback).order_by(Feedback.id)))


def test_by_its_link_the_head_is_known_and_owed_an_answer(stranger: Person) -> None:
    one = village()

    page = send(stranger)

    (row,) = rows()
    assert (row.voice, row.source, row.kind) == (
        Voice.VILLAGE_HEAD,
        FeedbackSource.VILLAGE,
        FeedbackKind.PROPOSAL,
    )
    assert (row.hamlet_id, row.name, row.address) == (one.id, "Trưởng thôn 1 (mẫu)", "Thôn 1")
    assert row.is_named
    assert row.written_by_id is None
    assert page.path == PATH
    assert "Số 01/2026, 01/4: mới ghi nhận, giao xử lý trước hết thứ Tư, 08/4" in page.main.replace(
        " ,", ","
    )
    assert "Set-Cookie" not in page.response.headers


def test_the_front_speaks_for_itself_and_first_on_its_own_slip(stranger: Person) -> None:
    (one,) = villages(1)
    link_of(one).holder = ContactPost.FRONT
    db.session.commit()

    send(stranger)

    (row,) = rows()
    assert row.voice is Voice.FRONT
    assert (row.name, row.is_named) == ("", False)  # nobody of that post is known yet


def test_a_name_that_is_typed_counts_with_its_telephone(stranger: Person) -> None:
    village()

    refused = send(stranger, voice="FRONT", name="Vi Thị Mẫu")
    send(stranger, voice="FRONT", name="Vi Thị Mẫu", phone="0912 345 678")

    assert refused.status == 422
    assert "Hãy ghi số điện thoại." in refused.faults[0]
    assert HARD in refused.main
    (row,) = rows()
    assert (row.name, row.phone, row.address) == ("Vi Thị Mẫu", "0912345678", "Thôn 1")


def test_an_account_of_the_village_writes_as_by_the_link(app: Flask) -> None:
    head = villager(app, village())

    page = send(head, MINE)

    (row,) = rows()
    assert head.account
    assert (row.voice, row.written_by_id) == (Voice.VILLAGE_HEAD, head.account.id)
    assert "Số 01/2026" in page.main
    assert db.session.scalars(AuditEvent.newest()).one().verb == "record"


def test_only_an_account_of_a_village_comes_here(app: Flask, centre: Person) -> None:
    lost = Person(app, factories.account(username="thon0", roles={Role.HAMLET}))

    assert centre.get(MINE).status == 403
    assert lost.get(MINE).status == 404


def test_a_link_that_opens_nothing_takes_nothing(stranger: Person) -> None:
    village()
    page = stranger.get(PATH)

    sent = stranger.post(PATH.replace("thon7", "thon8"), {"form_key": key_of(page)})

    assert stranger.get(PATH.replace("thon7", "thon8")).status == 404
    assert sent.status == 404
    assert rows() == []


def key_of(page: Page) -> str:
    """Read the key of the form."""
    found = page.soup.find("input", attrs={"name": "form_key"})
    assert found
    return str(found["value"])


def test_a_key_of_another_page_opens_nothing_here(stranger: Person) -> None:
    first, second = villages(2)
    link_of(first)
    other = link_of(second, "thon9abcdefghijklmnopqrstuvwxyz2")
    assert other.id
    strange = key_of(stranger.get(PATH.replace("thon7", "thon9")))

    assert stranger.post(PATH, {"form_key": strange, "content": HARD}).status == 400
    assert rows() == []


@pytest.mark.parametrize("typed", ["", "Ngắn", "x" * 4001])
def test_what_says_nothing_or_too_much_is_refused(stranger: Person, typed: str) -> None:
    village()

    page = send(stranger, content=typed)

    assert page.status == 422
    assert page.faults
    assert rows() == []


def test_a_second_click_makes_one_row(stranger: Person) -> None:
    village()
    page = stranger.get(PATH)

    for _ in range(2):
        assert stranger.send(page, PATH, content=HARD).path == PATH

    assert len(rows()) == 1


def test_after_ten_in_an_hour_the_village_waits(stranger: Person) -> None:
    village()
    for _ in range(10):
        send(stranger)

    page = send(stranger)

    assert page.status == 422
    assert page.faults == [
        "Thôn vừa gửi quá nhiều lần. Hãy thử lại sau một giờ, hoặc gọi Trung tâm."
    ]
    stand_at("2026-04-01 10:01")
    assert send(stranger).status == 200
    assert db.session.scalar(select(func.count(Feedback.id))) == 11


def test_the_village_reads_a_public_answer_and_no_other(stranger: Person) -> None:
    village()
    for words, is_public in (("Sửa cầu trong tháng 5.", True), ("Đã gọi riêng.", False)):
        send(stranger)
        row = rows()[-1]
        row.assign(factories.department("kinh-te"), row.kind, by=None)
        row.reply(Reply(words, AnswerWay.MEETING, clock.today(), is_public), by=None)
        db.session.commit()

    page = stranger.get(PATH)

    assert "Sửa cầu trong tháng 5." in page.main
    assert "Đã gọi riêng." not in page.main
    assert "đã trả lời" in page.main


def test_a_village_sees_nothing_that_others_said(stranger: Person) -> None:
    village()
    send(stranger)
    (other,) = (Hamlet(name="Thôn khác"),)
    row = rows()[0]
    row.hamlet = other
    db.session.commit()

    assert "Số 01/2026" not in stranger.get(PATH).main


def test_ten_more_add_no_question(stranger: Person) -> None:
    village()
    send(stranger)
    with counted_queries() as few:
        stranger.get(PATH)
    for _ in range(8):
        send(stranger)
    with counted_queries() as many:
        stranger.get(PATH)

    assert len(many) == len(few)


@pytest.mark.parametrize("path", [PATH, MINE])
def test_beside_it_the_host_of_a_mobile_saturday_says_whether_its_hall_can_be_used(
    app: Flask, stranger: Person, path: str
) -> None:
    one, duty_session = village(), announced()
    who = stranger if path == PATH else villager(app, one)
    assert "Nhà văn hóa cho buổi lưu động" not in who.get(path).main
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()

    page = who.get(path)
    button = page.soup.select_one("main button[value='HALL_READY']")
    form = button.find_parent("form") if button else None
    assert form
    sent: dict[str, object] = {name: value[0] for name, value in values_of(form).items()}
    who.post(str(form["action"]), sent | {"what": "HALL_READY"})

    assert "Nhà văn hóa cho buổi lưu động thứ Bảy, 11/4" in page.main
    assert "✓ Nhà văn hóa sẵn sàng lúc 9 giờ" in who.get(path).main


def test_the_village_page_leads_here(app: Flask, stranger: Person) -> None:
    one = village()
    head = villager(app, one)

    assert f'href="{PATH}"' in str(stranger.get(PAGE).soup)
    assert f'href="{MINE}"' in str(head.get("/thon/cua-toi").soup)
