"""Can one choose where numbers come from, and which papers share them?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.documents import NumberSeries, Papers, Subject
from saturday.models.settings import arrangement
from saturday.papers import issuing
from saturday.papers.issuing import Entry
from saturday.rules.numbering import DocumentKind, Issuer, SeriesMode
from tests import factories
from tests.pages import Person

LIST = "/quan-tri/so-van-ban/2026"
CENTRE = f"{LIST}/trung-tam"
COMMITTEE = f"{LIST}/uy-ban"


def use_a_number() -> None:
    """Record the year's plan as issued before the app."""
    papers = Papers(
        paper="annual_plan",
        kind=DocumentKind.PLAN,
        issuer=Issuer.COMMITTEE,
        symbol="KH-UBND",
        title="Kế hoạch",
        signer_capacity="CHỦ TỊCH",
        signer_name="",
        recipients="Lưu: VT",
    )
    subject = Subject(plan=factories.plan())
    entry = Entry(number="50", dated=date(2026, 2, 11))
    issuing.record_earlier(db.session, papers, subject, entry, by=None)
    db.session.commit()


def test_it_shows_both_bodies_as_they_are(admin: Person) -> None:
    rows = admin.get(LIST).rows("Cách lấy số")

    assert [row[:4] for row in rows] == [
        ["Ủy ban nhân dân xã", "mỗi loại một hệ thống số", "nhập từ hệ thống quản lý văn bản", "0"],
        [
            "Trung tâm Phục vụ hành chính công",
            "mỗi loại một hệ thống số",
            "nhập từ hệ thống quản lý văn bản",
            "0",
        ],
    ]


def test_one_body_may_take_its_numbers_here_in_one_run(admin: Person) -> None:
    answer = admin.send(admin.get(CENTRE), CENTRE, scope="all", mode="OWN")

    assert answer.notice == ("Đã lưu cách lấy số năm 2026 của Trung tâm Phục vụ hành chính công.")
    rows = answer.rows("Cách lấy số")
    assert rows[0][1:3] == ["mỗi loại một hệ thống số", "nhập từ hệ thống quản lý văn bản"]
    assert rows[1][1:3] == ["chung cho mọi loại văn bản", "lấy số tại đây"]
    question = NumberSeries.for_(Issuer.CENTRE, DocumentKind.REPORT, 2026)
    series = db.session.scalars(question).one()
    assert (series.kind_key, series.mode) == ("", SeriesMode.OWN)


def test_what_was_chosen_can_be_unchosen_while_no_number_was_used(admin: Person) -> None:
    admin.send(admin.get(CENTRE), CENTRE, scope="all", mode="OWN")

    answer = admin.send(admin.get(CENTRE), CENTRE, scope="each", mode="EXTERNAL")

    assert answer.rows("Cách lấy số")[1][1] == "mỗi loại một hệ thống số"
    runs = db.session.scalars(NumberSeries.in_order()).all()
    assert {run.kind_key for run in runs} == {"PLAN", "NOTICE", "REPORT"}
    assert {run.mode for run in runs} == {SeriesMode.EXTERNAL}


def test_runs_with_numbers_are_neither_joined_nor_split(admin: Person) -> None:
    use_a_number()

    answer = admin.send(admin.get(COMMITTEE), COMMITTEE, scope="all", mode="EXTERNAL")

    assert answer.status == 422
    assert answer.faults == [
        "Năm 2026 đã có 1 văn bản lấy số, nên không gộp hay tách được. Hãy chọn cho năm sau."
    ]
    assert not arrangement(db.session, Issuer.COMMITTEE, 2026).one_for_all


def test_where_they_come_from_may_change_any_time(admin: Person) -> None:
    use_a_number()

    answer = admin.send(admin.get(COMMITTEE), COMMITTEE, scope="each", mode="OWN")

    assert answer.rows("Cách lấy số")[0][2:4] == ["lấy số tại đây", "1"]
    plan = db.session.scalars(NumberSeries.for_(Issuer.COMMITTEE, DocumentKind.PLAN, 2026)).one()
    assert plan.mode is SeriesMode.OWN


def test_later_years_follow_and_earlier_ones_do_not(admin: Person) -> None:
    admin.send(admin.get(CENTRE), CENTRE, scope="all", mode="OWN")

    assert arrangement(db.session, Issuer.CENTRE, 2027).one_for_all
    next_year = "/quan-tri/so-van-ban/2027/trung-tam"
    admin.send(admin.get(next_year), next_year, scope="each", mode="EXTERNAL")
    assert arrangement(db.session, Issuer.CENTRE, 2026).mode is SeriesMode.OWN
    last_year = "/quan-tri/so-van-ban/2025/trung-tam"
    admin.send(admin.get(last_year), last_year, scope="all", mode="OWN")
    assert arrangement(db.session, Issuer.CENTRE, 2028).mode is SeriesMode.EXTERNAL


def test_the_consequence_is_said_beside_the_choice(admin: Person) -> None:
    page = admin.get(CENTRE)

    assert "Đã có văn bản lấy số thì không đổi được trong năm đó." in page.main
    assert "không ghi được ngày trước văn bản đã phát hành gần nhất" in page.main


@pytest.mark.parametrize("typed", [{"scope": "some"}, {"mode": "NONE"}])
def test_a_choice_that_was_not_offered_is_refused(admin: Person, typed: dict[str, str]) -> None:
    whole = {"scope": "each", "mode": "OWN"} | typed

    answer = admin.send(admin.get(CENTRE), CENTRE, scope=whole["scope"], mode=whole["mode"])

    assert answer.status == 422
    assert len(answer.faults) == 1
    assert answer.faults[0].startswith("Hãy chọn cách")


def test_a_second_click_begins_the_runs_once(admin: Person) -> None:
    page = admin.get(CENTRE)

    first = admin.send(page, CENTRE, scope="all", mode="OWN")
    second = admin.send(page, CENTRE, scope="all", mode="OWN")

    assert second.notice == first.notice
    assert len(db.session.scalars(NumberSeries.in_order()).all()) == 1


def test_nobody_else_may_and_no_body_is_no_page(
    admin: Person, clerk: Person, centre: Person
) -> None:
    for person in (clerk, centre):
        assert person.get(LIST).status == 403
        assert person.get(CENTRE).status == 403
    assert admin.get(f"{LIST}/hoi-dong").status == 404
    assert admin.get("/quan-tri/so-van-ban/1999").status == 404
