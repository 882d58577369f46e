"""What must an announcement be before it is approved and sent, and how far is it?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.names import fold


class Channel(Coded):
    """How the commune tells people (hình thức tuyên truyền); the code names its text's file."""

    WEBSITE = "website", "Cổng thông tin"
    FANPAGE = "fanpage", "Fanpage"
    ZALO_OFFICIALS = "zalo_officials", "Zalo cho cán bộ"
    ZALO_VILLAGES = "zalo_villages", "Zalo cho thôn, bản"
    LOUDSPEAKER = "loudspeaker", "Loa truyền thanh"
    VILLAGE = "village", "Trang của thôn, bản"
    NOTICE_BOARD = "notice_board", "Bảng tin"

    @property
    def act(self) -> str:
        """What brings its text before people: "đăng", "gửi", "phát", "dán"."""
        return _ACTS[self][0]

    @property
    def out_words(self) -> str:
        """Say that its text is before people: "đã gửi Zalo", "đã phát loa"."""
        return f"đã {' '.join(_ACTS[self])}"


class News(Coded):
    """What is announced of a Saturday (nội dung tin)."""

    HELD = "held", "thông báo buổi làm việc"
    MOVED = "moved", "báo dời buổi"
    CANCELLED = "cancelled", "báo hủy buổi"


class AnnouncementState(Coded):
    """How far an announcement is (trạng thái tin, bài)."""

    DRAFT = "DRAFT", "dự thảo"
    WAITING = "WAITING", "chờ duyệt"
    APPROVED = "APPROVED", "đã duyệt"
    PUBLISHED = "PUBLISHED", "đã báo"  # each channel in its own word: ``state_words``


# What is done with an approved text, and where: "đăng Fanpage", "gửi Zalo", "phát loa".
_ACTS: Mapping[Channel, tuple[str, str]] = MappingProxyType(
    {
        Channel.WEBSITE: ("đăng", "cổng thông tin"),
        Channel.FANPAGE: ("đăng", "Fanpage"),
        Channel.ZALO_OFFICIALS: ("gửi", "Zalo"),
        Channel.ZALO_VILLAGES: ("gửi", "Zalo"),
        Channel.LOUDSPEAKER: ("phát", "loa"),
        Channel.VILLAGE: ("đăng", "trang thôn, bản"),
        Channel.NOTICE_BOARD: ("dán", "bảng tin"),
    }
)
MOST_LETTERS: Mapping[Channel, int] = MappingProxyType(
    {Channel.ZALO_OFFICIALS: 700, Channel.ZALO_VILLAGES: 700}
)
MOST_LETTERS_ANYWHERE = 8000
# What a change of the last hour must reach people by at once; the others follow.
URGENT = (Channel.ZALO_OFFICIALS, Channel.ZALO_VILLAGES, Channel.LOUDSPEAKER)
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d(?:[ .\-]?\d)+", re.ASCII)
_SHORTEST_NAME = 2  # words; one alone may be any word of the text


@dataclass(frozen=True, slots=True)
class Steps:
    """When an announcement took each step; none while it was not taken."""

    asked_at: datetime | None = None
    approved_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def state(self) -> AnnouncementState:
        """How far it is."""
        if self.published_at:
            return AnnouncementState.PUBLISHED
        if self.approved_at:
            return AnnouncementState.APPROVED
        return AnnouncementState.WAITING if self.asked_at else AnnouncementState.DRAFT


def place_in_words(place: str, village: str) -> str:
    """Give a place with its village, unless the place names the village itself."""
    if not village or fold(village) in fold(place):
        return place
    return ", ".join(filter(None, (place, village)))


def state_words(channel: Channel, state: AnnouncementState) -> str:
    """Say how far a channel's text is: "đã duyệt, chờ gửi", "đã gửi Zalo"."""
    if state is AnnouncementState.PUBLISHED:
        return channel.out_words
    waits = f", chờ {channel.act}" if state is AnnouncementState.APPROVED else ""
    return state.words + waits


def refuse_text(channel: Channel, text: str) -> None:
    """Refuse an empty text, and one longer than its channel takes (Zalo: 700 letters)."""
    refuse_when(not text.strip(), "Tin chưa có chữ nào. Hãy ghi nội dung.", field="text")
    most = MOST_LETTERS.get(channel, MOST_LETTERS_ANYWHERE)
    reason = f"Tin dài {len(text)} ký tự, tối đa {most}. Hãy bớt chữ."
    refuse_when(len(text) > most, reason, field="text")


def refuse_people(text: str, people: Iterable[tuple[str, str]]) -> None:
    """Refuse names and telephones of the commune's people in what anyone may read."""
    words = _as_words(text)
    numbers = [_digits(found) for found in _NUMBER.findall(text)]
    for name, phone in people:
        spoken = _as_words(name)
        named = spoken.count(" ") > _SHORTEST_NAME and spoken in words
        reason = f"Có tên {name} trong tin công khai. Hãy bỏ tên."
        refuse_when(named, reason, field="text")
        digits = _digits(phone)
        called = digits and any(digits in one for one in numbers)
        reason = f"Có số điện thoại {phone} của {name} trong tin công khai. Hãy bỏ số này."
        refuse_when(called, reason, field="text")


def _as_words(text: str) -> str:
    """Give the words alone, parted and surrounded by one blank."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
