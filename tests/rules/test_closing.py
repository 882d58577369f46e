"""What may be said of a day's figures, and when may they be closed and opened again?"""

from dataclasses import replace
from datetime import datetime

import pytest

from saturday.rules.closing import (
    MOST_A_DAY,
    Handled,
    Stated,
    closed_words,
    dossiers_in_words,
    early_words,
    refuse_closing,
    refuse_early,
    refuse_overtaken,
    refuse_reopening,
    refuse_stated,
)
from saturday.rules.intake import Outcome
from saturday.rules.refusals import NotAllowedNow
from saturday.rules.statistics import Dossiers

SEEN = Handled(12, 2)
NOW = Stated(7, SEEN, SEEN)


def stated(said: Handled, reason: str = "") -> Stated:
    return Stated(7, SEEN, said, reason)


def test_a_dossier_that_was_sent_back_was_dealt_with_too() -> None:
    counts = dict(zip(Outcome, range(1, 9), strict=True))

    assert Handled.of(counts) == Handled(1 + 2 + 3 + 4, 8)
    assert Handled.of({}) == Handled()


def test_officers_are_added_up() -> None:
    assert sum([Handled(3, 1), Handled(4, 0)], Handled()).words == "7 hồ sơ, 1 kiến nghị"


def test_the_logs_own_numbers_need_no_reason_and_keep_none() -> None:
    refuse_stated(stated(SEEN, "không cần"), NOW)

    assert stated(SEEN, "không cần").kept_reason == ""


def test_another_number_needs_a_reason() -> None:
    refuse_stated(stated(Handled(13, 2), " một hồ sơ ghi giấy "), NOW)
    assert stated(Handled(13, 2), " một hồ sơ ghi giấy ").kept_reason == "một hồ sơ ghi giấy"

    with pytest.raises(NotAllowedNow) as refusal:
        refuse_stated(stated(Handled(13, 2), "  "), NOW)
    assert refusal.value.field == "reason"
    assert refusal.value.reason.startswith("Nhật ký có 12 hồ sơ, 2 kiến nghị.")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Handled(-1, 2), "dossiers"),
        (Handled(MOST_A_DAY + 1, 2), "dossiers"),
        (Handled(12, -1), "opinions"),
        (Handled(12, MOST_A_DAY + 1), "opinions"),
    ],
)
def test_numbers_that_cannot_be_are_refused(said: Handled, field: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_stated(stated(said, "đếm lại"), NOW)
    assert refusal.value.field == field


def test_the_most_of_a_day_is_taken() -> None:
    refuse_stated(stated(Handled(MOST_A_DAY, 0), "đếm lại"), NOW)


@pytest.mark.parametrize("now", [Stated(7, Handled(13, 2), Handled(13, 2)), None])
def test_what_was_seen_of_an_older_log_is_refused(now: Stated | None) -> None:
    with pytest.raises(NotAllowedNow, match="Nhật ký vừa có dòng mới"):
        refuse_stated(stated(SEEN), now)


def test_what_somebody_confirmed_meanwhile_is_not_passed_over() -> None:
    seen = replace(NOW, version=2)
    refuse_stated(seen, seen)

    with pytest.raises(NotAllowedNow) as refusal:
        refuse_stated(seen, replace(NOW, version=3))
    words = "Số liệu vừa đổi sau khi mở trang. Hãy xem lại rồi xác nhận."
    assert (refusal.value.reason, refusal.value.field) == (words, None)


def test_a_closed_day_says_since_when_and_where_it_is_opened_again() -> None:
    words = closed_words(datetime(2026, 4, 11, 12, 20))  # noqa: DTZ001 - of a wall clock

    assert words == (
        "Buổi đã chốt số liệu lúc 12 giờ 20, thứ Bảy, 11/4. "
        "Trung tâm mở lại được ở trang Số liệu ngày."
    )


def test_what_will_still_change_the_log_is_waited_for_or_explained() -> None:
    refuse_closing("", "")
    refuse_closing("Gói lưu động chữ B chưa nhận về.", "máy hỏng, không lấy được")

    with pytest.raises(NotAllowedNow) as refusal:
        refuse_closing("Gói lưu động chữ B chưa nhận về.", " ")
    assert refusal.value.field == "remark"
    assert refusal.value.reason == "Gói lưu động chữ B chưa nhận về. Hãy ghi lý do vẫn chốt."


def test_a_day_is_closed_before_its_hours_are_over_only_when_that_is_meant() -> None:
    ends = datetime(2026, 4, 11, 11, 30)  # noqa: DTZ001 - of a wall clock
    words = early_words(ends, ends.replace(minute=29))
    assert words == "Buổi còn đến 11 giờ 30. Chốt rồi thì các quầy không ghi được nữa."
    assert early_words(ends, ends) == early_words(None, ends) == ""

    refuse_early("", is_meant=False)
    refuse_early(words, is_meant=True)
    with pytest.raises(NotAllowedNow, match="Buổi còn đến 11 giờ 30") as refusal:
        refuse_early(words, is_meant=False)
    assert refusal.value.field == "early"


def test_other_figures_than_those_seen_are_not_closed() -> None:
    refuse_overtaken("a1", "a1")
    with pytest.raises(NotAllowedNow, match="Số liệu vừa đổi"):
        refuse_overtaken("a1", "b2")


def test_only_a_closed_day_is_opened_again_and_only_with_a_reason() -> None:
    refuse_reopening(is_closed=True, reason="sót hai hồ sơ")

    with pytest.raises(NotAllowedNow, match="chưa chốt"):
        refuse_reopening(is_closed=False, reason="sót hai hồ sơ")
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_reopening(is_closed=True, reason=" ")
    assert refusal.value.field == "reason"


def test_the_count_of_dossiers_proves_itself() -> None:
    april = Dossiers(online=14, direct=25, carried=9, on_time=29, late=1, open=17, overdue=1)

    assert dossiers_in_words(april) == (
        "39 tiếp nhận + 9 từ các buổi trước = 48 hồ sơ = 30 đã trả + 18 còn lại"
    )
