"""Can a commune that starts in mid-year record what it issued before?"""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.documents import Document, FileStage
from saturday.models.progress import hub_facts
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.documents import stories

PATH = "/van-ban/da-phat-hanh"
TITLE = "Tổ chức triển khai “Ngày thứ 7 vì dân”"


def count() -> int:
    return db.session.scalars(select(func.count(Document.id))).one()


def record(person: Person, **typed: object) -> Page:
    data: dict[str, object] = {
        "issuer": "COMMITTEE",
        "kind": "PLAN",
        "number": "50",
        "dated": "11/02/2026",
        "title": TITLE,
        "signer_name": "Trần Thị Lan (mẫu)",
        **typed,
    }
    return person.send(person.get(PATH), PATH, **data)  # type: ignore[arg-type]


def test_the_plan_of_the_year_gets_its_number(clerk: Person) -> None:
    held = factories.duty_session()

    done = record(clerk, plan_id=str(held.plan_id))

    assert done.notice == "Đã ghi văn bản số 50/KH-UBND."
    row = db.session.scalars(select(Document)).one()
    assert (row.full_number, row.is_earlier, row.title) == ("50/KH-UBND", True, TITLE)
    assert row.signer_capacity == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    assert "35 thôn, bản" in row.recipients
    assert hub_facts(db.session, held).plan_number == "50/KH-UBND"
    assert "Kế hoạch năm 2026" in clerk.get("/van-ban/").main


def test_its_number_counts_as_taken(clerk: Person) -> None:
    record(clerk, kind="NOTICE", issuer="CENTRE", number="28")
    row = stories.paper("signed")

    refused = clerk.send(clerk.get(f"/van-ban/{row.id}"), "/phat-hanh", number="28")

    assert refused.faults == ["Số 28 đã dùng cho văn bản ngày 11/02."]


def test_the_public_notice_of_a_saturday_is_seen_on_its_page(clerk: Person) -> None:
    held = factories.duty_session()

    record(
        clerk,
        kind="NOTICE",
        issuer="CENTRE",
        number="27",
        dated="01/4/2026",
        duty_session_id=str(held.id),
    )

    assert str(hub_facts(db.session, held).public_notice_on) == "2026-04-01"


def test_the_signed_file_comes_along(clerk: Person) -> None:
    record(clerk, scan=(BytesIO(stories.PDF), "KH 50.pdf"))

    row = db.session.scalars(select(Document)).one()
    kept = row.file_at(FileStage.SCAN)
    assert kept is not None
    assert kept.name == "50-KH-UBND Kế hoạch (bản ký).pdf"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"kind": ""}, "Hãy chọn tên loại."),
        ({"kind": "POEM"}, "Hãy chọn tên loại."),
        ({"issuer": "NOBODY"}, "Hãy chọn cơ quan ban hành."),
        ({"issuer": None}, "Hãy chọn cơ quan ban hành."),
        ({"number": ""}, "Hãy ghi số văn bản."),
        ({"number": "năm mươi"}, "Hãy ghi số bằng chữ số, có thể thêm một chữ cái: 50 hoặc 50a."),
        ({"dated": "30/02/2026"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"dated": "02/4/2026"}, "Ngày ban hành muộn nhất là hôm nay, 01/4/2026."),
        ({"title": ""}, "Hãy ghi trích yếu."),
        ({"signer_name": ""}, "Hãy ghi họ tên người ký."),
        ({"signer_name": "trần thị lan"}, "Hãy viết hoa chữ cái đầu của họ và tên."),
        ({"plan_id": "77"}, "Hãy chọn lại: mục đã chọn không còn trong danh sách."),
        (
            {"scan": (BytesIO(b"MZ"), "a.pdf")},
            "Tệp phải là PDF, JPG hoặc PNG. Hãy chọn lại tệp bản ký.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_kept(
    clerk: Person, typed: dict[str, object], fault: str
) -> None:
    refused = record(clerk, recipients="UBND xã", **typed)

    assert (refused.status, refused.faults) == (422, [fault])
    assert values_of(refused.form(PATH))["recipients"] == ["UBND xã"]
    assert count() == 0


def test_only_a_plan_is_the_plan_of_a_year(clerk: Person) -> None:
    plan = factories.plan()

    refused = record(clerk, kind="NOTICE", plan_id=str(plan.id))

    assert refused.faults == ["Chỉ văn bản loại kế hoạch mới là kế hoạch năm. Hãy chọn lại."]


