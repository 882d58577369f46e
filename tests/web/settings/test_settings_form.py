"""Can the commune's words be changed, without one admin undoing another's?"""

import tomllib
from typing import Any

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Commune, Setting
from saturday.models.settings import change_settings
from saturday.safekeeping.defaults import FOLDER
from saturday.web.commune.texts import PAPERS
from saturday.web.settings.forms import KEYS
from tests.pages import Person, values_of

PATH = "/quan-tri/cai-dat"
SERIES = {"committee.numbers", "centre.numbers", "committee.one_series", "centre.one_series"}
ELSEWHERE = {"desk.letter", "desk.checklist"}  # set by the pack of a laptop; on the morning's page


def text(key: str) -> str:
    """Give the words of a setting."""
    return Commune.of_database(db.session).text(key)


def test_every_default_can_be_changed_somewhere() -> None:
    defaults = tomllib.loads((FOLDER / "commune.toml").read_text("utf-8"))["settings"]

    feet = {key for text in PAPERS.values() for key in text.keys.values()}
    assert set(defaults) - SERIES - ELSEWHERE - feet <= set(KEYS.values())


def test_it_shows_what_is_kept(admin: Person) -> None:
    values = values_of(admin.get(PATH).form(PATH))

    assert values["commune_name"] == ["xã Anh Sơn"]
    assert "two_people" not in values
    assert "demo" not in admin.get(PATH).response.get_data(as_text=True)


def test_words_are_saved_as_typed(admin: Person) -> None:
    answer = admin.send(
        admin.get(PATH),
        PATH,
        centre_phone="0238.3872.105",
        two_people="y",
    )

    assert answer.notice == "Đã lưu 2 cài đặt."
    assert text("documents.two_people") == "yes"
    assert text("centre.phone").replace(" ", "").replace(".", "") == "02383872105"
    assert "02383872105" in answer.response.get_data(as_text=True).replace(" ", "")


def test_what_the_desk_asks_of_people_is_off_until_it_is_turned_on(admin: Person) -> None:
    page = admin.get(PATH)
    assert not {"desk_names", "desk_phones", "desk_identity"} & set(values_of(page.form(PATH)))
    admin.send(page, PATH, desk_names="y", desk_identity="y")

    assert [text(f"desk.{one}") for one in ("names", "phones", "identity")] == ["yes", "", "yes"]


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("personal_months", "2", "Hãy ghi từ 3 đến 240 tháng."),
        ("personal_months", "", "Hãy ghi từ 3 đến 240 tháng."),
        ("opinions_answer", "61", "Hãy ghi từ 1 đến 60 ngày."),
        ("opinions_forward", "0", "Hãy ghi từ 1 đến 60 ngày."),
        ("opinions_forward", "năm", "Hãy ghi một số, chỉ dùng chữ số."),
        ("opinions_forward", "99999999999", "Số này quá lớn. Hãy xem lại."),
        ("opinions_forward", "9" * 200, "Số này quá lớn. Hãy xem lại."),
    ],
)
def test_how_long_is_within_reason(admin: Person, field: str, typed: str, fault: str) -> None:
    values: dict[str, Any] = {field: typed}

    page = admin.send(admin.get(PATH), PATH, **values)

    assert page.status == 422
    assert page.faults == [fault]


def test_how_long_is_kept_and_answered_is_a_setting(admin: Person) -> None:
    page = admin.get(PATH)

    admin.send(page, PATH, personal_months="36", opinions_answer="15", opinions_public="y")

    kept = ("personal.keep_months", "feedback.answer_days", "feedback.forward_days")
    assert [text(key) for key in kept] == ["36", "15", "5"]
    assert text("feedback.public_form") == "yes"


def test_what_held_the_old_name_takes_the_new_one(admin: Person) -> None:
    text_of_notice = "UBND xã Anh Sơn (để báo cáo)\nLưu: VT"
    values = {"assignment_notice.recipients": text_of_notice, "other.words": "xã Anh Sơn"}
    change_settings(db.session, values, by=None)
    db.session.commit()

    answer = admin.send(admin.get(PATH), PATH, commune_name="xã Bình Chuẩn")

    assert answer.notice.startswith("Đã lưu 1 cài đặt. Đã đổi theo: ")
    assert set(answer.notice.removesuffix(".").partition("theo: ")[2].split("; ")) == {
        "Địa danh",
        "Nơi làm việc",
        "Nơi nhận, người ký của Thông báo phân công",
        "Tên đài truyền thanh",
    }
    assert text("commune.place") == "Bình Chuẩn"
    assert text("centre.place") == "Trung tâm Phục vụ hành chính công xã Bình Chuẩn"
    assert text("assignment_notice.recipients").startswith("UBND xã Bình Chuẩn (")
    assert text("other.words") == "xã Anh Sơn"


def test_what_was_typed_beside_a_new_name_stays_as_typed(admin: Person) -> None:
    answer = admin.send(
        admin.get(PATH),
        PATH,
        commune_name="xã Bình Chuẩn",
        commune_place="Chuẩn",
        centre_place="Cạnh chợ xã Anh Sơn cũ",
        loudspeaker_station="Đài của xã Anh Sơn",
    )

    assert answer.notice == "Đã lưu 4 cài đặt."
    assert text("commune.place") == "Chuẩn"
    assert text("centre.place") == "Cạnh chợ xã Anh Sơn cũ"


def test_the_log_names_the_keys_and_no_words(admin: Person) -> None:
    admin.send(admin.get(PATH), PATH, centre_phone="0912345678")

    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.verb, event.subject) == ("change", "setting")
    assert event.facts == {"key": "centre.phone"}


