"""Is the signing recorded, of just the text that was checked?"""

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.documents import Document, FileStage
from saturday.rules.lifecycle import PaperState
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.documents import stories

ACT = "/ky"


def open_page(person: Person, row: Document) -> Page:
    return person.get(f"/van-ban/{row.id}")


def test_the_clerk_records_day_and_hour(clerk: Person) -> None:
    row = stories.paper("checked")
    content = row.files[0].content

    done = clerk.send(open_page(clerk, row), ACT, signed_on="01/4/2026", signed_at="8h40")

    assert done.notice == "Đã ghi ký. Còn ghi số và phát hành."
    db.session.refresh(row)
    assert row.state is PaperState.SIGNED
    assert row.signed_at == factories.at("2026-04-01 08:40")
    assert row.signing_recorded_by == clerk.account
    kept = row.file_at(FileStage.SIGNED)
    assert kept is not None
    assert kept.content == content


def test_the_page_offers_this_minute_and_names_the_signer(clerk: Person) -> None:
    page = open_page(clerk, stories.paper("checked"))

    shown = values_of(page.form(ACT))
    assert (shown["signed_on"], shown["signed_at"]) == (["01/4/2026"], ["9h00"])
    assert f"Người ký: {stories.SIGNER} . Người khác ký thì trả về dự thảo" in page.main


def test_changed_facts_take_the_paper_back_to_draft(clerk: Person) -> None:
    row = stories.paper("checked")
    page = open_page(clerk, row)
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    done = clerk.send(page, ACT)

    assert done.status == 200
    assert done.notice == (
        "Chưa ghi ký. Nội dung đã đổi sau khi kiểm tra. Văn bản về dự thảo; hãy kiểm tra lại."
    )
    assert "Đã trả về dự thảo: Nội dung đã đổi sau khi kiểm tra." in done.main
    db.session.refresh(row)
    assert (row.state, row.signed_at, row.files) == (PaperState.DRAFT, None, [])
    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.verb, event.account_id) == ("send_back", clerk.account and clerk.account.id)


@pytest.mark.parametrize(
    ("day", "hour", "fault"),
    [
        ("", "8h40", "Hãy ghi ngày ký."),
        ("01/4/2026", "", "Hãy ghi giờ ký."),
        ("31/31/2026", "8h40", "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("01/4/2026", "9h01", "Lúc ký muộn hơn hiện tại. Hãy ghi lại ngày, giờ ký."),
        ("31/3/2026", "9h00", "Ngày ký phải từ ngày lập dự thảo trở đi: 01/4/2026."),
    ],
)
def test_a_moment_that_cannot_be_is_refused(clerk: Person, day: str, hour: str, fault: str) -> None:
    row = stories.paper("checked")

    refused = clerk.send(open_page(clerk, row), ACT, signed_on=day, signed_at=hour)

    assert (refused.status, refused.faults) == (422, [fault])
    assert values_of(refused.form(ACT))["signed_on"] == [day]
    db.session.refresh(row)
    assert row.state is PaperState.CHECKED


def test_a_draft_is_not_signed(clerk: Person) -> None:
    row = stories.paper("checked")
    data = values_of(open_page(clerk, row).form(ACT))
    row.send_back("Sai.", by=None)
    db.session.commit()

    refused = clerk.post(f"/van-ban/{row.id}{ACT}", dict(data))

    assert refused.status == 422
    assert refused.faults == ["Hãy kiểm tra nội dung và thể thức trước khi ghi đã ký."]


def test_a_signed_list_is_done(clerk: Person) -> None:
    row = stories.paper("checked", sort="nomination")

    done = clerk.send(open_page(clerk, row), ACT)

    assert done.notice == "Đã ghi ký."


def test_others_record_no_signing(centre: Person, leader: Person, clerk: Person) -> None:
    row = stories.paper("checked")
    data = values_of(open_page(clerk, row).form(ACT))

    for person in (centre, leader):
        assert person.post(f"/van-ban/{row.id}{ACT}", dict(data)).status == 403
    assert clerk.post(f"/van-ban/999{ACT}", dict(data)).status == 404


def test_a_second_click_signs_once(clerk: Person) -> None:
    row = stories.paper("checked")
    data = values_of(open_page(clerk, row).form(ACT))
    path = f"/van-ban/{row.id}{ACT}"

    first, second = clerk.post(path, dict(data)), clerk.post(path, dict(data))

    assert first.notice == second.notice == "Đã ghi ký. Còn ghi số và phát hành."
