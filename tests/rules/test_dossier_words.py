"""What do the words of the one-stop system's file mean?"""

from datetime import date, datetime

import pytest

from saturday.rules.dossier_words import (
    code_key,
    codes_in,
    filing_told,
    hamlet_told,
    on_day,
    outcome_told,
    plain_words,
    way_told,
)
from saturday.rules.intake import Filing, ReturnWay

DAY, LATER = date(2026, 4, 11), date(2026, 4, 15)
MORNING = datetime(2026, 4, 11, 8, 15)  # noqa: DTZ001 - as a file tells it


def test_codes_are_compared_without_blanks_and_capitals() -> None:
    assert code_key("H41.34 - 0001") == code_key("h41.34-0001")


@pytest.mark.parametrize(
    ("status", "returned", "outcome"),
    [
        ("", None, "RECEIVED"),
        ("Đang xử lý", None, "RECEIVED"),
        ("Yêu cầu bổ sung", None, "SUPPLEMENT"),
        ("Chờ bổ sung hồ sơ", None, "SUPPLEMENT"),
        ("Đã bổ sung, đang xử lý", None, "RECEIVED"),
        ("Từ chối tiếp nhận", None, "REFUSED"),
        ("Không tiếp nhận", None, "REFUSED"),
        ("Đã trả kết quả", DAY, "SETTLED"),
        ("", MORNING, "SETTLED"),
        ("Yêu cầu bổ sung", LATER, "RECEIVED"),
    ],
)
def test_what_became_of_a_dossier(status: str, returned: date | None, outcome: str) -> None:
    assert outcome_told(status, MORNING, returned).name == outcome


@pytest.mark.parametrize(
    ("words", "filing"),
    [
        ("", None),
        ("Trực tiếp", Filing.DIRECT),
        ("Trực tuyến", Filing.ONLINE),
        ("Qua mạng", Filing.ONLINE),
        ("Cổng dịch vụ công quốc gia", Filing.ONLINE),
        ("Bưu chính công ích", Filing.POST),
    ],
)
def test_how_a_dossier_came(words: str, filing: Filing | None) -> None:
    assert filing_told(words) is filing


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("", ReturnWay.AT_DESK),
        ("Tại quầy", ReturnWay.AT_DESK),
        ("Bưu điện", ReturnWay.POST),
        ("Bản điện tử", ReturnWay.ELECTRONIC),
    ],
)
def test_how_a_result_was_fetched(words: str, way: ReturnWay) -> None:
    assert way_told(words) is way


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("2.000815", ["2.000815"]),
        ("2.000815.000.00.00.H41 - Chứng thực bản sao", ["2.000815"]),
        ("Chứng thực bản sao (2.000815).", ["2.000815"]),
        ("Chứng thực bản sao, 3 bản", []),
    ],
)
def test_codes_are_found_inside_names(words: str, codes: list[str]) -> None:
    assert list(codes_in(words)) == codes


def test_names_are_compared_without_marks_signs_and_the_word_procedure() -> None:
    assert plain_words("Thủ tục đăng ký khai sinh.") == "dang ky khai sinh"
    assert plain_words("ĐĂNG KÝ  KHAI SINH") == "dang ky khai sinh"


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Thôn 1, xã Anh Sơn", 1),
        ("Xóm cũ, thôn 12, xã Anh Sơn, Nghệ An", 12),
        ("THON 12", 12),
        ("Thôn 3", None),
        ("", None),
    ],
)
def test_the_village_is_found_in_an_address(address: str, hamlet: int | None) -> None:
    assert hamlet_told(address, [(1, "Thôn 1"), (12, "Thôn 12")]) == hamlet


def test_a_moment_has_its_day() -> None:
    assert (on_day(MORNING), on_day(DAY)) == (DAY, DAY)
