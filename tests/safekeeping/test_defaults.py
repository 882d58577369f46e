"""Is what a commune starts with whole, sourced, and loaded only once?"""

import csv
import re
import unicodedata
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

import pytest
from sqlalchemy import delete, func, select

from saturday.extensions import db
from saturday.models.commune import Duty, SubjectArea
from saturday.models.procedures import Procedure, names_on
from saturday.rules.procedures import (
    MobileState,
    Terms,
    TimeUnit,
    Validity,
    parse_code,
    refuse_terms,
)
from saturday.safekeeping import defaults

pytestmark = pytest.mark.usefixtures("app")
NEW_LAW = date(2027, 3, 1)  # Luật Hộ tịch 03/2026/QH16
TODAY = date(2026, 4, 11)
# What domain lists and portal agree on: nobody has to confirm it before it is used.
SOURCED = {
    "2.000815": ("trong ngày", "2.000 đồng/trang"),
    "2.000884": ("trong ngày", "10.000 đồng"),
    "2.001035": ("2 ngày làm việc", "50.000 đồng"),
    "2.001019": ("2 ngày làm việc", "50.000 đồng"),
    "2.001016": ("2 ngày làm việc", "50.000 đồng"),
    "2.000913": ("trong ngày", "30.000 đồng"),
    "1.001193": ("trong ngày", "Miễn lệ phí"),
    "1.000894": ("trong ngày", "Miễn lệ phí"),
    "1.000656": ("trong ngày", "Miễn lệ phí"),
    "2.000635": ("trong ngày", "8.000 đồng"),
    "1.003583": ("5 ngày làm việc", "Miễn lệ phí"),
}


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    """Read procedures.csv as it lies there."""
    text = (defaults.FOLDER / "procedures.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def in_force(day: date) -> list[Procedure]:
    """Give the loaded procedures of a day."""
    return list(db.session.scalars(Procedure.in_force(day)))


def test_about_forty_procedures_are_kept_in_every_field(lines: list[dict[str, str]]) -> None:
    may_be_empty = {"time_amount", "time_note", "valid_from", "valid_to"}

    assert 38 <= len({line["code"] for line in lines}) <= 48
    for line in lines:
        empty = {name for name, words in line.items() if not words}
        assert empty <= may_be_empty, (line["code"], empty)


def test_codes_are_national_and_words_are_composed(lines: list[dict[str, str]]) -> None:
    for line in lines:
        assert parse_code(line["code"]) == line["code"]
        for words in line.values():
            assert unicodedata.is_normalized("NFC", words)
            assert words == " ".join(words.split())
        assert len(line["name"]) <= 400
        assert len(line["short_name"]) <= 60
        assert len(line["fee"]) <= 300
        assert all(len(one) <= 200 for one in line["bring"].split(" | "))


def test_every_row_names_a_paper_or_asks_for_confirmation(lines: list[dict[str, str]]) -> None:
    paper = re.compile(r"\d+/\S+|Luật")

    for line in lines:
        assert paper.search(line["source"]) or line["needs_confirmation"] == "yes", line["code"]
        unknown = line["time_unit"] == "NOT_STATED" or line["fee"] == "Chưa có thông tin"
        assert not unknown or line["needs_confirmation"] == "yes", line["code"]


def test_terms_agree_with_each_other(lines: list[dict[str, str]]) -> None:
    for line in lines:
        amount = int(line["time_amount"]) if line["time_amount"] else None
        refuse_terms(
            Terms(
                TimeUnit(line["time_unit"]),
                amount,
                receive_only=line["receive_only"] == "yes",
                same_day=line["same_day"] == "yes",
                mobile=MobileState(line["mobile"]),
            )
        )


def test_no_two_versions_of_a_procedure_share_a_day() -> None:
    versions: dict[str, list[Validity]] = defaultdict(list)
    for row in db.session.scalars(Procedure.all_versions()):
        versions[row.code].append(row.validity)

    for code, some in versions.items():
        assert not any(one.overlaps(other) for one, other in combinations(some, 2)), code


def test_civil_status_changes_with_its_law() -> None:
    eve = {row.code: row for row in in_force(NEW_LAW - timedelta(days=1))}
    after = {row.code: row for row in in_force(NEW_LAW)}

    assert eve.keys() == after.keys()
    changed = {code for code, row in eve.items() if after[code] is not row}
    assert {"1.001193", "1.000894", "1.000656", "2.000635", "1.004873"} <= changed
    for code in changed:
        assert eve[code].subject_area.code == "ho-tich"
        assert after[code].needs_confirmation
        assert not after[code].same_day
        assert "03/2026/QH16" in after[code].source


def test_what_sources_agree_on_needs_nobody_to_confirm_it() -> None:
    found = {row.code: row for row in in_force(TODAY) if not row.needs_confirmation}

    assert found.keys() == SOURCED.keys()
    for code, (time, fee) in SOURCED.items():
        assert found[code].time == time
        assert found[code].fee.startswith(fee)


def test_land_is_only_received_and_copies_are_certified_at_the_office() -> None:
    for row in in_force(TODAY):
        assert row.receive_only == (row.subject_area.code == "dat-dai"), row.code
        if row.code == "2.000815":
            assert row.mobile is MobileState.NOT_TAKEN


def test_every_duty_names_procedures_that_are_promised_the_same_day() -> None:
    duties = {row.code: row for row in db.session.scalars(Duty.in_order())}

    for duty in duties.values():
        assert len(names_on(TODAY, duty.procedures)) == len(duty.fails_without), duty.code
    assert names_on(TODAY, duties["CERTIFICATION_SIGNER"].procedures) == [
        "chứng thực bản sao",
        "chứng thực chữ ký",
    ]
    assert duties["LAND"].fails_without == []


def test_procedures_are_loaded_once_and_an_emptied_table_is_filled_whole() -> None:
    first = db.session.scalars(Procedure.all_versions()).first()
    assert first
    count = db.session.scalar(select(func.count(Procedure.id)))
    db.session.delete(first)

    assert defaults.load(db.session)["procedures"] == 0

    db.session.execute(delete(Procedure))
    assert defaults.load(db.session)["procedures"] == count


def test_procedures_of_a_subject_area_taken_away_stay_out() -> None:
    db.session.execute(delete(Procedure))
    area = db.session.scalars(select(SubjectArea).where(SubjectArea.code == "dat-dai")).one()
    db.session.delete(area)
    db.session.flush()

    defaults.load(db.session)

    assert db.session.scalar(select(func.count(Procedure.id)))
    assert "1.013978" not in set(db.session.scalars(select(Procedure.code)))
