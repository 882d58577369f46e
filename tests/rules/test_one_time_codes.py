"""Are the codes those of RFC 6238, and is none taken twice?"""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.one_time_codes import (
    LONG_DIGITS,
    app_address,
    code_at,
    derived,
    digits_of,
    fitting_step,
    in_groups,
    long_code,
    step_of,
    typed_key,
)

KEY = b"12345678901234567890"
NOON = datetime(2026, 4, 1, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_examples_of_the_standard_are_met(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)

    assert code_at(KEY, step_of(moment)) == code


@pytest.mark.parametrize(
    ("seconds_off", "taken"),
    [(-60, False), (-30, True), (0, True), (30, True), (60, False)],
)
def test_a_telephone_may_be_half_a_minute_off(seconds_off: int, *, taken: bool) -> None:
    code = code_at(KEY, step_of(NOON + timedelta(seconds=seconds_off)))

    assert (fitting_step(KEY, code, NOON, after=0) is not None) is taken


def test_a_code_is_taken_once_and_none_before_it() -> None:
    now = step_of(NOON)

    assert fitting_step(KEY, code_at(KEY, now), NOON, after=now) is None
    assert fitting_step(KEY, code_at(KEY, now - 1), NOON, after=now) is None
    assert fitting_step(KEY, code_at(KEY, now + 1), NOON, after=now) == now + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "không", "٠٠٠٠٠٠"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert fitting_step(KEY, typed, NOON, after=0) is None


def test_blanks_in_a_typed_code_do_not_count() -> None:
    code = code_at(KEY, step_of(NOON))

    assert fitting_step(KEY, f" {code[:3]} {code[3:]} ", NOON, after=0) == step_of(NOON)
    assert digits_of("1234 5678-90.12·34") == "12345678901234"


@given(st.text(min_size=1), st.text())
def test_each_purpose_has_a_secret_of_its_own(master: str, purpose: str) -> None:
    assert derived(master, "a", purpose) == derived(master, "a", purpose)
    assert derived(master, "a", purpose) != derived(master, "b", purpose)
    assert derived(master, purpose) != derived(master + "x", purpose)


@given(st.integers())
def test_a_long_code_is_twenty_digits(number: int) -> None:
    code = long_code("secret", "slip", number)

    assert len(code) == LONG_DIGITS
    assert code.isdecimal()
    assert digits_of(in_groups(code)) == code


def test_groups_are_of_four() -> None:
    assert in_groups("12345678901234567890") == "1234 5678 9012 3456 7890"
    assert in_groups("") == ""


def test_the_app_is_told_whose_key_it_is() -> None:
    address = urlsplit(app_address(KEY, "hoa", "Ngày thứ 7 vì dân"))

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/hoa"
    assert "+" not in address.query
    assert parse_qs(address.query) == {
        "secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"],
        "issuer": ["Ngày thứ 7 vì dân"],
    }
    assert typed_key(KEY) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
