"""What may stand in an address?"""

from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from saturday.rules.announcements import Channel, News

CHANNELS = {
    Channel.WEBSITE: "cong-thong-tin",
    Channel.FANPAGE: "fanpage",
    Channel.ZALO_OFFICIALS: "zalo-can-bo",
    Channel.ZALO_VILLAGES: "zalo-thon",
    Channel.LOUDSPEAKER: "loa",
    Channel.VILLAGE: "trang-thon",
    Channel.NOTICE_BOARD: "bang-tin",
}
NEWS = {News.HELD: "thong-bao", News.MOVED: "doi-buoi", News.CANCELLED: "huy-buoi"}


LARGEST = 2**31 - 1  # that a database keeps as a number


class NumberConverter(IntegerConverter):
    """A row's number; one that no database keeps is no address of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


class DayConverter(BaseConverter):
    """A day as 2026-04-11; anything else is no address of ours."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Read the day."""
        try:
            return date.fromisoformat(value)
        except ValueError as fault:
            raise ValidationError from fault

    def to_url(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()


class YearConverter(BaseConverter):
    """A year of this century."""

    regex = r"20\d{2}"

    def to_python(self, value: str) -> int:
        """Read the year."""
        return int(value)


class ChannelConverter(BaseConverter):
    """A channel by its Vietnamese name: zalo-thon."""

    regex = "|".join(CHANNELS.values())

    def to_python(self, value: str) -> Channel:
        """Read the channel."""
        return next(channel for channel, name in CHANNELS.items() if name == value)

    def to_url(self, value: str) -> str:
        """Write the channel."""
        return CHANNELS[Channel(value)]


class NewsConverter(BaseConverter):
    """What is told, by its Vietnamese name: doi-buoi."""

    regex = "|".join(NEWS.values())

    def to_python(self, value: str) -> News:
        """Read what is told."""
        return next(news for news, name in NEWS.items() if name == value)

    def to_url(self, value: str) -> str:
        """Write what is told."""
        return NEWS[News(value)]


def init_app(app: Flask) -> None:
    """Teach the app's addresses their types."""
    app.url_map.converters.update(
        channel=ChannelConverter,
        day=DayConverter,
        int=NumberConverter,
        news=NewsConverter,
        year=YearConverter,
    )
