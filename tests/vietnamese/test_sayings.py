"""Numbers, days, hours, money, telephones and papers are said as officials say them."""

import csv
from pathlib import Path

import pytest

from saturday.vietnamese.sayings import roman
from saturday.vietnamese.spoken import read_aloud

DEFAULTS = Path(__file__).resolve().parents[2] / "saturday" / "defaults" / "abbreviations.csv"
KNOWN = {
    row["written"]: row["said"] for row in csv.DictReader(DEFAULTS.read_text("utf-8").splitlines())
}


def said(text: str) -> str:
    """Read a text that can be said as a whole."""
    reading = read_aloud(text, KNOWN)
    assert reading.left == ()
    return reading.text


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("0", "không"),
        ("4", "bốn"),
        ("5", "năm"),
        ("10", "mười"),
        ("11", "mười một"),
        ("14", "mười bốn"),
        ("15", "mười lăm"),
        ("20", "hai mươi"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("25", "hai mươi lăm"),
        ("44", "bốn mươi tư"),
        ("55", "năm mươi lăm"),
        ("101", "một trăm linh một"),
        ("105", "một trăm linh năm"),
        ("110", "một trăm mười"),
        ("115", "một trăm mười lăm"),
        ("121", "một trăm hai mươi mốt"),
        ("1.001", "một nghìn không trăm linh một"),
        ("1.015", "một nghìn không trăm mười lăm"),
        ("2.026", "hai nghìn không trăm hai mươi sáu"),
        ("2026", "hai nghìn không trăm hai mươi sáu"),
        ("50.000", "năm mươi nghìn"),
        ("1.005.000", "một triệu không trăm linh năm nghìn"),
        ("05 người", "năm người"),
        ("12,5", "mười hai phẩy năm"),
        ("2,05", "hai phẩy không năm"),
        ("3,125", "ba phẩy một hai năm"),
        ("10-15 ngày", "từ mười đến mười lăm ngày"),
        ("từ 10 – 15 ngày", "từ mười đến mười lăm ngày"),
        ("nhiệm kỳ 2026-2031", ("nhiệm kỳ hai nghìn không trăm hai mươi sáu đến "
         "hai nghìn không trăm ba mươi mốt")),
        ("năm 2026", "năm hai nghìn không trăm hai mươi sáu"),
        ("35 thôn, bản", "ba mươi lăm thôn, bản"),
        ("34/35 thôn", "ba mươi tư trên ba mươi lăm thôn"),
        ("9/12 thôn", "chín trên mười hai thôn"),
        ("1/2 số hộ", "một phần hai số hộ"),
        ("tỷ lệ 1:500", "tỷ lệ một trên năm trăm"),
        ("trực 24/24h", "trực hai mươi tư trên hai mươi tư giờ"),
        ("thôn 3A", "thôn ba a"),
        ("mục 1.2", "mục một chấm hai"),
        ("thủ tục 2.000815", "thủ tục hai chấm không không không tám một năm"),
        ("mã 007, mã 123456789", "mã không không bảy, mã một hai ba, bốn năm sáu, bảy tám chín"),
        ("mã 0070", "mã không không bảy không"),
        ("12345678901234567", ("một hai ba, bốn năm sáu, bảy tám chín, không một hai, "
         "ba bốn năm, sáu bảy")),
        ("12.345.678.901.234.567", ("một hai ba, bốn năm sáu, bảy tám chín, không một hai, "
         "ba bốn năm, sáu bảy")),
        ("040123456789", "không bốn không, một hai ba, bốn năm sáu, bảy tám chín"),
    ],
)  # fmt: skip
def test_numbers_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("thứ 7", "thứ Bảy"),
        ("Thứ 2 - thứ 6", "Thứ Hai đến thứ Sáu"),
        ("thứ 2-6", "thứ Hai đến thứ Sáu"),
        ("lần thứ 7", "lần thứ bảy"),
        ("thứ 1", "thứ nhất"),
        ("thứ 14", "thứ mười bốn"),
        ("ngày 05/12", "ngày mùng năm tháng Mười hai"),
        ("thứ Bảy, 11/4", "thứ Bảy, ngày mười một tháng Tư"),
        ("11/4/2026", "ngày mười một tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("11/4/26", "ngày mười một tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("11-4-2026", "ngày mười một tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("11.4.2026", "ngày mười một tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 11.4", "ngày mười một tháng Tư"),
        ("2026-04-11", "ngày mười một tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 10 tháng 02 năm 2026",
         "ngày mùng mười tháng Hai năm hai nghìn không trăm hai mươi sáu"),
        ("sáng 5 tháng 5", "sáng mùng năm tháng Năm"),
        ("ngày 11 tháng 4", "ngày mười một tháng Tư"),
        ("ngày 07 – 10 tháng 4", "ngày mùng bảy đến mùng mười tháng Tư"),
        ("07–10/4", "từ ngày mùng bảy đến ngày mùng mười tháng Tư"),
        ("ngày 07–10/4", "ngày mùng bảy đến ngày mùng mười tháng Tư"),
        ("từ 07/4 đến 10/4",
         "từ ngày mùng bảy tháng Tư đến ngày mùng mười tháng Tư"),
        ("29/8–02/9", "từ ngày hai mươi chín tháng Tám đến ngày mùng hai tháng Chín"),
        ("07/4 - ngày 10/4", "từ ngày mùng bảy tháng Tư đến ngày mùng mười tháng Tư"),
        ("ngày 5", "ngày mùng năm"),
        ("ngày mùng 5", "ngày mùng năm"),
        ("mùng 3/4", "mùng ba tháng Tư"),
        ("mỗi ngày 5, một ngày 3.", "mỗi ngày năm, một ngày ba."),
        ("mỗi ngày 5 người, ngày 5 người", "mỗi ngày năm người, ngày năm người"),
        ("tháng 1, tháng 4, tháng 5", "tháng Một, tháng Tư, tháng Năm"),
        ("tháng 4-6", "tháng Tư đến tháng Sáu"),
        ("tháng 4/2026", "tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("4/2026", "tháng Tư năm hai nghìn không trăm hai mươi sáu"),
        ("tháng 4-6/2026", "tháng Tư đến tháng Sáu năm hai nghìn không trăm hai mươi sáu"),
        ("quý 2/2026", "quý hai năm hai nghìn không trăm hai mươi sáu"),
        ("trong 3 tháng 10 ngày", "trong ba tháng mười ngày"),
        ("3 tháng", "ba tháng"),
    ],
)  # fmt: skip
def test_days_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("7h30", "bảy giờ ba mươi phút"),
        ("7:30", "bảy giờ ba mươi phút"),
        ("07h30'", "bảy giờ ba mươi phút"),
        ("7g30", "bảy giờ ba mươi phút"),
        ("7 giờ 30", "bảy giờ ba mươi phút"),
        ("7 giờ 30 phút", "bảy giờ ba mươi phút"),
        ("7 giờ 5 phút", "bảy giờ năm phút"),
        ("11h00", "mười một giờ"),
        ("17 giờ", "mười bảy giờ"),
        ("8 giờ 11/4", "tám giờ ngày mười một tháng Tư"),
        ("8 giờ 11 tháng 4", "tám giờ mười một tháng Tư"),
        ("7 giờ 30 – 11 giờ 30",
         "từ bảy giờ ba mươi phút đến mười một giờ ba mươi phút"),
        ("7h30-11h30", "từ bảy giờ ba mươi phút đến mười một giờ ba mươi phút"),
        ("từ 7h30 - 11h30", "từ bảy giờ ba mươi phút đến mười một giờ ba mươi phút"),
        ("7-11 giờ", "từ bảy đến mười một giờ"),
        ("7h sáng - 5h chiều", "từ bảy giờ sáng đến năm giờ chiều"),
        ("xã Anh Sơn – 35 thôn", "xã Anh Sơn, ba mươi lăm thôn"),
        ("8 giờ thứ Bảy – 10 giờ Chủ nhật", "tám giờ thứ Bảy đến mười giờ Chủ nhật"),
    ],
)  # fmt: skip
def test_hours_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("01 buổi", "một buổi"),
        ("02 buổi/năm", "hai buổi một năm"),
        ("hai buổi/năm", "hai buổi một năm"),
        ("2.000 đồng/trang", "hai nghìn đồng một trang"),
        ("2.000đ/trang", "hai nghìn đồng một trang"),
        ("mức thu đồng/trang", "mức thu đồng một trang"),
        ("10.000 đồng/trường hợp", "mười nghìn đồng một trường hợp"),
        ("50.000 VNĐ", "năm mươi nghìn đồng"),
        ("1,5 triệu đồng", "một phẩy năm triệu đồng"),
        ("2.000 đồng - 5.000 đồng", "từ hai nghìn đồng đến năm nghìn đồng"),
        ("0 %; 12,5%", "không phần trăm; mười hai phẩy năm phần trăm"),
        ("5–10 %", "từ năm đến mười phần trăm"),
        ("5 km, 12 m2, 3,5ha, 38 °C",
         "năm ki-lô-mét, mười hai mét vuông, ba phẩy năm héc-ta, ba mươi tám độ xê"),
        ("120 người/km2", "một trăm hai mươi người một ki-lô-mét vuông"),
        ("60 km/h", "sáu mươi ki-lô-mét một giờ"),
        ("tính theo m2", "tính theo mét vuông"),
    ],
)  # fmt: skip
def test_money_and_measures_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    "written",
    ["0238 3872 105", "02383872105", "0238.3872.105", "(0238) 3872 105", "+84 238 3872 105"],
)
def test_a_telephone_number_is_said_digit_by_digit_and_twice(written: str) -> None:
    once = "không hai ba tám, ba tám bảy hai, một không năm"

    assert said(f"Gọi {written}.") == f"Gọi {once}; xin nhắc lại: {once}."


