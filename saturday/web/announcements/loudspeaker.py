"""What is read on the loudspeaker, and when was it played?"""

from datetime import date, timedelta

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from saturday import clock
from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.broadcasts import (
    NewSound,
    Playing,
    Recording,
    keep_made,
    note_broadcast,
    plan_broadcasts,
)
from saturday.papers import speech
from saturday.rules.broadcasts import SoundOrigin
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.dates import clock as hour_in_words
from saturday.vietnamese.dates import moment
from saturday.web.access import CSP, me, public, repeatable, requires
from saturday.web.announcements.bulletins import Bulletin, approved_words, players, rows_since
from saturday.web.announcements.loudspeaker_forms import (
    OtherTextForm,
    PlanForm,
    PlayedForm,
    SoundForm,
)
from saturday.web.announcements.routes import bp
from saturday.web.page import done, download, render_page

WITH_SOUND = f"{CSP}; media-src 'self'"
NOTED_WITHIN = timedelta(hours=1)  # a playing is not yet missing while it may be going on
TEXT = "text/plain; charset=utf-8"


def page_of(day: date) -> str:
    return url_for(".bulletin", day=day)


@bp.get("/thong-bao/loa")
@requires(Permission.SEE_BULLETINS)
def bulletin_list() -> ResponseReturnValue:
    rows = rows_since(clock.today())
    return render_page("announcements/bulletin_list.html", rows=rows, today=clock.today())


@bp.get("/thong-bao/<day:day>/loa")
@requires(Permission.SEE_BULLETINS)
def bulletin(day: date) -> ResponseReturnValue:
    return show(Bulletin.of(day), SoundForm())


def show(found: Bulletin, form: SoundForm) -> Response:
    """Show a bulletin with its sound, plan and log."""
    page = render_page(
        "announcements/bulletin.html",
        bulletin=found,
        form=form,
        now=clock.now(),
        just_now=clock.now() - NOTED_WITHIN,
        can_speak=speech.can_speak(),
        approved_words=approved_words,
    )
    page.headers["Content-Security-Policy"] = WITH_SOUND
    return page


