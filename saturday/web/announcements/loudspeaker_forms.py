"""What can be typed about a bulletin: its plan, its playings, its sound, its second reading?"""

import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Self

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField, ValidationError

from saturday import clock
from saturday.models.announcements import Announcement
from saturday.models.base import Report, Way
from saturday.models.broadcasts import Broadcast, NewSound, Playing
from saturday.rules.broadcasts import Slots, SoundOrigin
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import clock_short, parse_clock
from saturday.web.access import may, me
from saturday.web.fields import BaseForm, ClockField, DayField, EditForm, at_most, option, required

WAYS = [option(way.name, way.value[:1].upper() + way.value[1:]) for way in Way]
_BETWEEN = re.compile(r"[,;\n]+|\bvà\b")


class PlanForm(BaseForm):
    """On which days, and at which hours, the bulletin is to be played."""

    first = DayField("Từ ngày", [required("Hãy ghi ngày đầu.")])
    last = DayField("Đến ngày", [required("Hãy ghi ngày cuối.")])
    hours = StringField("Giờ phát", [required("Hãy ghi giờ phát."), at_most(120)])

    @classmethod
    def showing(cls, slots: Slots) -> Self:
        """Show what is planned, or proposed."""
        hours = ", ".join(map(clock_short, slots.hours))
        return cls(data={"first": slots.first, "last": slots.last, "hours": hours})

    def validate_hours(self, field: Field) -> None:
        """Refuse what is no hour."""
        if None in self._hours(field.data or ""):
            message = "Hãy ghi các giờ dạng 5h30, 17h00."
            raise ValidationError(message)

    @staticmethod
    def _hours(typed: str) -> list[time | None]:
        return [parse_clock(one) for one in _BETWEEN.split(typed) if one.strip()]

    def slots(self) -> Slots:
        """Give what was typed, once it is valid."""
        typed = self.data
        hours = tuple(one for one in self._hours(typed["hours"]) if one is not None)
        return Slots(typed["first"], typed["last"], hours)


class PlayedForm(BaseForm):
    """When the bulletin was played; by whom, and how we know, when somebody else noted it."""

    played_at = ClockField("Giờ phát", [required("Hãy ghi giờ phát.")])
    played_on = DayField("Ngày phát", [required("Hãy ghi ngày phát.")])
    player = StringField("Do ai phát", [at_most(80)])
    way = RadioField("Ghi hộ theo", choices=WAYS, validate_choice=False)

    @classmethod
    def over(cls, planned: Broadcast | None, known: list[str]) -> Self:
        """Offer the planned hour, and who played before."""
        at = planned.planned_at if planned and planned.planned_at else None
        shown = {"played_on": at.date() if at else clock.today(), "played_at": at and at.time()}
        return cls(data={**shown, "player": known[0] if len(known) == 1 else ""})

    @property
    def for_another(self) -> bool:
        """Whether it is recorded for somebody else: the operator notes the own ones."""
        return may(Permission.SEE_ANNOUNCEMENTS)

    def validate_player(self, field: Field) -> None:
        """Want a name of who played, when it was another."""
        if self.for_another and not field.data:
            message = "Hãy ghi ai đã phát."
            raise ValidationError(message)

    def validate_way(self, field: Field) -> None:
        """Want to know how word came, when it was another."""
        if self.for_another and field.data not in {way.name for way in Way}:
            message = "Hãy chọn ghi hộ theo cách nào."
            raise ValidationError(message)

    def playing(self) -> Playing:
        """Give what was typed, once it is valid."""
        typed = self.data
        at = datetime.combine(typed["played_on"], typed["played_at"], tzinfo=clock.TIMEZONE)
        if not self.for_another:
            return Playing(at, me().name)
        report = Report(typed["player"], Way[typed["way"]], clock.now())
        return Playing(at, typed["player"], report)


class SoundForm(BaseForm):
    """A recording that somebody brings along."""

    sound = FileField("Tệp ghi âm (wav, mp3, ogg)")
    is_other = BooleanField("Tệp này là phần đọc thứ hai")

    def sent(self) -> NewSound:
        """Give what was sent; no bytes when no file was chosen."""
        content, file = b"", self.sound.data
        if file:
            content = file.read()
            file.close()  # a large one lies on the disk until then
        return NewSound(content, SoundOrigin.UPLOADED, is_other=bool(self.is_other.data))


class OtherTextForm(EditForm):
    """What is played second, in another language."""

    other_language = StringField("Tiếng", [at_most(40)])
    other_text = TextAreaField("Bài đọc thứ hai", [at_most(8000)])
    is_copied = False  # from the edition before

    @classmethod
    def over(cls, row: Announcement, editions: Sequence[Announcement]) -> Self:
        """Show what is written; a new edition begins with what was played second before."""
        form = cls(obj=row)
        before = next((one for one in editions if one.other_text), None)
        if before is not None and not row.other_text:
            form.other_language.data, form.other_text.data = (
                before.other_language,
                before.other_text,
            )
            form.is_copied = True
        return form

    def differences(self, row: Announcement) -> list[tuple[str, str, str]]:
        """Give label, stored words and typed words wherever they differ."""
        shown = (
            ("Tiếng", row.other_language, self.other_language.data or ""),
            ("Bài đọc thứ hai", row.other_text, self.other_text.data or ""),
        )
        return [one for one in shown if one[1] != one[2]]
