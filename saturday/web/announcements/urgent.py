"""What must be told at once when a Saturday is moved or cancelled on Friday night?"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.broadcasts import was_played
from saturday.papers.texts import render, sources_of
from saturday.rules.announcements import MOST_LETTERS, URGENT, Channel, News
from saturday.rules.bulletins import on_air, seconds_on_air
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.announcements.desk import Desk, Row, links_to
from saturday.web.announcements.forms import UrgentForm
from saturday.web.announcements.routes import bp, groups_for
from saturday.web.page import done, render_page

TOMORROW, EVENING = timedelta(days=1), time(17)
OTHERS = (
    ("call_sheet", "", "In danh sách gọi các thôn, bản"),
    ("poster", "", "In băng dán áp phích"),
    ("bulletin", "", "Bản tin phát thanh: nghe, tải"),
    ("village_board", "", "Ghi thôn, bản đã nhận"),
    ("compose", "", "Soạn tin cho cổng thông tin, Fanpage và hình thức khác"),
)


@dataclass(frozen=True)
class Ready:
    """One text that is ready to be copied (tin gấp)."""

    row: Row
    text: str
    was_played: bool = False  # of the loudspeaker alone

    @property
    def channel(self) -> Channel:
        """By which channel it goes."""
        return self.row.voice.channel

    @property
    def is_out(self) -> bool:
        """Whether people have it as it should be now: sent, or this very edition played."""
        is_spoken = self.channel is Channel.LOUDSPEAKER
        return self.is_done and (self.was_played or not is_spoken)

    @property
    def is_done(self) -> bool:
        """Whether nothing is to be approved or sent from here any more."""
        return self.row.voice.goes_out

    @property
    def measure(self) -> str:
        """Say how long it is: letters, or seconds on the air."""
        if most := MOST_LETTERS.get(self.channel):
            return f"{len(self.text)}/{most} ký tự"
        return f"đọc khoảng {on_air(seconds_on_air(self.row.proofreader.reading(self.text)))}"

    @property
    def fault(self) -> str:
        """Say what keeps it from being sent."""
        try:
            self.row.proofreader.refuse(self.channel, self.text)
        except NotAllowedNow as refusal:
            return refusal.reason
        return ""


def ready_of(desk: Desk) -> list[Ready]:
    """Give the urgent texts: as they were written while still right, else from the facts now."""
    sources = sources_of(db.session, desk.facts.news)
    found = []
    for channel in URGENT:
        voice = desk.voice(channel)
        fresh = voice.newest if voice.newest and not voice.differences else None
        text = fresh.text if fresh else render(sources[channel], desk.facts)
        found.append(Ready(desk.line(channel), text, _was_played(fresh)))
    return found


def _was_played(edition: Announcement | None) -> bool:
    """Tell whether an edition was on the air; only a bulletin ever is."""
    if edition is None or edition.channel is not Channel.LOUDSPEAKER:
        return False
    return bool(db.session.scalar(was_played(edition)))


def other_acts(desk: Desk) -> str:
    """Say until when the other things are to be done: the farther the day, the more time."""
    day, today = desk.day, clock.today()
    if day <= today:
        return "Việc khác cần làm ngay"
    if day - today == TOMORROW:
        is_evening = clock.now().time() >= EVENING
        return f"Việc khác trong {'tối' if is_evening else 'hôm'} nay"
    return f"Việc khác, trước {listed_day(day)}"


@bp.get("/thong-bao/<day:day>/bao-gap")
@requires(Permission.PUBLISH_ANNOUNCEMENTS)
def urgent(day: date) -> ResponseReturnValue:
    """Show every text of a moved or cancelled Saturday, ready to be copied."""
    return show(Desk.of(day))


def show(desk: Desk, form: UrgentForm | None = None) -> Response:
    """Render the page of the urgent texts."""
    ready = ready_of(desk) if desk.facts.news is not News.HELD else []
    if form is None:
        texts = {one.channel: one.text for one in ready}
        form = UrgentForm.now(texts, groups_for(Channel.ZALO_OFFICIALS))
    return render_page(
        "announcements/urgent.html",
        desk=desk,
        ready=ready,
        form=form,
        others=(other_acts(desk), links_to(desk.day, OTHERS)),
    )


@bp.post("/thong-bao/<day:day>/bao-gap")
@requires(Permission.PUBLISH_ANNOUNCEMENTS)
def send_urgent(day: date) -> ResponseReturnValue:
    """Record in one step who approved the texts, and that those of Zalo were sent."""
    desk = Desk.of(day)
    form = UrgentForm.now({}, [])
    if not form.validate() or not form.accepts(lambda: tell_at_once(desk, form)):
        return show(Desk.of(day), form), 422
    words = (
        f"Đã ghi {form.approver.data} duyệt, đã gửi Zalo tin buổi {listed_day(day)}. "
        "Bản tin chờ phát loa."
    )
    return done(url_for(".urgent", day=day), words)


def tell_at_once(desk: Desk, form: UrgentForm) -> None:
    """Write and approve each urgent text that is not on its way, and send those of Zalo."""
    held = "Buổi này vẫn tổ chức. Hãy dời hoặc hủy buổi trước khi báo gấp."
    refuse_when(desk.facts.news is News.HELD, held)
    sources = sources_of(db.session, desk.facts.news)
    for one in ready_of(desk):
        if not one.is_done:
            row = _edition(desk, one, sources[one.channel], form.text_of(one.channel))
            _tell(row, form)


def _edition(desk: Desk, ready: Ready, source: str, text: str) -> Announcement:
    """Take the edition that waits, with the words that were typed, else make the next one."""
    channel, voice = ready.channel, ready.row.voice
    try:
        desk.proofreader.refuse(channel, text)
    except NotAllowedNow as refusal:
        raise NotAllowedNow(refusal.reason, field=channel.value) from refusal
    if voice.newest and not voice.differences:
        voice.newest.rewrite(text, by=me())
        return voice.newest
    row = desk.made(voice, source, text)
    db.session.add(row)
    return row


def _tell(row: Announcement, form: UrgentForm) -> None:
    """Record who approved a text, and where it went; a bulletin is out once it was played."""
    report = form.report()
    if not row.approved_at:
        row.approve(form.approver.data or "", report, by=me())
    if row.channel is Channel.LOUDSPEAKER:
        return
    if group := form.group_of(row.channel):
        row.send(group, report.reported_at, by=me())
    else:
        row.publish(by=me())
