"""Does a paper get just one number, its own, and does nothing else of the text change?"""

from datetime import date
from io import BytesIO

import pytest
from jinja2 import UndefinedError
from sqlalchemy import event
from sqlalchemy.orm import Session

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.documents import Document, FileStage, NumberSeries
from saturday.papers import issuing
from saturday.papers.issuing import Entry
from saturday.papers.layout import check_layout
from saturday.papers.reading import read_word
from saturday.papers.render import TEMPLATES
from saturday.rules.lifecycle import PaperState
from saturday.rules.numbering import DocumentKind, Issuer, SeriesMode
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of
from tests.web.documents import stories

ACT = "/phat-hanh"
OTHER_DAY = date(2026, 5, 9)


def open_page(person: Person, row: Document) -> Page:
    return person.get(f"/van-ban/{row.id}")


def lines(content: bytes) -> list[str]:
    return [" ".join(line.text.split()) for line in read_word(content).lines]


def content_of(row: Document, stage: FileStage) -> bytes:
    kept = row.file_at(stage)
    assert kept is not None
    return kept.content


def test_the_clerk_types_the_number_of_the_provinces_system(clerk: Person) -> None:
    row = stories.paper("signed")
    page = open_page(clerk, row)
    assert values_of(page.form(ACT))["number"] == [""]
    assert "Lấy từ hệ thống quản lý văn bản của tỉnh." in page.main

    done = clerk.send(page, ACT, number="28")

    assert done.notice == "Đã phát hành, số 28/TB-TTPVHCC."
    db.session.refresh(row)
    assert (row.state, row.dated_on, row.issued_by) == (
        PaperState.ISSUED,
        date(2026, 4, 1),
        clerk.account,
    )


@pytest.mark.parametrize("sort", ["assignment_notice", "annual_plan"])
def test_only_number_and_date_differ_from_the_signed_text(sort: str, clerk: Person) -> None:
    del clerk
    row = stories.paper("issued", sort=sort, number="5")

    signed = lines(content_of(row, FileStage.SIGNED))
    numbered = lines(content_of(row, FileStage.NUMBERED))

    changed = [(a, b) for a, b in zip(signed, numbered, strict=True) if a != b]
    assert changed == [
        (f"Số: /{row.symbol}", f"Số: 05/{row.symbol}"),
        (
            "Anh Sơn, ngày tháng năm 2026",
            "Anh Sơn, ngày 01 tháng 4 năm 2026",
        ),
    ]
    assert check_layout(content_of(row, FileStage.NUMBERED)) == []


def test_facts_that_changed_after_signing_do_not_reach_the_numbered_text(clerk: Person) -> None:
    row = stories.paper("signed")
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    clerk.send(open_page(clerk, row), ACT, number="28")

    db.session.refresh(row)
    assert "Người thay (mẫu)" not in lines(content_of(row, FileStage.NUMBERED))


def test_the_signed_file_comes_along(clerk: Person) -> None:
    row = stories.paper("signed")

    clerk.send(open_page(clerk, row), ACT, number="28", scan=(BytesIO(stories.PDF), "ký tên.PDF"))

    db.session.refresh(row)
    kept = row.file_at(FileStage.SCAN)
    assert kept is not None
    assert kept.content == stories.PDF
    assert kept.name == "28-TB-TTPVHCC Thông báo phân công thứ Bảy 11-4 (bản ký).pdf"


def test_a_wrong_file_issues_nothing(clerk: Person) -> None:
    row = stories.paper("signed")

    refused = clerk.send(
        open_page(clerk, row), ACT, number="28", scan=(BytesIO(b"MZ not a pdf"), "a.pdf")
    )

    assert refused.status == 422
    assert refused.faults == ["Tệp phải là PDF, JPG hoặc PNG. Hãy chọn lại tệp bản ký."]
    assert values_of(refused.form(ACT))["number"] == ["28"]
    db.session.refresh(row)
    assert (row.state, row.number) == (PaperState.SIGNED, None)


