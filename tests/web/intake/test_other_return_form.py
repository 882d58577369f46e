"""A result whose dossier came in elsewhere is handed over too."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.intake import counts_of
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.rules.intake import Outcome
from tests import factories
from tests.conftest import stand_at
from tests.pages import Person

PAGE = "/tiep-nhan/tra-ket-qua/khac"


@pytest.fixture(autouse=True)
def duty_session(app: Flask) -> DutySession:
    """Hold the Saturday of 11/4, at nine."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 09:00")
    return row


def test_a_result_of_another_desk_counts_the_person_who_came(
    centre: Person, duty_session: DutySession
) -> None:
    procedure = factories.procedure("Đăng ký khai sinh")
    page = centre.get(PAGE)

    for _click in range(2):
        done = centre.send(
            page, PAGE, procedure=str(procedure.id), dossier_code=" H41.156-260310-0007 "
        )

    assert done.notice == "Đã ghi trả kết quả của hồ sơ ngoài nhật ký."
    row = db.session.scalars(select(Return)).one()
    assert (row.entry_id, row.procedure_id) == (None, procedure.id)
    assert (row.dossier_code, row.returned_on) == ("H41.156-260310-0007", date(2026, 4, 11))
    assert counts_of(db.session, duty_session).of(Outcome.HANDED_OVER) == 1


def test_without_procedure_and_code_nothing_is_recorded(centre: Person) -> None:
    page = centre.send(centre.get(PAGE), PAGE, remark="giấy hẹn mờ")

    assert page.status == 422
    assert page.faults == ["Hãy chọn thủ tục hoặc ghi mã hồ sơ."]
    assert page.soup.select_one("[name=remark]")["value"] == "giấy hẹn mờ"  # type: ignore[index]
    assert db.session.scalars(select(Return)).all() == []


def test_a_day_that_cannot_be_read_is_refused(centre: Person) -> None:
    page = centre.send(centre.get(PAGE), PAGE, dossier_code="H41-7", returned_on="hôm kia")

    assert page.status == 422
    assert page.faults == ["Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."]


def test_it_is_for_the_desk_only(economy: Person) -> None:
    assert economy.get(PAGE).status == 403