@bp.get("/thong-bao/<day:day>/loa/doc")
@requires(Permission.SEE_BULLETINS)
def bulletin_reading(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    shown = found.wanted
    return render_page("announcements/bulletin_reading.html", bulletin=found, shown=shown)


@bp.get("/thong-bao/<day:day>/loa/phieu-duyet")
@requires(Permission.SEE_BULLETINS)
def approval_sheet(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    words = approved_words(found.wanted)
    return render_page("announcements/approval_sheet.html", bulletin=found, approved=words)


@bp.get("/thong-bao/<day:day>/loa/ban-tin.txt")
@requires(Permission.SEE_BULLETINS)
def bulletin_txt(day: date) -> ResponseReturnValue:
    """Give the words for the broadcasting system: what a Windows editor opens rightly."""
    found = Bulletin.of(day)
    second = bool(request.args.get("phan")) and bool(found.wanted.other_text)
    text = found.wanted.other_text if second else found.script
    name = f"bản tin {day.isoformat()}{' phần 2' if second else ''}.txt"
    lines = "\r\n".join([*text.splitlines(), ""])
    return download(lines.encode("utf-8-sig"), name, TEXT)


# The second reading


@bp.get("/thong-bao/<day:day>/loa/tieng-khac")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def other_text_form(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    return show_other(found, OtherTextForm.over(_newest(found), found.editions))


def show_other(found: Bulletin, form: OtherTextForm) -> Response:
    """Show the form of the second reading."""
    return render_page("announcements/other_text_form.html", bulletin=found, form=form)


def _newest(found: Bulletin) -> Announcement:
    """Give the edition that can still be written: the newest."""
    return found.coming_up or found.wanted


@bp.post("/thong-bao/<day:day>/loa/tieng-khac")
@requires(Permission.WRITE_ANNOUNCEMENTS)
def write_other_text(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    row = _newest(found)
    form = OtherTextForm(obj=row)
    text, language = form.other_text.data or "", form.other_language.data or ""
    status = form.refused(
        row, lambda: form.differences(row), lambda: row.write_other(text, language, by=me())
    )
    if status:
        return show_other(found, form), status
    words = "Đã lưu phần đọc thứ hai. Bản tin cần duyệt lại." if text else "Đã bỏ phần đọc thứ hai."
    return done(page_of(day), words)


# Sound


@bp.post("/thong-bao/<day:day>/loa/am-thanh")
@requires(Permission.NOTE_BROADCASTS)
@repeatable  # the same words twice give the same bytes, and the voice must not hold the database
def make_sound(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    script, reader, row_id = found.script, found.reader, found.wanted.id
    db.session.rollback()  # reading takes up to ten seconds: nobody waits for it meanwhile
    try:
        sounds = speech.speak(script, reader)
    except speech.SpeechUnavailable as fault:
        raise NotAllowedNow(fault.reason) from fault
    said = f"{reader.voice.words}, {reader.speed} tiếng mỗi phút"
    made = [
        NewSound(one.content, SoundOrigin.MADE, seconds=one.seconds, reader=said) for one in sounds
    ]
    keep_made(db.session, db.session.get_one(Announcement, row_id), made, by=me())
    return done(f"{page_of(day)}#am-thanh", "")


@bp.post("/thong-bao/<day:day>/loa/tep")
@requires(Permission.NOTE_BROADCASTS)
def upload_sound(day: date) -> ResponseReturnValue:
    found, form = Bulletin.of(day), SoundForm()
    row = found.wanted
    if not form.validate() or not form.accepts(
        lambda: Recording.keep(db.session, row, form.sent(), by=me())
    ):
        return show(Bulletin.of(day), form), 422
    return done(page_of(day), "Đã lưu tệp ghi âm.")


@bp.get("/thong-bao/<day:day>/loa/am-thanh/<int:recording_id>")
@requires(Permission.SEE_BULLETINS)
def recording(day: date, recording_id: int) -> ResponseReturnValue:
    return sent(Bulletin.of(day).sound(recording_id), day, inline=not request.args.get("tai"))


@bp.get("/thong-bao/<day:day>/ban-tin-am-thanh")
@public
def bulletin_sound(day: date) -> ResponseReturnValue:
    """Let people hear what is played: the approved bulletin's first sound."""
    found = Bulletin.of(day)
    return sent(found.heard, day, inline=True)


def sent(row: Recording, day: date, *, inline: bool) -> Response:
    """Send a sound, or the part of it that a player asks for."""
    name = f"bản tin {day.isoformat()}{' phần 2' if row.is_other else ''}.{row.kind.words}"
    response = download(row.content, name, row.kind.value, inline=inline)
    response.set_etag(row.sha256)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request, accept_ranges=True, complete_length=row.size)
    return response


@bp.post("/thong-bao/<day:day>/loa/am-thanh/<int:recording_id>/bo")
@requires(Permission.NOTE_BROADCASTS)
def drop_sound(day: date, recording_id: int) -> ResponseReturnValue:
    Bulletin.of(day).sound(recording_id).drop(by=me())
    return done(page_of(day), "Đã bỏ tệp âm thanh.")


# Plan and log


@bp.get("/thong-bao/<day:day>/loa/lich")
@requires(Permission.PLAN_BROADCASTS)
def broadcast_plan(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    return show_plan(found, PlanForm.showing(found.usual))


def show_plan(found: Bulletin, form: PlanForm) -> Response:
    """Show the form of the plan."""
    return render_page("announcements/broadcast_plan.html", bulletin=found, form=form)


@bp.post("/thong-bao/<day:day>/loa/lich")
@requires(Permission.PLAN_BROADCASTS)
def save_broadcast_plan(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    form = PlanForm.showing(found.usual)
    if not form.validate() or not form.accepts(
        lambda: plan_broadcasts(db.session, found.duty_session, form.slots(), by=me())
    ):
        return show_plan(found, form), 422
    return done(page_of(day), "Đã lưu lịch phát thanh.")


@bp.post("/thong-bao/<day:day>/loa/vua-phat")
@requires(Permission.NOTE_BROADCASTS)
def note_just_played(day: date) -> ResponseReturnValue:
    found, now = Bulletin.of(day), clock.now().replace(second=0, microsecond=0)
    note_broadcast(db.session, found.duty_session, Playing(now, me().name), by=me())
    return done(page_of(day), f"Đã ghi phát lúc {hour_in_words(now.time())}.")


@bp.get("/thong-bao/<day:day>/loa/da-phat")
@requires(Permission.NOTE_BROADCASTS)
def broadcast_form(day: date) -> ResponseReturnValue:
    found = Bulletin.of(day)
    number = request.args.get("luot", type=int)
    planned = found.broadcast(number) if number else None
    return show_played(found, PlayedForm.over(planned, players(found.broadcasts)))


def show_played(found: Bulletin, form: PlayedForm) -> Response:
    """Show the form of a playing."""
    return render_page("announcements/broadcast_form.html", bulletin=found, form=form)


@bp.post("/thong-bao/<day:day>/loa/da-phat")
@requires(Permission.NOTE_BROADCASTS)
def note_played(day: date) -> ResponseReturnValue:
    found, form = Bulletin.of(day), PlayedForm()
    if not form.validate() or not form.accepts(
        lambda: note_broadcast(db.session, found.duty_session, form.playing(), by=me())
    ):
        return show_played(found, form), 422
    return done(page_of(day), f"Đã ghi phát lúc {moment(form.playing().at)}.")


@bp.post("/thong-bao/<day:day>/loa/luot/<int:broadcast_id>/dung-gio")
@requires(Permission.NOTE_BROADCASTS)
def note_on_time(day: date, broadcast_id: int) -> ResponseReturnValue:
    found = Bulletin.of(day)
    planned = found.broadcast(broadcast_id)
    at = planned.planned_at or clock.now()
    note_broadcast(db.session, found.duty_session, Playing(at, me().name), by=me())
    return done(page_of(day), f"Đã ghi phát lúc {moment(at)}.")


@bp.post("/thong-bao/<day:day>/loa/luot/<int:broadcast_id>/hoan-tac")
@requires(Permission.NOTE_BROADCASTS)
def take_broadcast_back(day: date, broadcast_id: int) -> ResponseReturnValue:
    Bulletin.of(day).broadcast(broadcast_id).take_back(by=me())
    return done(page_of(day), "Đã hoàn tác: lượt này chưa phát.")
