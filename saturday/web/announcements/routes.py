"""What is told of a Saturday by each channel, and who approved it?"""

from datetime import date

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.papers.voices import ChannelVoice
from saturday.rules.announcements import AnnouncementState, Channel
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.announcements.desk import ZALO, Desk, seen
from saturday.web.announcements.forms import ApprovalForm, DispatchForm, TextForm
from saturday.web.page import done, render_page

bp = Blueprint("announcements", __name__)


def page_of(day: date, channel: Channel) -> str:
    """Give the address of a channel's page."""
    return url_for(".announcement_form", day=day, channel=channel)


@bp.get("/thong-bao/<day:day>/soan")
@requires(Permission.SEE_ANNOUNCEMENTS)
def compose(day: date) -> ResponseReturnValue:
    """Show the facts once, and what each channel says of them."""
    return show_desk(Desk.of(day))


def show_desk(desk: Desk, form: ApprovalForm | None = None) -> Response:
    """Render the page of all channels."""
    return render_page(
        "announcements/compose.html",
        desk=desk,
        rows=desk.rows,
        form=form or ApprovalForm.now(seen(desk.unapproved)),
        seen=seen,
        State=AnnouncementState,
    )


@bp.post("/thong-bao/<day:day>/soan")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def write_all(day: date) -> ResponseReturnValue:
    """Write every text that is not there, from the facts."""
    desk = Desk.of(day)
    words = "Đã soạn {} tin từ thông tin chung. Đọc lại từng tin rồi gửi duyệt."
    return written(desk, desk.unwritten, words, "Các tin đã soạn từ trước.")


@bp.post("/thong-bao/<day:day>/soan-lai")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def rewrite_stale(day: date) -> ResponseReturnValue:
    """Write a new edition of every text that no longer agrees with the facts."""
    desk = Desk.of(day)
    words = "Đã soạn lại {} tin. Bản đã báo giữ nguyên tới khi ghi đã báo bản mới."
    return written(desk, desk.stale, words, "Các tin đều đúng.")


def written(desk: Desk, voices: list[ChannelVoice], words: str, none: str) -> ResponseReturnValue:
    """Write these channels and say how many, or that there was nothing to write."""
    count = len(voices)
    desk.write(voices)
    location = url_for(".compose", day=desk.duty_session.day)
    return done(location, words.format(count) if count else none)


@bp.post("/thong-bao/<day:day>/soan/gui-duyet")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def ask_for_all(day: date) -> ResponseReturnValue:
    """Ask a leader to approve every draft."""
    desk = Desk.of(day)
    rows = list(desk.each_fit(desk.drafts))
    for row in rows:
        row.ask(by=me())
    words = f"Đã gửi duyệt {len(rows)} tin. Lãnh đạo thấy ở Việc cần làm."
    return done(url_for(".compose", day=day), words)


@bp.post("/thong-bao/<day:day>/soan/duyet")
@requires(Permission.APPROVE_ANNOUNCEMENTS)
def approve_all(day: date) -> ResponseReturnValue:
    """Approve every text that waits, as they were shown."""
    desk = Desk.of(day)
    desk.refuse_unless_seen(desk.waiting, request.form.get("version", ""))
    rows = list(desk.each_fit(desk.waiting))
    for row in rows:
        row.approve(me().name, by=me())
    return done(url_for(".compose", day=day), f"Đã duyệt {len(rows)} tin buổi {listed_day(day)}.")


@bp.post("/thong-bao/<day:day>/soan/ghi-duyet")
@requires(Permission.PUBLISH_ANNOUNCEMENTS)
def record_approval_of_all(day: date) -> ResponseReturnValue:
    """Record on behalf who approved every text that is not approved yet."""
    desk = Desk.of(day)
    form, count = ApprovalForm.now(""), len(desk.unapproved)

    def verb() -> None:
        desk.refuse_unless_seen(desk.unapproved, form.version.data or "")
        for row in list(desk.each_fit(desk.unapproved)):
            row.approve(form.approver.data or "", form.report(), by=me())

    if not form.validate() or not form.accepts(verb):
        return show_desk(Desk.of(day), form), 422
    return done(url_for(".compose", day=day), f"Đã ghi {form.approver.data} duyệt {count} tin.")


@bp.get("/thong-bao/<day:day>/soan/<channel:channel>")
@requires(Permission.SEE_ANNOUNCEMENTS)
def announcement_form(day: date, channel: Channel) -> ResponseReturnValue:
    """Show the text of a channel, how far it is, and what comes next."""
    return show(Desk.of(day), channel)


