"""Which villages have been reached, and who told us?"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.broadcasts import news_of
from saturday.models.commune import Commune, Contact, ContactPost
from saturday.models.plan import DutySession
from saturday.models.villages import (
    CallAttempt,
    Reached,
    Receipt,
    VillageRow,
    announced_at,
    reached_of,
    record,
    record_calls,
    told_of,
    village_rows,
)
from saturday.papers.facts import PublicFacts
from saturday.papers.texts import render, source_of
from saturday.rules.announcements import Channel, News
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import listed_day
from saturday.web.access import me, requires
from saturday.web.announcements.routes import bp
from saturday.web.announcements.village_forms import IN_VAIN, POSTS, UNDO, RecordForm
from saturday.web.page import done, render_page

FILTERS = {"chua": "Chưa xác nhận", "nhan": "Đã nhận", "tat-ca": "Tất cả"}
CALL_FIRST = (ContactPost.HEAD, ContactPost.SECRETARY, ContactPost.FRONT)
CALLS_EACH = 2  # calls in vain after which the next contact is tried
MANY = 12  # villages a reminder names one by one


@dataclass(frozen=True, slots=True)
class Board:
    """The villages of one Saturday, as loaded once."""

    duty_session: DutySession
    rows: Sequence[VillageRow]
    shown: str
    is_open: bool

    @classmethod
    def of(cls, duty_session: DutySession, shown: str) -> "Board":
        """Load what villages have said."""
        rows = village_rows(db.session, duty_session)
        is_open = announced_at(db.session, duty_session) is not None
        return cls(duty_session, rows, shown if shown in FILTERS else "chua", is_open)

    @property
    def left(self) -> list[VillageRow]:
        """Villages that have not answered."""
        return [one for one in self.rows if not one.reached]

    @property
    def played(self) -> int:
        """How many have played it."""
        return sum(one.played is not None for one in self.rows)

    @property
    def visible(self) -> list[VillageRow]:
        """Villages that the filter leaves."""
        if self.shown == "tat-ca":
            return list(self.rows)
        return [one for one in self.rows if bool(one.reached) is (self.shown == "nhan")]

    @property
    def counts(self) -> dict[str, int]:
        """How many villages each filter leaves."""
        left = len(self.left)
        return dict(zip(FILTERS, (left, len(self.rows) - left, len(self.rows)), strict=True))

    @property
    def host(self) -> VillageRow | None:
        """The village where a mobile Saturday is held."""
        if not (self.duty_session.is_mobile and self.duty_session.counts):
            return None
        wanted = self.duty_session.hamlet_id
        return next((one for one in self.rows if one.hamlet.id == wanted), None)

    @property
    def form(self) -> RecordForm:
        """What may be recorded."""
        hamlets, reached = [one.hamlet for one in self.rows], self.shown == "nhan"
        return RecordForm.offering(hamlets, at_hall=self.host is not None, reached=reached)


def whom_to_call(row: VillageRow) -> Contact | None:
    """Give whom to call now: after two calls in vain the next of those with a telephone."""
    by_post = {one.post: one for one in row.hamlet.contacts if one.phone}
    known = [by_post[post] for post in CALL_FIRST if post in by_post]
    return known[len(row.calls) // CALLS_EACH % len(known)] if known else None


def session_on(day: date) -> DutySession:
    """Give the Saturday of an address."""
    row: DutySession = db.one_or_404(DutySession.on(day))
    return row


def board_url(day: date, **more: str) -> str:
    """Give the address of the board, with its filter."""
    shown = request.values.get("loc", "")
    kept: dict[str, Any] = {**more, **({"loc": shown} if shown in FILTERS else {})}
    return url_for(".village_board", day=day, **kept)


@bp.get("/thon/")
@bp.get("/thon/<day:day>")
@requires(Permission.SEE_VILLAGES)
def village_board(day: date | None = None) -> ResponseReturnValue:
    """Show which villages have answered, of the next Saturday unless another is asked for."""
    if day is not None:
        return show(Board.of(session_on(day), request.args.get("loc", "")))
    following = db.session.scalars(told_of()).first()
    if following is None:
        return render_page("announcements/village_board.html", None, board=None)
    return show(Board.of(following, request.args.get("loc", "")))


def show(board: Board, form: RecordForm | None = None) -> Response:
    """Show the board, with what was typed."""
    day = board.duty_session.day
    batch = request.args.get("lan", "") if form is None else ""
    return render_page(
        "announcements/village_board.html",
        None,
        board=board,
        form=form or board.form,
        posts=POSTS,
        filters=FILTERS,
        whom_to_call=whom_to_call,
        reminder=reminder(board) if board.is_open and board.left else "",
        last=batch if batch and _saved(board.duty_session, batch) else "",
        others=[one for one in db.session.scalars(told_of()) if one.day != day][:3],
        place=_place(board.duty_session),
    )


def _place(duty_session: DutySession) -> str:
    """Say what villages are told of it."""
    return {
        News.HELD: "thông báo buổi làm việc",
        News.MOVED: "tin dời buổi",
        News.CANCELLED: "tin hủy buổi",
    }[news_of(duty_session)]


def reminder(board: Board) -> str:
    """Write a message for those who have not answered, ready to be copied."""
    day, known = listed_day(board.duty_session.day), Commune.of_database(db.session)
    names = ", ".join(one.hamlet.name for one in board.left[:MANY])
    rest = len(board.left) - MANY
    more = f" và {rest} thôn khác" if rest > 0 else ""
    ask = f"Hỏi thêm: {known.help_phone}." if known.help_phone else ""
    what = _place(board.duty_session)
    return "\n".join(
        filter(
            None,
            (
                f"Trung tâm nhắc các thôn, bản: {names}{more}.",
                f"Còn chờ thôn xác nhận đã nhận {what} {day}.",
                "Nhận được tin này, nhờ thôn báo cho bà con và nhắn lại “đã nhận”.",
                ask,
            ),
        )
    )


@bp.post("/thon/<day:day>/ghi")
@requires(Permission.RECORD_RECEIPTS)
def record_receipts(day: date) -> ResponseReturnValue:
    """Record what the ticked villages say: one way, one who said it, one time."""
    board = Board.of(session_on(day), request.form.get("loc", ""))
    form, batch = board.form, secrets.token_urlsafe(9)
    count: list[int] = []
    if not form.validate() or not form.accepts(lambda: count.append(save(board, form, batch))):
        return show(Board.of(session_on(day), board.shown), form), 422
    db.session.flush()
    words = done_words(form, count[0], reached_of(db.session, board.duty_session))
    undoes = {} if form.what.data == UNDO or not count[0] else {"lan": batch}
    return done(board_url(day, **undoes), words)


def save(board: Board, form: RecordForm, batch: str) -> int:
    """Carry out what was chosen for the ticked villages; give for how many it was new."""
    rows = [one for one in board.rows if one.hamlet.id in form.ticked]
    hamlets = [one.hamlet for one in rows]
    if form.what.data == UNDO:
        return _take_back(rows)
    said = form.said(batch)
    verb = record_calls if form.what.data == IN_VAIN else record
    return verb(db.session, board.duty_session, hamlets, said, by=me())


def _take_back(rows: Sequence[VillageRow]) -> int:
    """Undo what the ticked villages were recorded to say."""
    for row in rows:
        for receipt in row.receipts.values():
            receipt.undo(by=me())
    return sum(bool(row.receipts) for row in rows)


def done_words(form: RecordForm, count: int, reached: Reached) -> str:
    """Say what was recorded, and how many villages are left."""
    left = f"Còn {reached.left} thôn." if reached.left else _everybody(reached)
    known = len(form.ticked) - count
    before = f" {known} thôn đã ghi từ trước." if known and form.what.data != UNDO else ""
    verb = "Đã bỏ xác nhận của" if form.what.data == UNDO else "Đã ghi cho"
    return f"{verb} {count} thôn.{before} {left}"


def _everybody(reached: Reached) -> str:
    return f"Cả {reached.total} thôn đã nhận thông báo."


@bp.post("/thon/<day:day>/hoan-tac")
@requires(Permission.RECORD_RECEIPTS)
def undo_receipts(day: date) -> ResponseReturnValue:
    """Undo one save."""
    duty_session = session_on(day)
    rows = _saved(duty_session, request.form.get("lan", ""))
    for row in rows:
        row.undo(by=me())
    db.session.flush()
    reached = reached_of(db.session, duty_session)
    words = "Đã bỏ lần ghi vừa rồi." if rows else "Không còn gì để hoàn tác."
    return done(board_url(day), f"{words} Còn {reached.left} thôn.")


def _saved(duty_session: DutySession, batch: str) -> list[Receipt | CallAttempt]:
    """Give what one save has written and nobody has undone."""
    return [
        *db.session.scalars(Receipt.saved_together(duty_session, batch)),
        *db.session.scalars(CallAttempt.saved_together(duty_session, batch)),
    ]


@bp.get("/thon/<day:day>/danh-sach-goi")
@requires(Permission.SEE_VILLAGES)
def call_sheet(day: date) -> ResponseReturnValue:
    """Show the sheet for telephoning: whom, by which number, and what to say."""
    duty_session = session_on(day)
    board = Board.of(duty_session, "tat-ca")
    everybody = request.args.get("ai") == "tat-ca"
    return render_page(
        "announcements/call_sheet.html",
        None,
        board=board,
        rows=board.rows if everybody else board.left,
        everybody=everybody,
        whom_to_call=whom_to_call,
        text=text_to_say(duty_session),
        place=_place(duty_session),
        call_first=CALL_FIRST,
    )


def text_to_say(duty_session: DutySession) -> str:
    """Give the words to say: what is published for villages, or the urgent news at once."""
    news = news_of(duty_session)
    for channel in (Channel.ZALO_VILLAGES, Channel.LOUDSPEAKER, Channel.VILLAGE):
        row = db.session.scalars(Announcement.in_force(duty_session, channel)).first()
        if row is not None and row.news is news:
            return row.text
    if news is News.HELD:
        return ""
    facts = PublicFacts.of(db.session, duty_session)
    return render(source_of(db.session, Channel.ZALO_VILLAGES, facts.news), facts)
