"""Does every commune speak with its own names where the first one's stood?"""

import tomllib
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from saturday.extensions import db
from saturday.models import own_words
from saturday.models.commune import Commune
from saturday.models.own_words import follow_name, recipients_of, worded_for
from saturday.models.progress import ANNUAL_PLAN
from saturday.models.settings import change_settings
from saturday.safekeeping import defaults
from tests import factories

BINH_CHUAN = {"commune.name": "xã Bình Chuẩn", "commune.place": "Bình Chuẩn"}


def commune(more: Mapping[str, str] = MappingProxyType({})) -> Commune:
    """Give the default commune under another name."""
    change_settings(db.session, {**BINH_CHUAN, **more}, by=None)
    db.session.commit()
    return Commune.of_database(db.session)


def test_the_words_to_replace_are_those_of_the_defaults() -> None:
    data = tomllib.loads((defaults.FOLDER / "commune.toml").read_text("utf-8"))["settings"]
    recipients = data["annual_plan.recipients"].splitlines()

    assert data["commune.name"] == own_words.FIRST_NAME
    assert data["centre.name"] == own_words.FIRST_CENTRE
    assert data["centre.place"] == own_words.FIRST_PLACE
    assert {own_words.FIRST_PROVINCE, own_words.FIRST_VILLAGES} <= set(recipients)


@pytest.mark.usefixtures("app")
def test_the_first_commune_keeps_its_own_text() -> None:
    factories.hamlet()
    first = Commune.of_database(db.session)
    subject, lines = defaults.plan_text()

    assert worded_for(first, subject) == subject
    assert [worded_for(first, text) for _, text in lines] == [text for _, text in lines]
    assert recipients_of(db.session, first, ANNUAL_PLAN) == first.text("annual_plan.recipients")


@pytest.mark.usefixtures("app")
def test_another_commune_gets_its_name_its_centre_and_its_place() -> None:
    mine = commune({"centre.name": "Trung tâm Hành chính", "centre.place": "Trụ sở xã Bình Chuẩn"})

    assert worded_for(mine, "Tại Trung tâm Phục vụ hành chính công xã Anh Sơn hoặc nơi khác") == (
        "Tại Trụ sở xã Bình Chuẩn hoặc nơi khác"
    )
    assert worded_for(mine, "Trung tâm Phục vụ hành chính công ở xã Anh Sơn") == (
        "Trung tâm Hành chính ở xã Bình Chuẩn"
    )


@pytest.mark.usefixtures("app")
def test_a_place_that_kept_the_first_name_takes_the_new_one() -> None:
    assert worded_for(commune(), own_words.FIRST_PLACE) == (
        "Trung tâm Phục vụ hành chính công xã Bình Chuẩn"
    )


@pytest.mark.usefixtures("app")
def test_recipients_name_the_province_and_count_the_villages() -> None:
    mine = commune()
    assert "Các thôn, bản" in recipients_of(db.session, mine, ANNUAL_PLAN).splitlines()

    for number in range(10):
        factories.hamlet(f"Thôn {number} (mẫu)")

    lines = recipients_of(db.session, mine, ANNUAL_PLAN).splitlines()
    assert lines[0] == "Trung tâm PVHCC tỉnh Nghệ An"
    assert lines[-2:] == ["10 thôn, bản", "Lưu: VT, HS"]


@pytest.mark.usefixtures("app")
def test_recipients_the_commune_wrote_stay() -> None:
    factories.hamlet()
    mine = commune({"annual_plan.recipients": "12 thôn, bản\nLưu: VT"})

    assert recipients_of(db.session, mine, ANNUAL_PLAN) == "12 thôn, bản\nLưu: VT"


KEPT = {
    "commune.name": "xã Anh Sơn",
    "commune.place": "Anh Sơn",
    "centre.name": "Trung tâm xã Anh Sơn",
    "centre.place": "Trụ sở xã Anh Sơn",
    "centre.phone": "",
}


@pytest.mark.parametrize(
    ("typed", "followed"),
    [
        ({}, {}),
        ({"centre.place": "Nơi khác"}, {}),
        (
            {"commune.name": "xã Anh Sơn Đông"},
            {
                "commune.place": "Anh Sơn Đông",
                "centre.name": "Trung tâm xã Anh Sơn Đông",
                "centre.place": "Trụ sở xã Anh Sơn Đông",
            },
        ),
        (
            {
                "commune.name": "phường Vinh Tân",
                "commune.place": "Vinh",
                "centre.place": "Trụ sở xã Anh Sơn cũ",
            },
            {"centre.name": "Trung tâm phường Vinh Tân"},
        ),
    ],
)
def test_what_held_the_old_name_follows(typed: dict[str, str], followed: dict[str, str]) -> None:
    assert follow_name(KEPT, KEPT | typed) == followed


def test_before_a_name_is_set_nothing_follows() -> None:
    assert follow_name({"centre.name": "Trung tâm"}, {"commune.name": "xã Bình Chuẩn"}) == {}
