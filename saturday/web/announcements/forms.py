"""What is typed to write an announcement, to approve it and to say where it was sent?"""

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Self

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf

from saturday import clock
from saturday.models.base import Report, Way
from saturday.rules.announcements import Channel
from saturday.web.fields import (
    BaseForm,
    ClockField,
    DayField,
    EditForm,
    at_most,
    option,
    required,
)

WAYS: Mapping[str, Any] = MappingProxyType(
    {
        "choices": [option(way.name, way.value[:1].upper() + way.value[1:]) for way in Way],
        "default": Way.TELEPHONE.name,
        "validate_choice": False,
    }
)
known_way = AnyOf([way.name for way in Way], "Hãy chọn cách duyệt.")
LONGEST = 20_000  # what a box takes; how long a channel's text may be is a rule


class TextForm(EditForm):
    """The text of one channel."""

    text = TextAreaField("Nội dung tin", [required("Hãy ghi nội dung."), at_most(LONGEST)])


class ApprovalForm(BaseForm):
    """Whose approval was given elsewhere, which way and when."""

    version = HiddenField()
    approver = StringField("Người duyệt", [required("Hãy ghi ai đã duyệt."), at_most(120)])
    way = RadioField("Duyệt qua", [known_way], **WAYS)
    reported_at = ClockField("Lúc", [required("Hãy ghi giờ duyệt.")])
    reported_on = DayField("Ngày", [required("Hãy ghi ngày duyệt.")])

    @classmethod
    def now(cls, version: object) -> Self:
        """Begin with this moment, over the texts as they are shown."""
        at = clock.now()
        given = {"reported_at": at.time(), "reported_on": at.date(), "version": str(version)}
        return cls(data=given)

    def report(self) -> Report:
        """Give whose approval it is, and how it came."""
        typed = self.data
        at = moment_of(typed["reported_on"], typed["reported_at"])
        return Report(typed["approver"], Way[typed["way"]], at)


class DispatchForm(BaseForm):
    """To which group a text was sent, and when."""

    group = StringField("Đã gửi tới nhóm", [required("Hãy ghi tên nhóm."), at_most(120)])
    sent_at = ClockField("Lúc", [required("Hãy ghi giờ gửi.")])
    sent_on = DayField("Ngày", [required("Hãy ghi ngày gửi.")])

    @classmethod
    def now(cls, group: str) -> Self:
        """Begin with this moment and the usual group."""
        at = clock.now()
        return cls(data={"group": group, "sent_at": at.time(), "sent_on": at.date()})

    @property
    def moment(self) -> datetime:
        """When it was sent."""
        typed = self.data
        return moment_of(typed["sent_on"], typed["sent_at"])


class UrgentForm(BaseForm):
    """The texts of a moved or cancelled Saturday, approved and sent in one step."""

    zalo_officials = TextAreaField("Tin Zalo cho cán bộ", [at_most(LONGEST)])
    zalo_villages = TextAreaField("Tin Zalo cho thôn, bản", [at_most(LONGEST)])
    loudspeaker = TextAreaField("Bản tin phát thanh", [at_most(LONGEST)])
    approver = StringField("Người duyệt", [required("Hãy ghi ai đã duyệt."), at_most(120)])
    way = RadioField("Duyệt qua", [known_way], **WAYS)
    reported_at = ClockField("Duyệt lúc", [required("Hãy ghi giờ duyệt.")])
    officials_group = StringField("Nhóm Zalo của cán bộ", [at_most(120)])
    villages_group = StringField("Nhóm Zalo của thôn, bản", [at_most(120)])

    @classmethod
    def now(cls, texts: dict[Channel, str], groups: list[str]) -> Self:
        """Begin with texts that are ready, this moment and the usual groups."""
        officials, villages = [*groups, "", ""][:2]
        begun = {channel.value: text for channel, text in texts.items()}
        at = {"reported_at": clock.now().time()}
        return cls(data={**begun, **at, "officials_group": officials, "villages_group": villages})

    def text_of(self, channel: Channel) -> str:
        """Give what is to be told by a channel."""
        return str(self[channel.value].data or "")

    def group_of(self, channel: Channel) -> str:
        """Give the group that was told; nothing for the loudspeaker."""
        groups = {
            Channel.ZALO_OFFICIALS: self.officials_group.data,
            Channel.ZALO_VILLAGES: self.villages_group.data,
        }
        return groups.get(channel) or ""

    def report(self) -> Report:
        """Give whose approval it is, and how it came."""
        typed = self.data
        at = moment_of(clock.today(), typed["reported_at"])
        return Report(typed["approver"], Way[typed["way"]], at)


class WordingForm(EditForm):
    """A channel's wording, with the facts it asks for."""

    source = TextAreaField("Lời văn", [required("Hãy ghi lời văn của tin."), at_most(LONGEST)])


def moment_of(day: date, hour: time) -> datetime:
    """Put a day and an hour together, in Vietnam's time."""
    return datetime.combine(day, hour, tzinfo=clock.TIMEZONE)
