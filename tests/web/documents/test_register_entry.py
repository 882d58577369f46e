"""Can the clerk fill columns 6 to 10 of a line, without losing another's words?"""

import pytest

from saturday.extensions import db
from saturday.models.documents import Document
from tests.pages import Page, Person, values_of
from tests.web.documents import stories


def address(row: Document) -> str:
    return f"/van-ban/so/dong/{row.id}"


def save(person: Person, page: Page, row: Document, **typed: str) -> Page:
    return person.send(page, address(row), **typed)  # type: ignore[arg-type]


def test_the_columns_are_kept_and_shown(clerk: Person) -> None:
    row = stories.paper("issued")

    done = save(
        clerk,
        clerk.get(address(row)),
        row,
        archived_by="Văn thư",
        copies="5",
        sent_on="01/4/2026",
        received_by="đã ký nhận",
        register_note="gửi cả bản điện tử",
    )

    assert done.notice == "Đã sửa dòng số 28/TB-TTPVHCC trong sổ."
    assert done.rows("Sổ đăng ký")[0][5:10] == [
        "Văn thư",
        "5",
        "01/4/2026",
        "đã ký nhận",
        "gửi cả bản điện tử",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("copies", "năm", "Hãy ghi một số, chỉ dùng chữ số."),
        ("sent_on", "hôm qua", "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ("received_by", "x" * 121, "Hãy viết ngắn hơn: tối đa 120 ký tự."),
    ],
)
def test_a_bad_column_is_refused_and_the_rest_is_kept(
    clerk: Person, field: str, typed: str, fault: str
) -> None:
    row = stories.paper("issued")
    data = {**values_of(clerk.get(address(row)).form(address(row))), "archived_by": "Kho"}

    refused = clerk.post(address(row), {**data, field: typed})

    assert (refused.status, refused.faults) == (422, [fault])
    assert values_of(refused.form(address(row)))["archived_by"] == ["Kho"]
    db.session.refresh(row)
    assert row.archived_by == "VT, TTPVHCC"


def test_a_later_saver_sees_both_versions(clerk: Person) -> None:
    row = stories.paper("issued")
    first, second = clerk.get(address(row)), clerk.get(address(row))
    save(clerk, first, row, copies="5")

    late = save(clerk, second, row, copies="7")

    assert late.status == 409
    assert late.rows("Hai bản") == [["Số lượng bản", "5", "7"]]
    save(clerk, late, row)
    db.session.refresh(row)
    assert row.copies == 7


def test_only_the_clerk_edits_and_only_issued_papers(centre: Person, clerk: Person) -> None:
    row, unissued = stories.paper("issued"), stories.paper(sort="annual_plan")
    data = values_of(clerk.get(address(row)).form(address(row)))

    assert centre.get(address(row)).status == 403
    assert centre.post(address(row), dict(data)).status == 403
    assert clerk.get(address(unissued)).status == 404
    assert clerk.get("/van-ban/so/dong/999").status == 404


def test_a_second_click_saves_once(clerk: Person) -> None:
    row = stories.paper("issued")
    data = {**values_of(clerk.get(address(row)).form(address(row))), "copies": "5"}

    first, second = clerk.post(address(row), dict(data)), clerk.post(address(row), dict(data))

    assert first.notice == second.notice
