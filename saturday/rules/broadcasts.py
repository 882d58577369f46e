"""When is a bulletin played, how long does it last, and which files of sound are taken?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from saturday.rules.coded import Coded
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import clock, day_month

DAYS_BEFORE = 4
USUAL_HOURS = (time(5, 30), time(17))  # when people are at home (domain.md: 5–6, 17–18 o'clock)
FARTHEST = timedelta(days=14)
MOST_A_DAY = 6
SAME_SLOT = timedelta(hours=3)  # a playing this near to a planned hour is that one
SAME_PLAYING = timedelta(minutes=10)
LARGEST_SOUND = 15 << 20  # bytes: ten minutes of a good mp3; the whole form may have 16 MB
SLOWEST, USUAL_SPEED, FASTEST = 110, 125, 200  # syllables a minute, pauses counted
_SYNC = 0b111_1111_1111  # how a frame of MPEG sound begins
_RESERVED = 0b11  # a rate that does not exist


class SoundKind(Coded):
    """What a file of sound is, by its first bytes (loại tệp âm thanh)."""

    WAV = "audio/wav", "wav"
    MP3 = "audio/mpeg", "mp3"
    OGG = "audio/ogg", "ogg"


class SoundOrigin(Coded):
    """Where a sound comes from (nguồn âm thanh)."""

    MADE = "MADE", "máy đọc"
    UPLOADED = "UPLOADED", "tệp ghi âm"


class SpokenVoice(Coded):
    """Which of espeak-ng's voices reads (giọng đọc)."""

    NORTH = "vi", "giọng Bắc"
    CENTRE = "vi-vn-x-central", "giọng Trung"
    SOUTH = "vi-vn-x-south", "giọng Nam"


@dataclass(frozen=True, slots=True)
class Slots:
    """On which days, and at which hours of each, a bulletin is planned (lịch phát thanh)."""

    first: date
    last: date
    hours: tuple[time, ...] = USUAL_HOURS

    def each(self) -> Iterator[datetime]:
        """Give every planned moment in order, as clocks in Vietnam show it."""
        for number in range((self.last - self.first).days + 1):
            for hour in sorted(set(self.hours)):
                yield datetime.combine(self.first + timedelta(days=number), hour)


def usual_slots(day: date, today: date, *, is_held: bool, hours: Iterable[time] = ()) -> Slots:
    """Propose the four days before a Saturday; word of a change goes on until its own morning."""
    last = day - timedelta(days=1) if is_held else day
    first = max(day - timedelta(days=DAYS_BEFORE), today)
    return Slots(min(first, last), last, tuple(hours) or USUAL_HOURS)


def refuse_slots(slots: Slots, day: date) -> None:
    """Refuse days that no bulletin of this Saturday is played on, and too many hours."""
    backwards = "Ngày cuối phải từ ngày đầu trở đi."
    refuse_when(slots.last < slots.first, backwards, field="last")
    refuse_when(slots.last > day, f"Hãy chọn ngày cuối không sau {day_month(day)}.", field="last")
    far = f"Hãy chọn ngày đầu từ {day_month(day - FARTHEST)} trở đi."
    refuse_when(slots.first < day - FARTHEST, far, field="first")
    many = f"Hãy ghi tối đa {MOST_A_DAY} giờ phát một ngày."
    refuse_when(len(set(slots.hours)) > MOST_A_DAY, many, field="hours")


def coming(slots: Iterable[datetime], now: datetime, until: datetime) -> list[datetime]:
    """Leave out what is past, and what would come when people are there already."""
    return [one for one in slots if now < one < until]


def nearest(at: datetime, planned: Iterable[datetime]) -> datetime | None:
    """Find which planned moment a playing was: the nearest, when it is near enough."""
    found = min(planned, key=lambda one: abs(one - at), default=None)
    return found if found is not None and abs(found - at) <= SAME_SLOT else None


def refuse_twice(at: datetime, played: Iterable[datetime]) -> None:
    """Refuse a playing that somebody noted already."""
    for one in played:
        words = f"Đã ghi lượt phát lúc {clock(one.time())}, {day_month(one.date())}."
        refuse_when(abs(one - at) < SAME_PLAYING, words, field="played_at")


def sniff(content: bytes) -> SoundKind | None:
    """Tell a file of sound by its bytes, whatever its name says."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return SoundKind.WAV
    if content[:4] == b"OggS":
        return SoundKind.OGG
    return SoundKind.MP3 if content[:3] == b"ID3" or _is_frame(content) else None


def _is_frame(content: bytes) -> bool:
    """Tell the head of an MPEG frame of layer III: eleven bits set, then rates that exist."""
    head = int.from_bytes(content[:4].ljust(4, b"\0"))
    version, bits, rate = head >> 19 & 0b11, head >> 12 & 0b1111, head >> 10 & 0b11
    begins = head >> 21 == _SYNC and head >> 17 & 0b11 == 0b01
    return begins and version != 0b01 and bits not in (0, 0b1111) and rate != _RESERVED


def refuse_sound(content: bytes) -> SoundKind:
    """Refuse what is no file of sound, or is too large; give its kind."""
    refuse_when(not content, "Hãy chọn một tệp âm thanh.", field="sound")
    size, most = len(content) >> 20, LARGEST_SOUND >> 20
    large = f"Tệp lớn {size} MB, tối đa {most} MB. Hãy lưu lại dạng mp3."
    refuse_when(len(content) > LARGEST_SOUND, large, field="sound")
    kind = sniff(content)
    refuse_when(
        kind is None, "Tệp này không phải wav, mp3 hay ogg. Hãy chọn tệp khác.", field="sound"
    )
    return kind or SoundKind.WAV


def speed_of(typed: str) -> int:
    """Read the kept speed; what is none, or beyond what can be heard, is the usual one."""
    speed = int(typed) if typed.isascii() and typed.isdigit() else USUAL_SPEED
    return speed if SLOWEST <= speed <= FASTEST else USUAL_SPEED


def voice_of(typed: str) -> SpokenVoice:
    """Read the kept voice; an unknown one is the North's."""
    return SpokenVoice(typed) if typed in set(SpokenVoice) else SpokenVoice.NORTH