def test_too_large_a_file_is_said_in_words(clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clerk.app.config["MAX_CONTENT_LENGTH"] == 16 * 1024 * 1024
    monkeypatch.setitem(clerk.app.config, "MAX_CONTENT_LENGTH", 100_000)
    row = stories.paper("signed")
    large = BytesIO(stories.PDF + b"0" * 100_000)

    refused = clerk.send(open_page(clerk, row), ACT, number="28", scan=(large, "a.pdf"))

    assert refused.status == 413
    assert "Hãy chọn tệp nhỏ hơn 16 MB" in refused.main


@pytest.mark.parametrize(
    ("number", "dated", "fault"),
    [
        ("", "01/4/2026", "Hãy ghi số văn bản."),
        ("0", "01/4/2026", "Hãy ghi số bằng chữ số, có thể thêm một chữ cái: 50 hoặc 50a."),
        ("năm", "01/4/2026", "Hãy ghi số bằng chữ số, có thể thêm một chữ cái: 50 hoặc 50a."),
        ("28/TB", "01/4/2026", "Chỉ ghi số, ví dụ 28; ký hiệu đã có sẵn."),
        ("28/TB-TTPVHCC", "01/4/2026", "Chỉ ghi số, ví dụ 28; ký hiệu đã có sẵn."),
        ("28", "", "Hãy ghi ngày văn bản."),
        ("28", "02/4/2026", "Ngày ban hành muộn nhất là hôm nay, 01/4/2026."),
        ("28", "31/3/2026", "Ngày ban hành phải từ ngày ký trở đi."),
        ("27", "01/4/2026", "Số 27 đã dùng cho văn bản ngày 01/4."),
        ("027", "01/4/2026", "Số 27 đã dùng cho văn bản ngày 01/4."),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(
    clerk: Person, number: str, dated: str, fault: str
) -> None:
    stories.paper("issued", day=OTHER_DAY, number="27")
    row = stories.paper("signed")

    refused = clerk.send(open_page(clerk, row), ACT, number=number, dated=dated)

    assert (refused.status, refused.faults) == (422, [fault])
    assert refused.soup.select_one(".field.bad .err") is not None
    assert values_of(refused.form(ACT))["dated"] == [dated]
    db.session.refresh(row)
    assert row.state is PaperState.SIGNED


def test_a_number_of_another_issuer_or_kind_is_free(clerk: Person) -> None:
    stories.paper("issued", sort="annual_plan", number="28")
    row = stories.paper("signed")

    assert clerk.send(open_page(clerk, row), ACT, number="28").status == 200


def test_one_run_for_all_kinds_when_the_commune_says_so(clerk: Person) -> None:
    stories.setting("centre.one_series", "yes")
    stories.paper("issued", number="28")

    run = db.session.scalar(NumberSeries.for_(Issuer.CENTRE, DocumentKind.REPORT, 2026))

    assert run is not None
    assert (run.kind_key, run.words) == ("", "mọi tên loại")
    assert clerk.get("/van-ban/so/trung-tam/2026").status == 200


def test_own_numbers_are_offered_one_after_the_other(clerk: Person) -> None:
    stories.setting("centre.numbers", "OWN")
    first, second = stories.paper("signed"), stories.paper("signed", day=OTHER_DAY)
    page = open_page(clerk, first)
    assert values_of(page.form(ACT))["number"] == ["01"]
    assert "Số tiếp theo đã điền sẵn." in page.main

    clerk.send(page, ACT)

    assert values_of(open_page(clerk, second).form(ACT))["number"] == ["02"]
    run = db.session.scalar(NumberSeries.for_(Issuer.CENTRE, DocumentKind.NOTICE, 2026))
    assert run is not None
    assert run.mode is SeriesMode.OWN


def test_own_numbers_are_not_dated_back(clerk: Person) -> None:
    stories.setting("centre.numbers", "OWN")
    early = stories.paper("signed")
    stand_at("2026-04-07 15:00")
    stories.paper("issued", day=OTHER_DAY, number="1")
    later = stories.at("2026-04-08 09:00", clerk)

    refused = later.send(open_page(later, early), ACT, number="2", dated="06/4/2026")

    assert refused.faults == ["Số 01 đã mang ngày 07/4. Hãy ghi ngày ban hành từ ngày đó trở đi."]


def test_a_dead_clock_gives_no_number(clerk: Person) -> None:
    row = stories.paper("signed")
    behind = stories.at("2019-01-01 08:00", clerk)

    page = open_page(behind, row)
    refused = behind.send(page, ACT, number="1", dated="01/01/2019")

    assert "Đồng hồ đang chậm hơn bản ghi mới nhất." in page.main
    assert refused.status == 422
    assert refused.faults[0].startswith(
        "Đồng hồ của máy đang chậm: 8 giờ, thứ Ba, 01/01/2019, bản ghi mới nhất lúc"
    )
    db.session.refresh(row)
    assert (row.state, row.number) == (PaperState.SIGNED, None)
    right = stories.at("2026-04-01 10:00", clerk)
    page = open_page(right, row)
    assert "Đồng hồ đang chậm" not in page.main
    assert right.send(page, ACT, number="28").status == 200


def test_whoever_looked_may_vouch_for_the_clock(clerk: Person) -> None:
    row = stories.paper("signed")
    ahead = stories.at("2027-01-01 08:00", clerk)
    again = stories.at("2026-04-01 10:00", clerk)

    page = open_page(again, row)
    done = again.send(page, ACT, number="28", clock_is_right="y")

    assert ahead.account is again.account
    assert done.notice == "Đã phát hành, số 28/TB-TTPVHCC."
    event_row = db.session.scalars(AuditEvent.newest()).one()
    assert event_row.verb == "vouch_for_clock"


def test_the_year_of_the_date_chooses_the_series(clerk: Person) -> None:
    stories.setting("centre.numbers", "OWN")
    stand_at("2026-12-31 16:00")
    late = stories.paper("signed", day=date(2027, 1, 9))
    fresh = stories.paper("signed", day=date(2027, 1, 16))
    last = stories.paper("signed", day=date(2027, 1, 23))
    stories.take(last, "issued", number="400")
    person = stories.at("2027-01-01 08:00", clerk)
    page = open_page(person, fresh)
    assert values_of(page.form(ACT))["number"] == ["01"]

    person.send(page, ACT)
    person.send(open_page(person, late), ACT, number="401", dated="31/12/2026")

    db.session.refresh(late)
    db.session.refresh(fresh)
    assert (fresh.full_number, fresh.dated_on) == ("01/TB-TTPVHCC", date(2027, 1, 1))
    assert (late.full_number, late.dated_on) == ("401/TB-TTPVHCC", date(2026, 12, 31))
    assert fresh.series is not None
    assert late.series is not None
    assert (fresh.series.year, late.series.year) == (2027, 2026)


def test_a_double_click_takes_one_number_and_shows_it_twice(clerk: Person) -> None:
    row = stories.paper("signed")
    data = {**values_of(open_page(clerk, row).form(ACT)), "number": "28"}
    path = f"/van-ban/{row.id}{ACT}"

    first, second = clerk.post(path, dict(data)), clerk.post(path, dict(data))

    assert first.notice == second.notice == "Đã phát hành, số 28/TB-TTPVHCC."
    assert first.path == second.path
    run = db.session.scalar(NumberSeries.for_(Issuer.CENTRE, DocumentKind.NOTICE, 2026))
    assert run is not None
    assert len(db.session.scalars(Document.issued_in(run)).all()) == 1


def test_two_clerks_with_one_number_get_words_never_a_fault(clerk: Person) -> None:
    """The other clerk's commit falls between the reading of taken numbers and the writing."""
    mine, theirs = stories.paper("signed"), stories.paper("signed", day=OTHER_DAY)
    page = open_page(clerk, mine)
    overtaken: list[bool] = []

    def overtake(session: Session, _context: object, _instances: object) -> None:
        if overtaken or mine.id not in {row.id for row in session.dirty if is_numbered(row)}:
            return
        overtaken.append(True)
        run = session.scalars(NumberSeries.for_(Issuer.CENTRE, DocumentKind.NOTICE, 2026)).one()
        session.connection().execute(
            Document.__table__.update()  # type: ignore[attr-defined] # a mapped table
            .where(Document.id == theirs.id)
            .values(series_id=run.id, number=28, suffix="")
        )

    event.listen(Session, "before_flush", overtake)
    try:
        refused = clerk.send(page, ACT, number="28")
    finally:
        event.remove(Session, "before_flush", overtake)

    assert overtaken
    assert refused.status == 422
    assert refused.faults == [
        "Số 28 vừa được dùng cho văn bản khác. Hãy xem lại số rồi phát hành lại."
    ]


def is_numbered(row: object) -> bool:
    return isinstance(row, Document) and row.number is not None


def test_who_drafted_it_does_not_issue_it_when_two_people_are_asked_for(clerk: Person) -> None:
    stories.setting("documents.two_people", "yes")
    row = stories.paper("signed")
    row.drafted_by = clerk.account
    db.session.commit()

    refused = clerk.send(open_page(clerk, row), ACT, number="28")

    assert refused.faults == ["Người lập dự thảo không tự phát hành: cài đặt của xã cần hai người."]


def test_others_issue_nothing(centre: Person, leader: Person, clerk: Person) -> None:
    row = stories.paper("signed")
    data = {**values_of(open_page(clerk, row).form(ACT)), "number": "28"}

    for person in (centre, leader):
        assert person.post(f"/van-ban/{row.id}{ACT}", dict(data)).status == 403
    assert clerk.post(f"/van-ban/999{ACT}", dict(data)).status == 404


def test_a_list_takes_no_number(clerk: Person) -> None:
    numbered, row = stories.paper("signed"), stories.paper("signed", sort="nomination")
    data = {**values_of(open_page(clerk, numbered).form(ACT)), "number": "28"}

    refused = clerk.post(f"/van-ban/{row.id}{ACT}", dict(data))

    assert (refused.status, refused.faults) == (
        422,
        ["Danh sách không lấy số: đã ký là xong."],
    )


def test_the_template_of_the_check_is_kept_for_the_number(clerk: Person) -> None:
    del clerk
    row = stories.paper("signed")
    assert row.template is not None
    row.template.content = (TEMPLATES / "nomination.docx").read_bytes()

    with pytest.raises(UndefinedError, match="addressee"):
        issuing.issue(db.session, row, Entry("28", date(2026, 4, 1)), by=None)