def show(
    desk: Desk,
    channel: Channel,
    *,
    text: TextForm | None = None,
    approval: ApprovalForm | None = None,
    dispatch: DispatchForm | None = None,
) -> Response:
    """Render a channel's page; a form that was refused comes as it was typed."""
    voice = desk.voice(channel)
    row = voice.newest
    groups = groups_for(channel)
    if row is not None:
        text = text or TextForm(obj=row)
        approval = approval or ApprovalForm.now(row.version)
        dispatch = dispatch or DispatchForm.now(groups[0] if groups else "")
    return render_page(
        "announcements/announcement_form.html",
        desk=desk,
        voice=voice,
        row=desk.line(channel),
        forms=(text, approval, dispatch),
        groups=groups,
        is_zalo=channel in ZALO,
        State=AnnouncementState,
    )


def groups_for(channel: Channel) -> list[str]:
    """Give the usual groups, the channel's own first: the first is the officials'."""
    groups = Commune.of_database(db.session).text("announcement.groups").splitlines()
    return groups if channel is not Channel.ZALO_VILLAGES else [*groups[1:], *groups[:1]]


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def save_announcement(day: date, channel: Channel) -> ResponseReturnValue:
    """Keep other words; whoever approved is asked again."""
    return keep(Desk.of(day), channel, "Đã lưu dự thảo.")


def keep(desk: Desk, channel: Channel, message: str, *, asks: bool = False) -> ResponseReturnValue:
    """Keep the words as they were typed, and ask for their approval at once when that is wanted."""
    row, form = desk.row(channel), TextForm(obj=desk.row(channel))
    typed = form.text.data or ""

    def verb() -> None:
        desk.proofreader.refuse_draft(channel, typed)
        row.rewrite(typed, by=me())
        if asks:
            desk.refuse_unfit(channel)
            row.ask(by=me())

    shown = lambda: [("Nội dung tin", row.text, typed)]  # noqa: E731 - a value asked for later
    if status := form.refused(row, shown, verb):
        return show(Desk.of(desk.day), channel, text=form), status
    return done(page_of(desk.day, channel), message)


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>/soan-lai")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def write_anew(day: date, channel: Channel) -> ResponseReturnValue:
    """Write a channel's first text, or its next edition, from the facts as they are now."""
    desk = Desk.of(day)
    desk.write([desk.voice(channel)])
    return done(page_of(day, channel), f"Đã soạn tin {channel.words} từ thông tin chung.")


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>/gui-duyet")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def ask_approval(day: date, channel: Channel) -> ResponseReturnValue:
    """Ask a leader to approve a text, in the words that stand in the box."""
    message = "Đã gửi duyệt. Lãnh đạo thấy tin này ở Việc cần làm."
    return keep(Desk.of(day), channel, message, asks=True)


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>/duyet")
@requires(Permission.APPROVE_ANNOUNCEMENTS)
def approve_announcement(day: date, channel: Channel) -> ResponseReturnValue:
    """Approve a text as it was shown."""
    desk = Desk.of(day)
    row = desk.row(channel)
    row.refuse_unless_seen(request.form.get("version", ""))
    desk.refuse_unfit(channel)
    row.approve(me().name, by=me())
    return done(page_of(day, channel), f"Đã duyệt tin {channel.words} buổi {listed_day(day)}.")


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>/ghi-duyet")
@requires(Permission.PUBLISH_ANNOUNCEMENTS)
def record_approval(day: date, channel: Channel) -> ResponseReturnValue:
    """Record on behalf who approved a text elsewhere."""
    desk = Desk.of(day)
    row = desk.row(channel)
    form = ApprovalForm.now(row.version)

    def verb() -> None:
        row.refuse_unless_seen(form.version.data or "")
        desk.refuse_unfit(channel)
        row.approve(form.approver.data or "", form.report(), by=me())

    if not form.validate() or not form.accepts(verb):
        return show(Desk.of(day), channel, approval=form), 422
    return done(page_of(day, channel), f"Đã ghi {form.approver.data} duyệt tin này.")


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>/dang")
@requires(Permission.PUBLISH_ANNOUNCEMENTS)
def publish(day: date, channel: Channel) -> ResponseReturnValue:
    """Put an approved text before people."""
    desk = Desk.of(day)
    played = "Bản tin được ghi đã phát khi ghi lượt phát. Hãy mở trang bản tin phát thanh."
    refuse_when(channel is Channel.LOUDSPEAKER, played)
    desk.refuse_unfit(channel)
    desk.row(channel).publish(by=me())
    return done(page_of(day, channel), f"Đã ghi: {channel.words}, {channel.out_words}.")


@bp.post("/thong-bao/<day:day>/soan/<channel:channel>/da-gui")
@requires(Permission.PUBLISH_ANNOUNCEMENTS)
def note_dispatch(day: date, channel: Channel) -> ResponseReturnValue:
    """Note to which group a text was sent, and when."""
    desk = Desk.of(day)
    row, form = desk.row(channel), DispatchForm.now("")

    def verb() -> None:
        if not row.published_at:
            desk.refuse_unfit(channel)
        row.send(form.group.data or "", form.moment, by=me())

    if not form.validate() or not form.accepts(verb):
        return show(Desk.of(day), channel, dispatch=form), 422
    return done(page_of(day, channel), f"Đã ghi gửi tới {form.group.data}.")
