"""The wordings: what they say of each Saturday, and what they may not ask."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation
from saturday.models.announcements import TextOverride
from saturday.papers.facts import PublicFacts
from saturday.papers.texts import (
    FILTERS,
    TEXTS,
    WORDS,
    built_in,
    refuse_source,
    render,
    source_of,
    sources_of,
)
from saturday.rules.announcements import MOST_LETTERS, Channel, News
from saturday.rules.bulletins import seconds_on_air
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.spoken import read_aloud
from tests.papers.facts import BARE, CANCELLED, LONG, MOBILE, MOVED, ORDINARY, UNPREPARED

ALL = [ORDINARY, MOBILE, MOVED, CANCELLED, LONG, BARE, UNPREPARED]
NAMES = ["ordinary", "mobile", "moved", "cancelled", "long", "bare", "unprepared"]


def said(channel: Channel, facts: PublicFacts) -> str:
    return render(built_in(channel, facts.news), facts)


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("facts", ALL, ids=NAMES)
def test_every_channel_says_something_tidy_of_every_saturday(
    channel: Channel, facts: PublicFacts
) -> None:
    text = said(channel, facts)

    assert text
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert "  " not in text
    assert not re.search(r"[{}<>!]|\bNone\b|: \.|\(\)|, ,", text)


@pytest.mark.parametrize("channel", list(Channel))
def test_every_text_tells_day_hours_place_of_an_ordinary_saturday(channel: Channel) -> None:
    text = said(channel, ORDINARY)

    assert "thứ Bảy" in text.replace("Thứ", "thứ")
    assert "11/4" in text or "ngày 11 tháng 4" in text
    if channel is not Channel.VILLAGE:  # its page shows them itself, in big letters
        assert "Trung tâm Phục vụ hành chính công xã Anh Sơn" in text
        assert "7 giờ 30" in text


@pytest.mark.parametrize("channel", list(MOST_LETTERS))
@pytest.mark.parametrize("facts", ALL, ids=NAMES)
def test_zalo_stays_within_its_letters(channel: Channel, facts: PublicFacts) -> None:
    assert len(said(channel, facts)) <= MOST_LETTERS[channel]


@pytest.mark.parametrize("facts", ALL[:5], ids=NAMES[:5])
def test_the_loudspeaker_can_say_every_word(app: Flask, facts: PublicFacts) -> None:
    del app
    reading = read_aloud(said(Channel.LOUDSPEAKER, facts), Abbreviation.known(db.session))

    assert reading.left == ()


@pytest.mark.parametrize("facts", ALL[:4], ids=NAMES[:4])
def test_a_sentence_on_the_loudspeaker_takes_one_breath(app: Flask, facts: PublicFacts) -> None:
    del app
    reading = read_aloud(said(Channel.LOUDSPEAKER, facts), Abbreviation.known(db.session))

    sentences = re.split(r"[.;\n]+", reading.text)
    assert max(len(one.split()) for one in sentences) <= 26


@pytest.mark.parametrize("facts", [ORDINARY, MOBILE])
def test_a_bulletin_has_the_usual_length(app: Flask, facts: PublicFacts) -> None:
    del app
    reading = read_aloud(said(Channel.LOUDSPEAKER, facts), Abbreviation.known(db.session))

    assert 200 <= len(reading.text.split()) <= 350


@pytest.mark.parametrize("facts", [MOVED, CANCELLED])
def test_a_change_is_told_in_about_a_minute(app: Flask, facts: PublicFacts) -> None:
    del app
    reading = read_aloud(said(Channel.LOUDSPEAKER, facts), Abbreviation.known(db.session))

    assert 50 <= seconds_on_air(reading) <= 72


def test_the_loudspeaker_says_day_and_place_twice() -> None:
    text = said(Channel.LOUDSPEAKER, ORDINARY)

    assert text.count("thứ Bảy, ngày 11 tháng 4") == 2
    assert text.count("Địa điểm là".lower()) + text.count("Địa điểm là") == 2
    assert text.count(ORDINARY.place) == 2


def test_the_website_lists_what_is_promised() -> None:
    text = said(Channel.WEBSITE, replace(MOBILE, settled=("Đăng ký khai tử",)))

    assert "trả kết quả ngay trong buổi:\n- Đăng ký khai tử\n" in text
    assert "hẹn ngày trả kết quả:\n- Chứng thực di chúc\n- Nhận cha, mẹ, con\n" in text
    assert "mời bà con đến Trung tâm trong ngày làm việc:\n- Chứng thực bản sao\n" in text


def test_a_list_with_commas_is_parted_by_semicolons() -> None:
    text = said(Channel.ZALO_OFFICIALS, ORDINARY)

    assert "văn hóa - xã hội khác; hộ kinh doanh, tổ hợp tác, hợp tác xã; nông nghiệp" in text


def test_a_moved_saturday_names_both_days() -> None:
    for channel in Channel:
        text = said(channel, MOVED)
        assert re.search(r"11/4|ngày 11 tháng 4", text), channel
        assert re.search(r"18/4|ngày 18 tháng 4", text), channel


def test_a_reason_ends_with_one_full_stop() -> None:
    assert "Lý do: Mưa lũ chia cắt đường về Trung tâm.\n" in said(Channel.WEBSITE, CANCELLED)
    assert "Lý do: Áp thấp nhiệt đới, mưa lớn.\n" in said(Channel.WEBSITE, MOVED)


def test_an_empty_reason_is_not_told() -> None:
    text = said(Channel.WEBSITE, replace(MOVED, reason=" . "))

    assert "Lý do: \n" not in text


def test_many_same_day_procedures_are_told_by_their_fields() -> None:
    many = replace(ORDINARY, settled=tuple(f"Việc số {n}" for n in range(30)))

    assert "thuộc về chứng thực, hộ tịch." in said(Channel.LOUDSPEAKER, many)
    assert "việc số 7" not in said(Channel.LOUDSPEAKER, many)


def test_an_abbreviation_keeps_its_capitals_in_a_list() -> None:
    facts = replace(ORDINARY, bring=("VNeID trên điện thoại.", "Căn cước"))

    assert "VNeID trên điện thoại, căn cước." in said(Channel.FANPAGE, facts)


def test_braces_and_markup_typed_as_data_are_printed_as_typed() -> None:
    facts = replace(ORDINARY, place="{{ 7*7 }} & <b>Nhà “A”</b>", hamlet="")

    assert "{{ 7*7 }} & <b>Nhà “A”</b>" in said(Channel.ZALO_VILLAGES, facts)


def test_letters_are_composed() -> None:
    facts = replace(ORDINARY, place="Nha\u0300 văn ho\u0301a")

    assert "Nhà văn hóa" in said(Channel.FANPAGE, facts)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("Một\nHai {{ so_dien_thoai }}", "Dòng 2: không có từ “so_dien_thoai”."),
        ("{{ day | ngay }}", "Dòng 1: không có cách viết “ngay”."),
        ("A\n\n{{ day", "Dòng 3: chưa đọc được “{{ day”."),
        ("{% if phone %}", "Dòng 1: chưa đọc được “{% if phone %}”."),
        ("{{ day.__class__ }}", "Dòng 1: chưa đọc được"),
        ("a\n{{ range(9) }}", "Dòng 2: chưa đọc được “{{ range(9) }}”."),
        ("{{ 'a' * 99999 }}", "Dòng 1: chưa đọc được"),
        ("{% set x = 1 %}", "Dòng 1: chưa đọc được"),
        ("{% include 'x' %}", "Dòng 1: chưa đọc được"),
        ("{% for a in bring %}{% for b in bring %}x{% endfor %}{% endfor %}", "Dòng 1: chưa"),
        ("{% for a in bring %}{{ loop }}{% endfor %}", "Dòng 1: không có từ “loop”."),
        ("{% for a, b in bring %}x{% endfor %}", "Dòng 1: chưa đọc được"),
        ("{{ one }}{% for one in bring %}{{ one }}{% endfor %}", "Dòng 1: không có từ “one”."),
        ("{{ phone | long_day }}", "Dòng 1: chưa đọc được “{{ phone | long_day }}”."),
        ("{{ phone }}\n{{ day | clock }}", "Dòng 2: chưa đọc được “{{ day | clock }}”."),
        ("a\n{% if is_mobile %}\n{{ phone | long_day }}{% endif %}", "Dòng 3: chưa đọc"),
        ("{% if bring | length > phone %}x{% endif %}", "Dòng 1: chưa đọc được"),
        ("{{ day | long_day(1, 2) }}", "Dòng 1: chưa đọc được"),
        ("", "Hãy ghi lời văn của tin."),
        ("{% if cancelled %}x{% endif %}", "Lời văn này không cho ra chữ nào."),
        ("a" * 8001, "Lời văn dài quá 8000 ký tự."),
    ],
)
def test_a_broken_wording_is_refused_by_line_and_word(source: str, reason: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_source(source, ORDINARY)

    assert refusal.value.reason.startswith(reason)
    assert refusal.value.field == "source"


def test_a_good_wording_gives_what_it_says() -> None:
    source = "{% for one in bring %}- {{ one }}\n{% endfor %}{{ 'lưu động' if is_mobile else '' }}"

    assert refuse_source(source, MOBILE).splitlines()[-1] == "lưu động"


def test_a_day_or_an_hour_that_is_not_set_leaves_nothing() -> None:
    source = "[{{ moved_to | long_day }}{{ starts_at | clock }}{{ moved_to | day_in_words }}]"

    assert render(source, replace(ORDINARY, starts_at=None)) == "[]"


@pytest.mark.parametrize("word", list(WORDS))
def test_every_listed_word_can_be_asked_for(word: str) -> None:
    assert "nói: " in render(f"nói: {{{{ {word} }}}}", ORDINARY) + " "


def test_every_listed_way_of_writing_is_used_or_explained() -> None:
    assert all(example for _does, example in FILTERS.values())


def refusal_of(source: str) -> tuple[str, str | None]:
    try:
        refuse_source(source, ORDINARY)
    except NotAllowedNow as refusal:
        return refusal.reason, refusal.field
    return "Được.", "source"


@given(st.text(max_size=80))
def test_any_wording_is_set_or_refused_in_words(source: str) -> None:
    assert refusal_of(source)[0].endswith(".")


@given(st.sampled_from("{}%|#-_ \n"), st.integers(0, 400), st.sampled_from(list(Channel)))
def test_a_slip_of_the_finger_never_breaks_the_page(
    slip: str, place: int, channel: Channel
) -> None:
    source = built_in(channel, News.HELD)

    assert refusal_of(source[:place] + slip + source[place:])[1] == "source"


def test_the_communes_own_wording_comes_before_the_built_in_one(app: Flask) -> None:
    del app
    row = TextOverride.begin(Channel.FANPAGE, News.HELD)
    db.session.add(row)
    row.change("Lời riêng {{ phone }}", by=None)
    db.session.commit()

    assert source_of(db.session, Channel.FANPAGE, News.HELD) == "Lời riêng {{ phone }}"
    assert source_of(db.session, Channel.FANPAGE, News.MOVED) == built_in(
        Channel.FANPAGE, News.MOVED
    )
    found = sources_of(db.session, News.HELD)
    assert found[Channel.FANPAGE] == "Lời riêng {{ phone }}"
    assert found[Channel.WEBSITE] == built_in(Channel.WEBSITE, News.HELD)


def test_a_channel_without_words_for_a_change_borrows_the_websites() -> None:
    assert built_in(Channel.FANPAGE, News.MOVED) == built_in(Channel.WEBSITE, News.MOVED)
    assert built_in(Channel.VILLAGE, News.MOVED) != built_in(Channel.WEBSITE, News.MOVED)


def test_every_file_of_texts_belongs_to_a_channel() -> None:
    known = {
        f"{before}{channel}"
        for channel in Channel
        for before in ("", f"{News.MOVED}_", f"{News.CANCELLED}_")
    }

    assert {file.stem for file in TEXTS.glob("*.txt")} <= known
