"""Can a bulletin be read aloud as it stands, and how long is it on the air?"""

from saturday.rules.refusals import refuse_when
from saturday.vietnamese.spoken import Reading, is_plain, read_aloud

WORDS_A_MINUTE = 125  # an even reader; 120 to 130 is usual
MOST_NAMED = 12


def refuse_unspeakable(reading: Reading, *, field: str = "text") -> None:
    """Refuse a bulletin while it holds words that can't be said, and name them."""
    named = ", ".join(f"“{word}”" for word in reading.left[:MOST_NAMED])
    more = len(reading.left) - MOST_NAMED
    rest = f" và {more} chỗ nữa" if more > 0 else ""
    reason = f"Loa chưa đọc được: {named}{rest}. Hãy viết thành chữ, hoặc thêm vào chữ viết tắt."
    refuse_when(reading.left, reason, field=field)


def seconds_on_air(reading: Reading) -> int:
    """Estimate how long a bulletin lasts when it is read evenly."""
    return round(reading.words * 60 / WORDS_A_MINUTE)


def on_air(seconds: int) -> str:
    """Write a length on the air: "2 phút 30 giây", "45 giây"."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} phút" if minutes else "", f"{rest} giây" if rest or not minutes else ""]
    return " ".join(filter(None, parts))


def refuse_abbreviation(written: str, said: str) -> None:
    """Refuse an abbreviation that is a plain word, and one whose words can't be said."""
    plain = "Đây là từ thường, loa đọc được ngay. Chỉ ghi chữ viết tắt."
    refuse_when(is_plain(written), plain, field="written")
    reading = read_aloud(said, {})
    refuse_unspeakable(reading, field="said")
    still = f"Lời đọc phải là chữ đọc được ngay, ví dụ: {reading.text}."
    refuse_when(reading.text != said, still, field="said")
