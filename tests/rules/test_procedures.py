"""Which version holds on a day, and what may a Saturday promise?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.procedures import (
    MobileState,
    Promise,
    Terms,
    TimeUnit,
    Validity,
    parse_code,
    promise,
    refuse_renewal,
    refuse_terms,
    refuse_validity,
    time_in_words,
    validity_in_words,
)
from saturday.rules.refusals import NotAllowedNow

LAW = date(2027, 3, 1)
OLD, NEW = Validity(None, LAW - timedelta(days=1)), Validity(LAW, None)
SAME_DAY = Terms(TimeUnit.SAME_DAY, None, same_day=True, mobile=MobileState.ON_THE_SPOT)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2.000815", "2.000815"),
        (" 2.000 815 ", "2.000815"),
        ("2.000815.000.00.00.H55", "2.000815"),
        ("2.000815.000.00.00.H55.02", "2.000815"),
        ("1.001193.000.00.00.h41", "1.001193"),
        ("1.013978.H41", "1.013978"),
        ("2000815", None),
        ("2.00815", None),
        ("0.000815", None),
        ("2.000815.", None),
        ("２.000815", None),
        ("chứng thực", None),
        ("", None),
    ],
)
def test_a_national_code_is_read_however_long_it_was_copied(typed: str, code: str | None) -> None:
    assert parse_code(typed) == code


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        (TimeUnit.SAME_DAY, None, "trong ngày"),
        (TimeUnit.WORKING_DAYS, 3, "3 ngày làm việc"),
        (TimeUnit.CALENDAR_DAYS, 15, "15 ngày"),
        (TimeUnit.NOT_STATED, None, "không quy định"),
    ],
)
def test_the_time_is_said_in_words(unit: TimeUnit, amount: int | None, words: str) -> None:
    assert time_in_words(unit, amount) == words


@pytest.mark.parametrize(
    ("validity", "words"),
    [
        (Validity(None, None), ""),
        (NEW, "từ 01/3/2027"),
        (OLD, "đến hết 28/02/2027"),
        (Validity(date(2025, 11, 1), date(2026, 6, 30)), "từ 01/11/2025 đến hết 30/6/2026"),
    ],
)
def test_the_validity_is_said_in_words(validity: Validity, words: str) -> None:
    assert validity_in_words(validity) == words


def test_the_old_law_holds_to_its_last_day_and_the_new_one_from_its_first() -> None:
    eve = LAW - timedelta(days=1)

    assert [OLD.holds_on(eve), NEW.holds_on(eve)] == [True, False]
    assert [OLD.holds_on(LAW), NEW.holds_on(LAW)] == [False, True]
    refuse_validity(NEW, [OLD])
    refuse_validity(OLD, [NEW])


@given(first=DAYS, last=DAYS, other_first=DAYS, other_last=DAYS)
def test_versions_that_may_stand_beside_each_other_share_no_day(
    first: date | None, last: date | None, other_first: date | None, other_last: date | None
) -> None:
    one, other = Validity(first, last), Validity(other_first, other_last)
    edges = [day for day in (first, last, other_first, other_last) if day]
    days = [date(2023, 1, 1), date(2031, 1, 1), *edges]
    shared = any(one.holds_on(day) and other.holds_on(day) for day in days)
    backwards = any(
        start and end and end < start for start, end in ((first, last), (other_first, other_last))
    )

    assert one.overlaps(other) == other.overlaps(one)
    if not backwards:
        assert one.overlaps(other) == shared


@pytest.mark.parametrize(
    ("terms", "is_mobile", "promised"),
    [
        (SAME_DAY, False, Promise.SAME_DAY),
        (SAME_DAY, True, Promise.SAME_DAY),
        (replace(SAME_DAY, mobile=MobileState.SIGNED_AT_OFFICE), True, Promise.RECEIVED),
        (replace(SAME_DAY, mobile=MobileState.NOT_TAKEN), True, Promise.NOT_TAKEN),
        (replace(SAME_DAY, mobile=MobileState.NOT_TAKEN), False, Promise.SAME_DAY),
        (replace(SAME_DAY, mobile=MobileState.MOBILE_ONLY), False, Promise.MOBILE_ONLY),
        (replace(SAME_DAY, mobile=MobileState.MOBILE_ONLY), True, Promise.RECEIVED),
        (Terms(TimeUnit.WORKING_DAYS, 3), False, Promise.RECEIVED),
        (Terms(TimeUnit.WORKING_DAYS, 27, receive_only=True), False, Promise.RECEIVED),
    ],
)
def test_a_saturday_promises_what_can_be_signed_there(
    terms: Terms, promised: Promise, *, is_mobile: bool
) -> None:
    assert promise(terms, is_mobile=is_mobile) is promised


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(TimeUnit.WORKING_DAYS, None), "time_amount"),
        (Terms(TimeUnit.CALENDAR_DAYS, 0), "time_amount"),
        (Terms(TimeUnit.CALENDAR_DAYS, 366), "time_amount"),
        (Terms(TimeUnit.SAME_DAY, 1), "time_amount"),
        (Terms(TimeUnit.NOT_STATED, 3), "time_amount"),
        (Terms(TimeUnit.SAME_DAY, None, receive_only=True, same_day=True), "same_day"),
        (Terms(TimeUnit.SAME_DAY, None, mobile=MobileState.ON_THE_SPOT), "mobile"),
    ],
)
def test_contradictions_are_refused_at_their_field(terms: Terms, field: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_terms(terms)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    "terms",
    [
        SAME_DAY,
        Terms(TimeUnit.WORKING_DAYS, 1),
        Terms(TimeUnit.CALENDAR_DAYS, 365, receive_only=True),
        Terms(TimeUnit.NOT_STATED, None, mobile=MobileState.NOT_TAKEN),
    ],
)
def test_terms_that_agree_are_taken(terms: Terms) -> None:
    refuse_terms(terms)


@pytest.mark.parametrize(
    ("validity", "others", "field", "words"),
    [
        (Validity(LAW, date(2027, 2, 1)), [], "valid_to", "từ ngày bắt đầu trở đi"),
        (Validity(None, None), [NEW], "valid_from", "đã có phiên bản từ 01/3/2027"),
        (Validity(None, LAW), [NEW], "valid_from", "từ 01/3/2027"),
        (NEW, [Validity(None, None)], "valid_from", "đã có phiên bản không ghi ngày"),
    ],
)
def test_a_version_over_days_of_another_is_refused(
    validity: Validity, others: list[Validity], field: str, words: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_validity(validity, others)

    assert refusal.value.field == field
    assert words in refusal.value.reason


@pytest.mark.parametrize(
    ("old", "first", "words"),
    [
        (NEW, LAW, "phải bắt đầu sau 01/3/2027"),
        (OLD, date(2027, 3, 2), "hết hiệu lực 28/02/2027"),
    ],
)
def test_a_new_version_leaves_the_old_one_its_days(old: Validity, first: date, words: str) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        refuse_renewal(old, first)

    assert refusal.value.field == "valid_from"
    assert words in refusal.value.reason


def test_a_new_version_may_begin_inside_the_old_one_or_right_after_it() -> None:
    refuse_renewal(OLD, date(2026, 6, 1))
    refuse_renewal(OLD, LAW)
    refuse_renewal(NEW, date(2027, 3, 2))
    refuse_renewal(Validity(None, None), LAW)
