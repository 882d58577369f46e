"""Tests: an issued report stays, and what has changed since is named."""

from dataclasses import replace
from datetime import date

from flask import Flask

from saturday.extensions import db
from saturday.models.documents import Subject
from saturday.models.reports import Review
from saturday.papers import making
from saturday.papers.monthly_report import MonthlyReport
from saturday.papers.reported import (
    Report,
    ReportedSaturday,
    changed_figures,
    changed_report,
    set_figures,
    state_of,
)
from saturday.rules.intake import DeskCounts
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.rules.reporting import SaturdayFigures
from tests import plain_figures
from tests.papers import rows
from tests.plain_figures import PERIODS

APRIL = PERIODS[0]
DAY = date(2026, 4, 11)
NOBODY = DeskCounts(0, {})
OTHER_WORDS = ["Lời văn của báo cáo đã đổi."]


def words(replaces: bool = False) -> Report:  # noqa: FBT001, FBT002 - one of two papers
    """Set the report of April from what is stored."""
    kinds = (DocumentKind.REPORT, Issuer.CENTRE)
    subject = Subject(period=APRIL)
    row = rows.document("monthly_report", *kinds, title="Kết quả", subject=subject)
    if replaces:
        old = rows.document("monthly_report", *kinds, title="Kết quả", subject=subject)
        row.amends, row.amends_as = rows.issued(old, 7, date(2026, 4, 15)), PaperMark.REPLACED
    return MonthlyReport.of(Review.of(db.session, APRIL), row, rows.COMMUNE, rows.plan_paper())


def test_a_saturday_says_in_a_word_or_two_what_is_to_know() -> None:
    assert state_of(SaturdayFigures(DAY, NOBODY, is_closed=True)) == ""
    assert state_of(SaturdayFigures(DAY, NOBODY)) == "chưa chốt"
    assert state_of(SaturdayFigures(DAY, NOBODY, is_mobile=True)) == "lưu động, chưa chốt"
    assert state_of(SaturdayFigures(DAY, NOBODY, is_held=False)) == "chưa đến"
    assert state_of(SaturdayFigures(DAY, NOBODY, is_held=False, gone="đã hủy")) == "đã hủy"


def test_a_saturday_to_come_has_no_figures() -> None:
    come = ReportedSaturday.of(1, SaturdayFigures(DAY, NOBODY))
    to_come = ReportedSaturday.of(2, SaturdayFigures(DAY, NOBODY, is_held=False))

    assert (come.visits, come.received, come.settled, come.returned) == ("0",) * 4
    assert (to_come.visits, to_come.received, to_come.settled, to_come.returned) == ("",) * 4


def test_it_carries_out_the_plan_and_ends_as_papers_do(app: Flask) -> None:
    del app
    made = words()

    assert made.opening.startswith("Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026")
    assert made.opening.endswith("báo cáo kết quả tháng 4 (15/3 – 14/4/2026) như sau:")
    assert made.closing == (
        "Trung tâm Phục vụ hành chính công xã Anh Sơn báo cáo Ủy ban nhân dân xã Anh Sơn xem xét, "
        "chỉ đạo./."
    )


def test_a_report_that_replaces_another_says_so(app: Flask) -> None:
    del app
    assert words(replaces=True).closing.endswith(
        "Báo cáo này thay thế Báo cáo số 07/BC-TTPVHCC ngày 15 tháng 4 năm 2026./."
    )


def test_parts_have_a_dash_and_the_rest_their_numbers(app: Flask) -> None:
    del app
    first, second, third = set_figures(Review.of(db.session, APRIL).compared)[:3]

    assert (first.order, first.name) == ("1", "Số buổi đã tổ chức")
    assert (second.order, second.name) == ("", "- trong đó buổi lưu động")
    assert third.order == "2"


def test_what_changed_is_named_figure_by_figure(app: Flask) -> None:
    del app
    plain_figures.fill(6)
    then = words()
    visits = next(one for one in then.figures if one.name == "Lượt công dân")
    figures = tuple(replace(one, now="999") if one is visits else one for one in then.figures)
    areas = (replace(then.areas[0], received="999"), *then.areas[1:])

    assert changed_figures(then.figures, then.figures) == []
    assert changed_report(then, replace(then, figures=figures, areas=areas), is_issued=True) == [
        f"Lượt công dân ghi {visits.now}, nay là 999.",
        f"Bảng theo lĩnh vực: dòng {then.areas[0].name} đã đổi.",
    ]
    assert changed_report(then, replace(then, opening=""), is_issued=True) == OTHER_WORDS
    missing = changed_figures((), then.figures)
    assert {one.before for one in missing} == {"không có"}


def test_what_was_to_come_may_change_once_a_report_is_issued(app: Flask) -> None:
    del app
    then = words()
    moved = replace(then, tasks=("Tổ chức các buổi tiếp theo: 16/5.",))

    assert changed_report(then, moved, is_issued=True) == []
    assert changed_report(then, moved, is_issued=False) == OTHER_WORDS
    assert changed_report(then, replace(moved, lessons=("Khác.",)), is_issued=True) == OTHER_WORDS


def test_many_changes_are_counted(app: Flask) -> None:
    del app
    then = words()
    figures = tuple(replace(one, now="999") for one in then.figures)

    found = changed_report(then, replace(then, figures=figures), is_issued=True)

    assert len(found) == 9
    assert found[-1] == f"Còn {len(figures) - 8} số liệu khác đã đổi."


def test_both_reports_are_made_here() -> None:
    assert {making.MONTHLY_REPORT, making.YEAR_REPORT} == making.OF_A_PERIOD
    assert all(issubclass(making.SORTS[one].words, Report) for one in making.OF_A_PERIOD)
