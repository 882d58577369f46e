"""A paper takes a number of its series, or hears why not."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.numbering import (
    DocumentKind,
    Issuer,
    PaperNumber,
    SeriesMode,
    format_number,
    full_number,
    next_number,
    parse_number,
    refuse_clock,
    refuse_number,
    symbol,
)
from saturday.rules.refusals import NotAllowedNow

TODAY = date(2026, 4, 7)
TAKEN = (
    PaperNumber(27, "", date(2026, 3, 30)),
    PaperNumber(28, "", date(2026, 4, 2)),
    PaperNumber(28, "a", date(2026, 4, 2)),
    PaperNumber(29, "", date(2025, 12, 31)),
)


def ask(
    number: int,
    dated: date = TODAY,
    *,
    suffix: str = "",
    mode: SeriesMode = SeriesMode.EXTERNAL,
    signed_on: date | None = TODAY,
) -> None:
    """Ask for a number on Tuesday 07/4/2026."""
    wanted = PaperNumber(number, suffix, dated)
    refuse_number(wanted, TAKEN, mode=mode, signed_on=signed_on, today=TODAY)


@pytest.mark.parametrize(
    ("number", "suffix", "written"),
    [(5, "", "05"), (10, "", "10"), (50, "a", "50a"), (9, "b", "09b")],
)
def test_a_number_below_ten_has_a_zero(number: int, suffix: str, written: str) -> None:
    assert format_number(number, suffix) == written
    assert PaperNumber(number, suffix, TODAY).written == written


@pytest.mark.parametrize(
    ("typed", "number"),
    [("5", (5, "")), ("05", (5, "")), (" 50a ", (50, "a")), ("50A", (50, "a")), ("7đ", (7, "đ"))],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: tuple[int, str]) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "0", "00", "a", "-5", "5.5", "50ab", "50/KH-UBND", "123456"])
def test_what_is_no_number_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(NotAllowedNow, match="Hãy ghi số bằng chữ số") as refused:
        parse_number(typed)

    assert refused.value.field == "number"


@given(st.integers(1, 99_999), st.sampled_from(["", "a", "b", "đ"]))
def test_a_number_written_is_read_back(number: int, suffix: str) -> None:
    assert parse_number(format_number(number, suffix)) == (number, suffix)


@pytest.mark.parametrize(
    ("kind", "body", "full"),
    [
        (DocumentKind.PLAN, "UBND", "50/KH-UBND"),
        (DocumentKind.NOTICE, "TTPVHCC", "50/TB-TTPVHCC"),
        (DocumentKind.RULE, "UBND", "50/QyĐ-UBND"),
        (DocumentKind.OFFICIAL_LETTER, "UBND-VP", "50/UBND-VP"),
    ],
)
def test_number_and_symbol_stand_without_blanks(kind: DocumentKind, body: str, full: str) -> None:
    assert full_number("50", kind, body) == full
    assert full == f"50/{symbol(kind, body)}"


def test_the_kinds_are_those_of_the_decree_and_the_official_letter() -> None:
    decree = (
        "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB"
    )

    assert sorted(kind.abbreviation for kind in DocumentKind) == sorted(["", *decree.split()])
    assert DocumentKind("NOTICE").words == "thông báo"


def test_issuers_and_modes_have_words() -> None:
    assert Issuer.CENTRE.words == "Trung tâm Phục vụ hành chính công"
    assert SeriesMode.EXTERNAL.words == "nhập từ hệ thống quản lý văn bản"


def test_the_next_number_follows_the_highest() -> None:
    assert next_number([]) == 1
    assert next_number([27, 50, 3]) == 51


@pytest.mark.parametrize("mode", SeriesMode)
def test_a_free_number_of_today_is_accepted_in_both_modes(mode: SeriesMode) -> None:
    ask(29, mode=mode)
    ask(28, suffix="b", mode=mode)


@pytest.mark.parametrize("mode", SeriesMode)
def test_a_number_taken_in_its_year_is_refused_in_both_modes(mode: SeriesMode) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        ask(28, mode=mode)

    assert refused.value.reason == "Số 28 đã dùng cho văn bản ngày 02/4."
    assert refused.value.field == "number"


def test_a_number_with_its_letter_is_taken_too() -> None:
    with pytest.raises(NotAllowedNow, match=r"^Số 28a đã dùng cho văn bản ngày 02/4\.$"):
        ask(28, suffix="a")


def test_the_year_of_the_document_decides_what_is_taken() -> None:
    late = date(2025, 12, 30)

    ask(28, late, signed_on=late)
    with pytest.raises(NotAllowedNow, match=r"^Số 29 đã dùng cho văn bản ngày 31/12\.$"):
        ask(29, late, signed_on=late)


def test_a_document_from_the_future_is_refused() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        ask(30, TODAY + timedelta(days=1))

    assert refused.value.reason == "Ngày ban hành muộn nhất là hôm nay, 07/4/2026."
    assert refused.value.field == "dated"


def test_a_document_dated_before_its_signing_is_refused() -> None:
    with pytest.raises(NotAllowedNow) as refused:
        ask(30, date(2026, 4, 6))

    assert refused.value.reason == "Ngày ban hành phải từ ngày ký trở đi."
    assert refused.value.field == "dated"


def test_own_numbers_are_never_dated_before_the_last_one() -> None:
    earlier = date(2026, 4, 1)

    ask(30, earlier, signed_on=earlier)
    with pytest.raises(NotAllowedNow) as refused:
        ask(30, earlier, signed_on=earlier, mode=SeriesMode.OWN)
    assert refused.value.field == "dated"
    assert refused.value.reason == (
        "Số 28 đã mang ngày 02/4. Hãy ghi ngày ban hành từ ngày đó trở đi."
    )


def test_a_paper_from_before_the_app_needs_no_day_of_signing() -> None:
    ask(50, date(2026, 2, 11), signed_on=None)


def test_the_first_number_of_a_series_is_free() -> None:
    refuse_number(PaperNumber(1, "", TODAY), (), mode=SeriesMode.OWN, signed_on=TODAY, today=TODAY)


@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["", "a"]), st.integers(0, 400))))
def test_whatever_is_asked_for_no_number_is_given_twice_and_own_dates_never_go_back(
    wishes: list[tuple[int, str, int]],
) -> None:
    start, given_out = date(2026, 1, 1), list[PaperNumber]()
    for number, suffix, day in wishes:
        wanted = PaperNumber(number, suffix, start + timedelta(days=day))
        try:
            refuse_number(
                wanted, given_out, mode=SeriesMode.OWN, signed_on=None, today=date(2028, 1, 1)
            )
        except NotAllowedNow:
            continue
        given_out.append(wanted)

    keys = [(one.dated.year, one.number, one.suffix) for one in given_out]
    assert len(set(keys)) == len(keys)
    for year in (2026, 2027):
        dates = [one.dated for one in given_out if one.dated.year == year]
        assert dates == sorted(dates)


def test_a_clock_behind_the_newest_record_is_refused_and_says_what_to_do() -> None:
    now = datetime(2019, 1, 1, 8, 0)  # noqa: DTZ001
    newest = datetime(2026, 4, 7, 15, 40)  # noqa: DTZ001

    with pytest.raises(NotAllowedNow) as refused:
        refuse_clock(now, newest)
    assert refused.value.reason == (
        "Đồng hồ của máy đang chậm: 8 giờ, thứ Ba, 01/01/2019, "
        "bản ghi mới nhất lúc 15 giờ 40, thứ Ba, 07/4/2026. "
        "Hãy chỉnh lại ngày giờ của máy rồi làm lại."
    )


def test_a_clock_that_goes_right_is_not_refused() -> None:
    now = datetime(2026, 4, 7, 15, 40)  # noqa: DTZ001

    refuse_clock(now, None)
    refuse_clock(now, now)
