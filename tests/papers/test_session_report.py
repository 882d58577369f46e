"""Tests: the words of the report of one Saturday, read back out of the paper itself."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from flask import Flask

from saturday import demo
from saturday.extensions import db
from saturday.models import daily
from saturday.models.daily import DailySheet, DayFigures
from saturday.models.documents import Document, Subject
from saturday.models.plan import DutySession
from saturday.models.running import Answers
from saturday.papers import making, session_report
from saturday.papers.layout import check_layout
from saturday.papers.render import render
from saturday.papers.session_report import NO_TROUBLE, SessionReport, title_of
from saturday.rules.closing import Handled, Stated
from saturday.rules.intake import Outcome, Satisfaction
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.rules.periods import Period
from tests import factories, plain_figures
from tests.conftest import stand_at
from tests.eleventh_of_april import SUM, saturday
from tests.models.test_figures import SATURDAYS
from tests.papers import rows
from tests.telling import tell

APRIL_11 = date(2026, 4, 11)


@pytest.fixture
def held(app: Flask) -> DutySession:
    """Give the Saturday of 11/4 at its noon."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 12:20")
    return row


def paper_of(row: DutySession, *, old: Document | None = None) -> Document:
    """Draft the report of a Saturday."""
    kinds = DocumentKind.REPORT, Issuer.CENTRE
    paper = rows.document("session_report", *kinds, title=title_of(row))
    if old is not None:
        paper.amends, paper.amends_as = old, PaperMark.REPLACED
    return paper


def report(row: DutySession, *, old: Document | None = None) -> SessionReport:
    """Set the words of the report of a Saturday."""
    figures = DayFigures.of(db.session, row)
    satisfied = Answers.of(db.session, row).counts
    paper = paper_of(row, old=old)
    return SessionReport.of(figures, satisfied, paper, rows.COMMUNE, rows.plan_paper())


def close(row: DutySession, remark: str = "") -> None:
    daily.close(db.session, row, remark, DayFigures.of(db.session, row).mark, by=None)


def text_of(content: bytes) -> str:
    """Give what a person reads in a .docx, outside its tables."""
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