def test_only_a_notice_is_the_notice_of_a_saturday(clerk: Person) -> None:
    held = factories.duty_session()

    refused = record(clerk, duty_session_id=str(held.id))

    assert refused.faults == ["Chỉ văn bản loại thông báo mới là thông báo của buổi. Hãy chọn lại."]


def test_a_year_has_one_plan_in_force(clerk: Person) -> None:
    plan = factories.plan()
    record(clerk, plan_id=str(plan.id))

    refused = record(clerk, number="51", plan_id=str(plan.id))

    assert refused.faults == ["Đã có văn bản số 50/KH-UBND. Cần đổi thì lập văn bản thay thế."]
    assert count() == 1


def test_the_same_number_is_not_recorded_twice(clerk: Person) -> None:
    record(clerk)

    refused = record(clerk, title="Kế hoạch khác")

    assert refused.faults == ["Số 50 đã dùng cho văn bản ngày 11/02."]


def test_a_second_click_records_once(clerk: Person) -> None:
    data = {
        **values_of(clerk.get(PATH).form(PATH)),
        "issuer": "COMMITTEE",
        "kind": "PLAN",
        "number": "50",
        "dated": "11/02/2026",
        "title": TITLE,
        "signer_name": "Trần Thị Lan (mẫu)",
    }

    first, second = clerk.post(PATH, dict(data)), clerk.post(PATH, dict(data))

    assert first.notice == second.notice == "Đã ghi văn bản số 50/KH-UBND."
    assert count() == 1


def test_a_slow_clock_records_nothing(clerk: Person) -> None:
    stories.paper("issued", sort="annual_plan", number="49")
    behind = stories.at("2019-01-01 08:00", clerk)

    refused = record(behind, kind="NOTICE", dated="01/01/2018")

    assert refused.faults[0].startswith("Đồng hồ của máy đang chậm")
    assert count() == 1


@pytest.mark.parametrize("who", ["centre", "leader", "economy", "admin"])
def test_only_the_clerk_records(request: pytest.FixtureRequest, who: str) -> None:
    person: Person = request.getfixturevalue(who)

    assert person.get(PATH).status == 403


def chosen(page: Page, name: str) -> str:
    return str(values_of(page.form(PATH))[name][0])


def test_it_begins_with_the_plan_of_the_year_it_was_opened_from(clerk: Person) -> None:
    plan = factories.plan(2026)
    stories.setting("annual_plan.signer", "Trần Thị Lan (mẫu)")
    link = clerk.get("/ke-hoach/2026").soup.select_one(f"a[href^='{PATH}']")
    assert link is not None

    page = clerk.get(str(link["href"]))

    assert chosen(page, "issuer") == "COMMITTEE"
    assert chosen(page, "kind") == "PLAN"
    assert chosen(page, "title") == plan.subject
    assert chosen(page, "plan_id") == str(plan.id)
    assert chosen(page, "signer_name") == "Trần Thị Lan (mẫu)"
    assert "Lưu" in chosen(page, "recipients")


def test_what_it_begins_with_is_recorded_as_it_stands(clerk: Person) -> None:
    factories.plan(2026)
    page = clerk.get(f"{PATH}?nam=2026")

    done = clerk.send(page, PATH, number="50", dated="11/02/2026", signer_name="Lan (mẫu)")

    assert done.notice == "Đã ghi văn bản số 50/KH-UBND."


@pytest.mark.parametrize(("mobile", "issuer"), [(False, "CENTRE"), (True, "COMMITTEE")])
def test_it_begins_with_the_notice_of_a_saturday(
    clerk: Person, *, mobile: bool, issuer: str
) -> None:
    held = factories.duty_session()
    held.is_mobile = mobile
    db.session.commit()

    page = clerk.get(f"{PATH}?buoi=2026-04-11")

    assert chosen(page, "issuer") == issuer
    assert chosen(page, "kind") == "NOTICE"
    assert chosen(page, "duty_session_id") == str(held.id)
    assert "thứ Bảy, ngày 11 tháng 4 năm 2026" in chosen(page, "title")


@pytest.mark.parametrize("query", ["", "?nam=2031", "?nam=abc", "?buoi=2026-04-18", "?buoi=x"])
def test_it_begins_empty_when_nothing_is_meant(clerk: Person, query: str) -> None:
    factories.duty_session()

    page = clerk.get(PATH + query)

    assert page.status == 200
    assert chosen(page, "title") == ""
