"""Does a paper's page say how far it is, and who does what next?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.documents import Document
from tests.conftest import stand_at
from tests.pages import Page, Person
from tests.web.documents import stories


def address(row: Document) -> str:
    return f"/van-ban/{row.id}"


def steps(page: Page) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.soup.select(".steps li")]


def blue(page: Page) -> list[str]:
    return [one.text.strip() for one in page.soup.select("main .btn-act:not(details *)")]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("draft", ["1 Dự thảo ✓ Xong 9 giờ, thứ Tư, 01/4", "2 Kiểm tra Đang làm"]),
        ("checked", ["2 Kiểm tra ✓ Xong 9 giờ, thứ Tư, 01/4", "3 Ký Đang làm"]),
        ("signed", ["3 Ký ✓ Xong 9 giờ, thứ Tư, 01/4", "4 Phát hành Đang làm"]),
        ("issued", ["4 Phát hành ✓ Xong số 28/TB-TTPVHCC"]),
    ],
)
def test_the_states_stand_in_a_row(clerk: Person, step: str, said: list[str]) -> None:
    page = clerk.get(address(stories.paper(step)))

    assert set(said) <= set(steps(page))
    assert len(steps(page)) == 4


@pytest.mark.parametrize(
    ("step", "button"),
    [
        ("draft", ["Ghi đã kiểm tra thể thức"]),
        ("checked", ["Ghi đã ký"]),
        ("signed", ["Ghi số và phát hành"]),
        ("issued", []),
    ],
)
def test_the_clerk_has_one_blue_button_at_a_time(
    clerk: Person, step: str, button: list[str]
) -> None:
    assert blue(clerk.get(address(stories.paper(step)))) == button


@pytest.mark.parametrize(
    ("step", "button", "words"),
    [
        ("draft", ["Ghi đã kiểm tra nội dung"], "Cần kiểm tra nội dung"),
        ("checked", [], "Văn thư ghi ngày, giờ ký."),
        ("signed", [], "chờ văn thư ghi số, ngày và phát hành"),
    ],
)
def test_the_centre_reads_who_must_act(
    centre: Person, step: str, button: list[str], words: str
) -> None:
    page = centre.get(address(stories.paper(step)))

    assert blue(page) == button
    assert words in page.main


def test_a_leader_only_reads(leader: Person) -> None:
    page = leader.get(address(stories.paper()))

    assert page.status == 200
    assert [one["action"] for one in page.soup.select("main form")] == []


def test_the_page_counts_the_faults_of_layout(clerk: Person) -> None:
    page = clerk.get(address(stories.paper()))

    assert "Lỗi thể thức: 0" in page.main
    assert "không thấy chỗ nào sai" in page.main


def test_each_fault_of_layout_is_named(clerk: Person) -> None:
    row = stories.paper()
    row.recipients = "UBND xã"
    row.signer_name = "ThS. Phạm Thị Hương"
    db.session.commit()

    page = clerk.get(address(row))

    assert "Lỗi thể thức: 2" in page.main
    assert "Dòng nơi nhận cuối cùng phải là “- Lưu: VT…”." in page.main
    assert "không ghi học hàm, học vị" in page.main


def test_what_cannot_be_undone_is_said_before(clerk: Person) -> None:
    words = (
        "Sau khi phát hành không xóa được; chỉ đính chính, thay thế hoặc thu hồi bằng văn bản mới."
    )

    assert words in clerk.get(address(stories.paper("signed"))).main


def test_every_kept_file_shows_its_fingerprint(clerk: Person) -> None:
    row = stories.paper("issued")

    page = clerk.get(address(row))

    for file in row.files:
        assert file.name in page.main
        assert file.sha256 in page.main.replace(" ", "")
    assert [file.name for file in row.files] == [
        "Thông báo phân công thứ Bảy 11-4.docx",
        "28-TB-TTPVHCC Thông báo phân công thứ Bảy 11-4.docx",
    ]


def test_facts_that_change_after_signing_raise_a_flag(clerk: Person, centre: Person) -> None:
    row = stories.paper("issued")
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    page = clerk.get(address(row))

    assert "✗ Danh sách đã đổi sau khi ký:" in page.main
    assert "Hộ tịch: Công chức civil_status (mẫu) thay bằng Người thay (mẫu)." in page.main
    assert blue(page) == ["Lập văn bản thay thế"]
    assert page.has_form("/van-giu")
    assert blue(centre.get(address(row))) == []


def test_facts_that_change_after_the_check_are_said_too(clerk: Person) -> None:
    row = stories.paper("checked")
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    page = clerk.get(address(row))

    assert "✗ Danh sách đã đổi sau khi kiểm tra:" in page.main
    assert "Bấm Ghi đã ký thì văn bản về dự thảo để kiểm tra lại." in page.main


def test_once_the_saturday_is_over_its_list_raises_no_flag(clerk: Person) -> None:
    row = stories.paper("issued")
    assert row.duty_session is not None
    stories.replaced(row.duty_session)
    page = stories.at("2026-04-12 09:00", clerk).get(address(row))

    assert "4 Phát hành ✓ Xong số 28/TB-TTPVHCC" in steps(page)
    assert "đã đổi sau khi ký" not in page.main


def test_a_plan_that_changed_after_issue_raises_a_flag(clerk: Person) -> None:
    row = stories.paper("issued", sort="annual_plan", number="50")
    assert row.plan is not None
    row.plan.lines[-1].text = "Đề nghị các phòng thực hiện."
    db.session.commit()

    page = clerk.get(address(row))

    assert "✗ Kế hoạch đã đổi sau khi ký: Nội dung lập văn bản đã đổi." in page.main


def test_a_new_year_changes_nothing_in_a_checked_paper(clerk: Person) -> None:
    stand_at("2026-12-31 15:00")
    row = stories.paper("checked", day=date(2027, 1, 9))

    page = stories.at("2027-01-02 09:00", clerk).get(address(row))

    assert "3 Ký Đang làm" in steps(page)
    assert "đã đổi" not in page.main


def test_a_list_ends_at_its_signature(clerk: Person) -> None:
    page = clerk.get(address(stories.paper("signed", sort="nomination")))

    assert len(steps(page)) == 3
    assert "Danh sách đã ký, không lấy số." in page.main
    assert page.has_form("/ban-ky")


def test_a_foreign_or_missing_paper_is_no_page(economy: Person, clerk: Person) -> None:
    row = stories.paper("signed")

    assert economy.get(address(row)).status == 404
    assert clerk.get("/van-ban/999").status == 404


def test_a_draft_checked_in_part_says_what_is_left(clerk: Person) -> None:
    row = stories.paper()
    page = clerk.get(address(row))

    page = clerk.send(page, "/kiem-tra-the-thuc")

    assert "2 Kiểm tra Đang làm còn nội dung" in steps(page)
    assert blue(page) == ["Ghi đã kiểm tra nội dung"]