def tables_of(content: bytes) -> list[list[list[str]]]:
    """Give the cells of the tables of a .docx."""
    found = docx.Document(io.BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


@pytest.fixture
def told(app: Flask, empty_folder: Path) -> DutySession:
    """Tell the story up to Monday, when 11/4 is closed."""
    tell(app, empty_folder, demo.MONDAY)
    return saturday()


def test_the_story_of_11_april_stands_in_the_paper(told: DutySession) -> None:
    content = making.printed(db.session, "session_report", Subject(duty_session=told))

    assert check_layout(content) == []
    text = text_of(content)
    for words in (
        "Kính gửi: Ủy ban nhân dân xã Anh Sơn",
        "- Thời gian: Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.",
        f"- Số lượt công dân: {SUM}.",
        (
            "- Hồ sơ tiếp nhận: 39 hồ sơ = 25 giải quyết, trả ngay + 14 hẹn trả; "
            "nộp trực tuyến tại chỗ 14, trực tiếp và bưu chính 25."
        ),
        (
            "39 tiếp nhận + 9 từ các buổi trước = 48 hồ sơ = 30 đã trả + 18 còn lại "
            "(17 trong hạn, 1 quá hạn)."
        ),
        "- Mức độ hài lòng: 31 rất hài lòng, 14 hài lòng, 1 chưa hài lòng.",
        "- 9 giờ 10 mất điện 8 phút.",
    ):
        assert words in text
    _head, areas, officers, _foot = tables_of(content)
    assert areas[-1] == ["", "Cộng", "39", "25", "14", "4", "0", "43", "2"]
    assert ["1", "Chứng thực", "21", "21", "0", "0", "0", "21", "0"] in areas
    sums = [sum(int(row[place]) for row in areas[1:-1]) for place in range(2, 9)]
    assert [str(one) for one in sums] == areas[-1][2:]
    assert officers[-1] == ["", "Cộng", "", str(39 + 4), "2"]
    assert sum(int(row[3]) for row in officers[1:-1]) == 39 + 4
    assert sum(int(row[4]) for row in officers[1:-1]) == 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_in_the_word_file_is_that_of_the_raw_rows(app: Flask, seed: int) -> None:
    del app
    plain_figures.fill(seed)
    for day in SATURDAYS:
        asked = Subject(duty_session=saturday(day))
        content = making.printed(db.session, "session_report", asked)

        told, wanted = text_of(content), plain_figures.counted(Period(day, day))
        here = wanted["RECEIVED"] + wanted["CARRIED"]
        for words in (
            f"Số lượt công dân: {wanted['VISITS']} lượt = ",
            f"Hồ sơ tiếp nhận: {wanted['RECEIVED']} hồ sơ = {wanted['SETTLED']} giải quyết, ",
            f" trả ngay + {wanted['APPOINTED']} hẹn trả; ",
            f"nộp trực tuyến tại chỗ {wanted['ONLINE']}, ",
            f" trực tiếp và bưu chính {wanted['DIRECT']}.",
            f"{wanted['RECEIVED']} tiếp nhận + {wanted['CARRIED']} từ các buổi trước = {here} ",
            f"{here} hồ sơ = {wanted['RETURNED']} đã trả + {wanted['PENDING']} còn lại ",
            f"({wanted['OPEN']} trong hạn, {wanted['OVERDUE']} quá hạn).",
            f"Mức độ hài lòng: {wanted['VERY']} rất hài lòng, {wanted['SATISFIED']} hài lòng, ",
            f", {wanted['NOT_SATISFIED']} chưa hài lòng.",
        ):
            assert words in told
        compare_tables(content, plain_figures.of_areas(day), wanted)
        assert check_layout(content) == []


def compare_tables(
    content: bytes, by_area: dict[str, dict[str, int]], wanted: dict[str, int]
) -> None:
    """Compare both tables with what was counted from the raw rows."""
    _head, areas, officers, _foot = tables_of(content)
    for row in areas[1:-1]:
        of = by_area.get(row[1], by_area.get("", {}))
        settled, appointed = of.get("SETTLED", 0), of.get("RECEIVED", 0)
        rest = of.get("SUPPLEMENT", 0), of.get("REFUSED", 0)
        here = settled + appointed
        told = [here, settled, appointed, *rest, here + sum(rest), of.get("OPINION", 0)]
        assert [int(one) for one in row[2:]] == told
    names = ("RECEIVED", "SETTLED", "APPOINTED", "SUPPLEMENT", "REFUSED")
    handled = sum(wanted[name] for name in ("RECEIVED", "SUPPLEMENT", "REFUSED"))
    sums = [*(wanted[name] for name in names), handled, wanted["ONLY_OPINION"]]
    assert areas[-1][1:] == ["Cộng", *map(str, sums)]
    dossiers, opinions = (sum(int(row[at]) for row in officers[1:-1]) for at in (3, 4))
    assert (dossiers, opinions) == (handled, wanted["ONLY_OPINION"])
    assert officers[-1][1] == "Cộng"
    assert officers[-1][3:] == [str(dossiers), str(opinions)]


def test_an_empty_saturday_says_so(held: DutySession) -> None:
    content = render(report(held))

    text = text_of(content)
    assert "- Trong buổi không có lượt công dân nào." in text
    assert f"- {NO_TROUBLE}" in text
    _head, areas, officers, _foot = tables_of(content)
    assert areas[-1][0] == "Không có hồ sơ, kiến nghị nào."
    assert officers[-1][0] == "Chưa có công chức nào."


def test_words_kept_before_a_field_told_what_was_dealt_with_are_read(held: DutySession) -> None:
    factories.received(held, outcome=Outcome.SETTLED)
    kept = json.loads(json.dumps(report(held).as_words()))
    for row in kept["areas"]:
        del row["dossiers"], row["opinions"]

    assert SessionReport.from_words(kept).areas[0].received == "1"


def test_only_fields_with_dossiers_are_listed(held: DutySession) -> None:
    factories.received(held, outcome=Outcome.SETTLED)
    factories.received(held, outcome=Outcome.GUIDED)

    found = [(one.order, one.name) for one in report(held).areas]

    assert found == [("1", "Hộ tịch"), ("", "Cộng")]


def test_without_slips_nothing_is_said_of_satisfaction(held: DutySession) -> None:
    factories.received(held, outcome=Outcome.SETTLED)
    assert not any("hài lòng" in one for one in report(held).results)

    Answers.of(db.session, held).write(db.session, {Satisfaction.VERY: 3}, by=None)
    db.session.commit()
    assert "3 rất hài lòng" in report(held).results[-1]


def test_what_was_difficult_stands_line_by_line(held: DutySession) -> None:
    close(held, "Mất mạng 25 phút.\nMất điện 8 phút.")

    assert report(held).difficulties == ("Mất mạng 25 phút.", "Mất điện 8 phút.")


def test_corrected_figures_stand_as_they_were_confirmed(held: DutySession) -> None:
    account = factories.account(username="congchuc1")
    account.officer = factories.officer("Vi Văn An (mẫu)")
    db.session.commit()
    factories.received(held, outcome=Outcome.SETTLED, by=account)
    one = DayFigures.of(db.session, held).officers[0]
    stated = Stated(one.key, one.counted, Handled(2, 1), "ghi giấy")
    daily.confirm(db.session, held, stated, by=None)
    db.session.commit()

    row, whole = report(held).officers

    assert (whole.name, whole.dossiers, whole.opinions) == ("Cộng", "2", "1")
    assert (row.name, row.post) == ("Vi Văn An (mẫu)", "Chuyên viên, Phòng Kinh tế")
    assert (row.dossiers, row.opinions) == ("2", "1")
    assert len(db.session.scalars(SessionReport.wanted(held)).all()) == 1
    assert db.session.scalars(DailySheet.of_session(held)).one().reason == "ghi giấy"


def test_a_corrected_figure_is_explained_where_the_log_says_another(held: DutySession) -> None:
    account = factories.account(username="congchuc1")
    account.officer = factories.officer("Vi Văn An (mẫu)")
    db.session.commit()
    factories.received(held, outcome=Outcome.SETTLED, by=account)
    assert not any("Vi Văn An" in line for line in report(held).results)
    one = DayFigures.of(db.session, held).officers[0]
    stated = Stated(one.key, one.counted, Handled(2, 1), "một hồ sơ ghi giấy")
    daily.confirm(db.session, held, stated, by=None)
    db.session.commit()

    assert report(held).results[-1] == (
        "Vi Văn An (mẫu) đã xử lý 2 hồ sơ, 1 kiến nghị; nhật ký có 1 hồ sơ, 0 kiến nghị. "
        "Lý do: một hồ sơ ghi giấy."
    )


def test_a_saturday_without_hours_tells_its_day(held: DutySession) -> None:
    held.starts_at = held.ends_at = None
    held.place = ""

    words = report(held)

    assert words.time == "Thứ Bảy, ngày 11 tháng 4 năm 2026."
    assert words.place == "Trung tâm Phục vụ hành chính công."


def test_a_report_that_replaces_another_says_so(held: DutySession) -> None:
    old = rows.issued(paper_of(held), 41, APRIL_11)

    closing = report(held, old=old).closing

    number = f"41/{old.symbol} ngày 11 tháng 4 năm 2026"
    assert closing.endswith(f"Báo cáo này thay thế Báo cáo số {number}./.")


def test_what_the_rows_say_otherwise_is_named(held: DutySession) -> None:
    then = report(held)
    assert list(session_report.changed(then, then)) == []
    factories.received(held, outcome=Outcome.SETTLED)

    told = list(session_report.changed(then, report(held)))

    assert told[0].startswith("Nay là: Số lượt công dân: 1 lượt = 1 tiếp nhận")
    assert told[-1] == "Bảng số liệu theo lĩnh vực hoặc theo công chức đã đổi."


def test_officers_in_another_order_are_no_change(held: DutySession) -> None:
    for name in ("Vi Văn An (mẫu)", "Lô Thị Bình (mẫu)"):
        account = factories.account(username=f"congchuc{name[:1]}".lower())
        account.officer = factories.officer(name)
        db.session.commit()
        factories.received(held, outcome=Outcome.SETTLED, by=account)
    then = report(held)
    first, second, whole = then.officers

    turned = replace(second, order="1"), replace(first, order="2"), whole
    assert list(session_report.changed(then, replace(then, officers=turned))) == []
    another = replace(first, dossiers="9"), second, whole
    assert list(session_report.changed(then, replace(then, officers=another)))


def test_its_words_are_kept_and_read_again(held: DutySession) -> None:
    factories.received(held, outcome=Outcome.SETTLED)
    words = report(held)

    assert SessionReport.from_words(words.as_words()) == words
