"""Does a year begin with the right words, once, and only by whom it may?"""

from datetime import date

from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.documents import Document
from saturday.models.plan import AnnualPlan, Choice
from saturday.models.settings import change_settings
from saturday.papers.reading import read_word
from tests import factories
from tests.pages import Page, Person
from tests.web.plan.test_year_detail import planned, ticked

BEGIN = "/ke-hoach/2026/lap"


def year(number: int) -> AnnualPlan:
    """Give the plan of a year."""
    return db.session.scalars(AnnualPlan.of_year(number)).one()


def begin(person: Person, counted_from: str) -> Page:
    """Begin the year 2026."""
    return person.send(person.get("/ke-hoach/2026"), BEGIN, counted_from=counted_from)


def test_a_year_begins_with_the_text_of_the_first_plan(centre: Person) -> None:
    page = begin(centre, counted_from="11/02/2026")

    assert page.notice.startswith("Đã lập kế hoạch năm 2026.")
    assert year(2026).counted_from == date(2026, 2, 11)
    assert year(2026).lines[1].text == "I. MỤC ĐÍCH, YÊU CẦU"
    log = [one for one in db.session.scalars(AuditEvent.in_order()) if "plan" in one.subject]
    assert [one.verb for one in log] == ["begin", "write"]
    assert {one.account_id for one in log} == {centre.account.id}  # type: ignore[union-attr]


def test_a_year_may_begin_like_the_last_one(centre: Person) -> None:
    planned(Choice(date(2026, 4, 11)), Choice(date(2026, 9, 5), is_mobile=True))
    old = year(2026)
    old.lines[0].text = "Thực hiện nhiệm vụ trọng tâm năm 2026 của xã."
    db.session.commit()

    page = centre.get("/ke-hoach/2027")
    page = centre.send(page, "/ke-hoach/2027/lap", counted_from="04/01/2027", start="copy")

    assert year(2027).lines[0].text == "Thực hiện nhiệm vụ trọng tâm năm 2027 của xã."
    assert ticked(page) == ["2027-04-10", "2027-09-11"]
    assert year(2027).sessions == []


def test_a_day_of_another_year_is_refused_and_kept(centre: Person) -> None:
    page = begin(centre, counted_from="11/02/2025")

    assert page.status == 422
    assert page.faults == ["Ngày tính phải nằm trong năm 2026."]
    assert page.soup.find("input", attrs={"name": "counted_from"})["value"] == "11/02/2025"  # type: ignore[index]
    assert page.soup.title
    assert page.soup.title.text.strip().startswith("Lỗi:")


def test_a_missing_day_is_asked_for(centre: Person) -> None:
    assert begin(centre, counted_from="").faults == ["Hãy ghi ngày kế hoạch bắt đầu tính."]


def test_only_the_centre_begins_a_year(centre: Person, clerk: Person) -> None:
    shown = centre.get("/ke-hoach/2026")
    assert shown.status == 200

    assert clerk.post(BEGIN, {"counted_from": "11/02/2026"}).status == 403


def test_a_second_click_and_a_second_window_make_one_plan(centre: Person) -> None:
    page, other = centre.get("/ke-hoach/2026"), centre.get("/ke-hoach/2026")

    first = centre.send(page, BEGIN, counted_from="11/02/2026")
    second = centre.send(page, BEGIN, counted_from="11/02/2026")
    third = centre.send(other, BEGIN, counted_from="12/02/2026")

    assert second.notice == first.notice
    assert third.notice == "Kế hoạch năm 2026 đã có."
    assert db.session.scalar(select(func.count(AnnualPlan.id))) == 1


def test_pages_of_a_year_without_a_plan_do_not_exist(centre: Person) -> None:
    factories.plan(2027, counted_from=date(2027, 1, 1))

    for path in ("/noi-dung", "/in", ".ics"):
        assert centre.get(f"/ke-hoach/2026{path}").status == 404
        assert centre.get(f"/ke-hoach/2027{path}").status == 200


def renamed() -> None:
    """Be another commune, which has ten villages."""
    change_settings(
        db.session, {"commune.name": "xã Bình Chuẩn", "commune.place": "Bình Chuẩn"}, by=None
    )
    for number in range(1, 11):
        factories.hamlet(f"Thôn {number} (mẫu)")


def test_another_commune_reads_its_own_name_in_plan_and_paper(centre: Person) -> None:
    renamed()
    begin(centre, counted_from="11/02/2026")

    path = "/van-ban/lap/annual_plan/2026"
    centre.send(centre.get(path), path, signer_name="Phạm Thị Hương (mẫu)")

    paper = db.session.scalars(select(Document)).one()
    made = centre.get(f"/van-ban/{paper.id}/docx").response.data
    printed = "\n".join(line.text for line in read_word(made).lines)
    text = "\n".join([year(2026).subject, *(line.text for line in year(2026).lines)])
    assert text.count("xã Bình Chuẩn") == 4
    for words in (text, paper.title, paper.recipients, printed):
        assert "anh sơn" not in words.lower()
    assert "- 10 thôn, bản;" in printed.splitlines()
    assert "- Trung tâm PVHCC tỉnh Nghệ An;" in printed.splitlines()


def test_a_copied_plan_takes_the_new_name_where_nobody_wrote(centre: Person) -> None:
    begin(centre, counted_from="11/02/2026")
    year(2026).lines[3].text = "Phối hợp với xã Anh Sơn năm 2026."
    renamed()

    page = centre.get("/ke-hoach/2027")
    centre.send(page, "/ke-hoach/2027/lap", counted_from="04/01/2027", start="copy")

    plan = year(2027)
    assert plan.subject.endswith("trên địa bàn xã Bình Chuẩn")
    assert [one.text for one in plan.lines if "Anh Sơn" in one.text] == [
        "Phối hợp với xã Anh Sơn năm 2027."
    ]
    assert "xã Bình Chuẩn năm 2027" in plan.lines[-1].text


def test_a_copied_plan_keeps_a_subject_of_its_own(centre: Person) -> None:
    begin(centre, counted_from="11/02/2026")
    year(2026).subject = "Ngày thứ 7 vì dân cùng xã Anh Sơn năm 2026"
    renamed()

    page = centre.get("/ke-hoach/2027")
    centre.send(page, "/ke-hoach/2027/lap", counted_from="04/01/2027", start="copy")

    assert year(2027).subject == "Ngày thứ 7 vì dân cùng xã Anh Sơn năm 2027"