def test_a_number_said_before_is_not_said_twice_again() -> None:
    once = "không chín một hai, ba bốn năm, sáu bảy tám"

    assert said("0912 345 678, 0912.345.678") == f"{once}; xin nhắc lại: {once}, {once}"
    assert said("Xin nhắc lại: 0912 345 678") == f"Xin nhắc lại: {once}"


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("gọi 115", "gọi một một năm"),
        ("tổng đài 1022", "tổng đài một không hai hai"),
        ("1900 6048", ("một chín không không, sáu không bốn tám; "
         "xin nhắc lại: một chín không không, sáu không bốn tám")),
        ("ĐT:0912345678", ("điện thoại: không chín một hai, ba bốn năm, sáu bảy tám; "
         "xin nhắc lại: không chín một hai, ba bốn năm, sáu bảy tám")),
    ],
)  # fmt: skip
def test_other_numbers_to_call_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Kế hoạch số 50/KH-UBND", "Kế hoạch số năm mươi"),
        ("Kế hoạch 50/KH-UBND", "Kế hoạch số năm mươi"),
        ("Số: 50a/TB-TTPVHCC", "Số: năm mươi a"),
        ("số 12-KL/TW", "số mười hai"),
        ("Nghị định 30/2020/NĐ-CP", "Nghị định số ba mươi năm hai nghìn không trăm hai mươi"),
        ("Luật số 60/2014/QH13", "Luật số sáu mươi năm hai nghìn không trăm mười bốn"),
        ("HĐND khóa XVI", "Hội đồng nhân dân khóa mười sáu"),
        ("quý I/2026", "quý một năm hai nghìn không trăm hai mươi sáu"),
        ("Phần II, chương IV, mục IX", "Phần hai, chương bốn, mục chín"),
        ("lần thứ I và lần thứ XIII", "lần thứ nhất và lần thứ mười ba"),
        ("khu vực XL, loại C", "khu vực bốn mươi, loại một trăm"),
        ("I. Thời gian", "một. Thời gian"),
    ],
)  # fmt: skip
def test_papers_and_roman_numbers_are_said(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "value"),
    [("I", 1), ("IV", 4), ("XIX", 19), ("XL", 40), ("XCIX", 99), ("CCC", 300)],
)
def test_roman_numbers_are_read(written: str, value: int) -> None:
    assert roman(written) == value


@pytest.mark.parametrize("written", ["IIII", "VV", "IC", "IL", "XXL", "VX"])
def test_letters_that_are_no_roman_number_are_none(written: str) -> None:
    assert roman(written) is None
