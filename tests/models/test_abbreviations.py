"""The list of abbreviations is edited, kept in order, and given to whoever reads aloud."""

import pytest
from sqlalchemy import delete

from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation
from saturday.models.audit import AuditEvent
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import defaults
from saturday.vietnamese.spoken import read_aloud

pytestmark = pytest.mark.usefixtures("app")


def test_what_is_entered_is_said() -> None:
    row = Abbreviation()
    row.enter(db.session, {"written": "NTD", "said": "nhà truyền dân"}, by=None)
    db.session.commit()

    assert read_aloud("NTD", Abbreviation.known(db.session)).text == "nhà truyền dân"
    assert db.session.scalars(AuditEvent.newest()).one().facts == {"written": "NTD"}


def test_the_list_stands_by_alphabet() -> None:
    db.session.execute(delete(Abbreviation))
    for written in ("UBND", "Đ/c", "BHYT", "v.v.", "4G"):
        db.session.add(Abbreviation.begin(written, "gì"))

    rows = db.session.scalars(Abbreviation.in_order())

    assert [row.written for row in rows] == ["4G", "BHYT", "Đ/c", "UBND", "v.v."]


def test_another_way_of_writing_takes_another_place() -> None:
    db.session.execute(delete(Abbreviation))
    for written in ("BC", "KH"):
        db.session.add(Abbreviation.begin(written, "gì"))
    db.session.flush()
    first = db.session.scalars(Abbreviation.in_order()).first()
    assert first

    first.change({"written": "XH", "said": "xã hội"}, by=None)

    assert [row.written for row in db.session.scalars(Abbreviation.in_order())] == ["KH", "XH"]


def test_a_second_way_to_say_the_same_is_refused() -> None:
    with pytest.raises(NotAllowedNow, match="đã có trong bảng"):
        Abbreviation().enter(db.session, {"written": "ubnd", "said": "ủy ban"}, by=None)


def test_the_defaults_are_those_of_the_file_and_are_loaded_once() -> None:
    assert Abbreviation.known(db.session) == defaults.abbreviations()

    first = db.session.scalars(Abbreviation.in_order()).first()
    assert first
    first.remove(by=None)

    assert defaults.load(db.session)["abbreviations"] == 0
