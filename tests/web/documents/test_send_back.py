"""Does a checked paper go back to its draft, with the reason for all to read?"""

from saturday.extensions import db
from saturday.models.documents import Document
from saturday.rules.lifecycle import PaperState
from tests.pages import Person, values_of
from tests.web.documents import stories

ACT = "/tra-ve"


def send_back(person: Person, row: Document, reason: str = "Thiếu một người.") -> str:
    page = person.get(f"/van-ban/{row.id}")
    return person.send(page, ACT, reason=reason).notice


def test_the_paper_follows_its_facts_again(centre: Person) -> None:
    row = stories.paper("checked")

    notice = send_back(centre, row)

    assert notice == "Đã trả về dự thảo. Sửa xong thì kiểm tra lại."
    db.session.refresh(row)
    assert (row.state, row.files) == (PaperState.DRAFT, [])
    page = centre.get(f"/van-ban/{row.id}")
    assert "Đã trả về dự thảo: Thiếu một người." in page.main


def test_the_reason_is_gone_with_the_next_check(clerk: Person) -> None:
    row = stories.paper("checked")
    send_back(clerk, row)

    page = clerk.send(clerk.get(f"/van-ban/{row.id}"), "/kiem-tra-the-thuc")

    assert "Thiếu một người." not in page.main


def test_without_a_reason_it_stays(clerk: Person) -> None:
    row = stories.paper("checked")
    page = clerk.get(f"/van-ban/{row.id}")

    refused = clerk.send(page, ACT, reason="")

    assert (refused.status, refused.faults) == (422, ["Hãy ghi lý do trả về dự thảo."])
    db.session.refresh(row)
    assert row.state is PaperState.CHECKED


def test_a_signed_paper_does_not_go_back(clerk: Person) -> None:
    row = stories.paper("checked")
    page = clerk.get(f"/van-ban/{row.id}")
    stories.take(row, "signed")

    refused = clerk.send(page, ACT, reason="Muộn.")

    assert refused.status == 422
    assert refused.faults == [
        "Văn bản đã ký chỉ còn phát hành. Nếu sai, hãy phát hành rồi lập văn bản thay thế."
    ]


def test_others_may_not(economy: Person, leader: Person, clerk: Person) -> None:
    row = stories.paper("checked")
    data = values_of(clerk.get(f"/van-ban/{row.id}").form(ACT))

    assert leader.post(f"/van-ban/{row.id}{ACT}", dict(data)).status == 403
    assert economy.post(f"/van-ban/{row.id}{ACT}", dict(data)).status == 403
    assert clerk.post(f"/van-ban/999{ACT}", dict(data)).status == 404