def test_saving_nothing_new_says_so(admin: Person) -> None:
    events = len(db.session.scalars(AuditEvent.in_order()).all())
    admin.send(admin.get(PATH), PATH)

    answer = admin.send(admin.get(PATH), PATH)

    assert answer.notice == "Không có cài đặt nào thay đổi."
    assert len(db.session.scalars(AuditEvent.in_order()).all()) <= events + 1


def test_the_later_saver_sees_both_versions(admin: Person) -> None:
    late = admin.get(PATH)
    admin.send(admin.get(PATH), PATH, centre_name="Trung tâm một")

    answer = admin.send(late, PATH, centre_name="Trung tâm hai")

    assert answer.status == 409
    assert answer.rows("Hai bản khác nhau") == [["Tên Trung tâm", "Trung tâm một", "Trung tâm hai"]]
    assert text("centre.name") == "Trung tâm một"
    admin.send(answer, PATH)
    assert text("centre.name") == "Trung tâm hai"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"commune_name": ""}, "Hãy ghi tên xã."),
        ({"centre_phone": "12"}, "Hãy ghi số điện thoại đủ chữ số, ví dụ 0912 345 678."),
        ({"centre_place": " "}, "Hãy ghi nơi làm việc của Trung tâm."),
        ({"centre_symbol": "X" * 31}, "Hãy viết ngắn hơn: tối đa 30 ký tự."),
    ],
)
def test_a_bad_form_comes_back_as_typed(admin: Person, typed: dict[str, str], fault: str) -> None:
    page = admin.get(PATH)
    values: dict[str, object] = {**values_of(page.form(PATH)), "centre_name": "Mới", **typed}

    answer = admin.post(PATH, values)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert values_of(answer.form(PATH))["centre_name"] == ["Mới"]
    assert text("centre.name") != "Mới"


def test_a_key_that_is_not_shown_can_not_be_set(admin: Person) -> None:
    page = admin.get(PATH)

    admin.post(PATH, {**values_of(page.form(PATH)), "demo": "yes", "committee.numbers": "OWN"})

    assert db.session.scalar(select(Setting).where(Setting.key == "demo")) is None
    assert text("committee.numbers") == "EXTERNAL"


def test_a_second_click_saves_once(admin: Person) -> None:
    page = admin.get(PATH)

    first = admin.send(page, PATH, centre_name="Mới")
    second = admin.send(page, PATH, centre_name="Mới")

    assert (first.notice, second.notice) == ("Đã lưu 1 cài đặt.", "Đã lưu 1 cài đặt.")


def test_nobody_else_may(centre: Person, clerk: Person) -> None:
    assert centre.get(PATH).status == 403
    assert clerk.get(PATH).status == 403


def test_what_announcements_tell_is_set_here(admin: Person) -> None:
    page = admin.get("/quan-tri/cai-dat")
    after = admin.send(
        page,
        "/cai-dat",
        announcement_bring="Căn cước\nHộ chiếu",
        announcement_names="y",
        public_address="https://anhson.example.vn/",
        loudspeaker_station="Đài xã",
    )

    assert after.notice == "Đã lưu 4 cài đặt."
    kept = Commune.of_database(db.session)
    assert kept.text("announcement.bring").splitlines() == ["Căn cước", "Hộ chiếu"]
    assert kept.text("announcement.names") == "yes"
    assert kept.text("public.address") == "https://anhson.example.vn"
    assert kept.text("loudspeaker.station") == "Đài xã"


@pytest.mark.parametrize(
    "typed", ["anhson.vn", "javascript:alert(1)", "https://", "ftp://a.vn", "https://[a"]
)
def test_an_address_no_telephone_opens_is_refused(admin: Person, typed: str) -> None:
    page = admin.send(admin.get("/quan-tri/cai-dat"), "/cai-dat", public_portal=typed)

    assert page.status == 422
    assert page.faults == ["Hãy ghi địa chỉ đầy đủ, ví dụ https://anhson.nghean.gov.vn."]


def test_the_colour_of_pictures_is_chosen(admin: Person) -> None:
    assert values_of(admin.get(PATH).form(PATH))["picture_colour"] == ["#8f1d1d"]
    admin.send(admin.get(PATH), PATH, picture_colour="#0b6b3a")
    refused = admin.send(admin.get(PATH), PATH, picture_colour="đỏ")

    assert text("picture.colour") == "#0b6b3a"
    assert refused.status == 422
    assert refused.faults == ["Hãy ghi màu bằng dấu thăng và sáu chữ số, ví dụ #8f1d1d."]


def test_the_voice_and_its_speed_are_chosen(admin: Person) -> None:
    shown = values_of(admin.get(PATH).form(PATH))
    answer = admin.send(admin.get(PATH), PATH, speech_voice="vi-vn-x-south", speech_speed="140")

    assert (shown["speech_voice"], shown["speech_speed"]) == (["vi"], ["125"])
    assert answer.notice == "Đã lưu 2 cài đặt."
    assert (text("speech.voice"), text("speech.speed")) == ("vi-vn-x-south", "140")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"speech_speed": ""}, "Hãy ghi tốc độ máy đọc."),
        ({"speech_speed": "nhanh"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"speech_speed": "109"}, "Hãy ghi tốc độ từ 110 đến 200 tiếng mỗi phút."),
        ({"speech_speed": "201"}, "Hãy ghi tốc độ từ 110 đến 200 tiếng mỗi phút."),
        ({"speech_voice": "en"}, "Hãy chọn giọng máy đọc."),
    ],
)
def test_a_voice_that_nobody_follows_is_refused(
    admin: Person, typed: dict[str, Any], fault: str
) -> None:
    answer = admin.send(admin.get(PATH), PATH, **typed)

    assert answer.status == 422
    assert answer.faults == [fault]
    assert text("speech.speed") == "125"
