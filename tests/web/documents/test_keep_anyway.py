"""May a signed paper stand although its list has changed, for a reason that is kept?"""

from saturday.extensions import db
from saturday.models.documents import Document
from tests.pages import Person, values_of
from tests.web.documents import stories

ACT = "/van-giu"


def changed(step: str = "issued") -> Document:
    row = stories.paper(step)
    assert row.duty_session is not None
    stories.replaced(row.duty_session)
    return row


def test_the_flag_goes_and_the_reason_stays(centre: Person) -> None:
    row = changed()
    page = centre.get(f"/van-ban/{row.id}")

    done = centre.send(page, ACT, keep_reason="Đã báo cả hai người qua điện thoại.")

    assert done.notice == "Đã ghi lý do vẫn giữ văn bản."
    assert "đã đổi sau khi ký" not in done.main
    assert "Vẫn giữ dù đã đổi Đã báo cả hai người qua điện thoại." in done.main


def test_the_next_change_raises_the_flag_again(centre: Person) -> None:
    row = changed()
    centre.send(centre.get(f"/van-ban/{row.id}"), ACT, keep_reason="Đã báo.")
    assert row.duty_session is not None

    stories.replaced(row.duty_session, code="LAND", name="Người thay hai (mẫu)")

    page = centre.get(f"/van-ban/{row.id}")
    assert "Đất đai (chỉ tiếp nhận): Công chức land (mẫu) thay bằng Người thay hai" in page.main


def test_it_needs_a_reason(centre: Person) -> None:
    row = changed()

    refused = centre.send(centre.get(f"/van-ban/{row.id}"), ACT, keep_reason=" ")

    assert (refused.status, refused.faults) == (422, ["Hãy ghi lý do vẫn giữ văn bản."])
    db.session.refresh(row)
    assert row.kept_reason == ""


def test_a_paper_not_yet_signed_is_checked_again_instead(centre: Person) -> None:
    signed = changed("signed")
    data = values_of(centre.get(f"/van-ban/{signed.id}").form(ACT))
    row = stories.paper(sort="annual_plan")

    refused = centre.post(f"/van-ban/{row.id}{ACT}", {**data, "keep_reason": "Giữ."})

    assert refused.faults == ["Văn bản chưa ký thì kiểm tra lại, không cần ghi lý do giữ."]


def test_others_keep_nothing(economy: Person, leader: Person, centre: Person) -> None:
    row = changed()
    data = {**values_of(centre.get(f"/van-ban/{row.id}").form(ACT)), "keep_reason": "Giữ."}

    for person in (economy, leader):
        assert person.post(f"/van-ban/{row.id}{ACT}", dict(data)).status == 403
    assert centre.post(f"/van-ban/999{ACT}", dict(data)).status == 404
