"""Which villages have been told of a Saturday, who said so, and by which link do they answer?"""

import base64
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.accounts import token_hash
from saturday.models.announcements import Announcement
from saturday.models.base import AnySession, Model, OnBehalf, Report, Way
from saturday.models.broadcasts import news_of
from saturday.models.commune import ContactPost, Hamlet
from saturday.models.plan import DutySession
from saturday.rules.announcements import News
from saturday.rules.coded import Coded
from saturday.rules.one_time_codes import derived, digits_of
from saturday.rules.refusals import NotAllowedNow, refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

SLIP_SHOWN = timedelta(hours=1)
TOKEN_BYTES = 20  # 160 bits: 32 letters and figures, alike on every keyboard
OWN_WAY = "trang của thôn"
WAY_WORDS = {Way.ZALO: "Zalo", Way.TELEPHONE: "gọi điện", Way.IN_PERSON: "gặp"}
NOT_ANNOUNCED = "Chưa có thông báo nào để thôn xác nhận. Hãy đăng tin của buổi trước."


class ReceiptKind(Coded):
    """What a village says (nội dung xác nhận)."""

    RECEIVED = "RECEIVED", "đã nhận thông báo"
    PLAYED = "PLAYED", "đã phát loa"
    HALL_READY = "HALL_READY", "nhà văn hóa sẵn sàng"
    HALL_NOT_READY = "HALL_NOT_READY", "nhà văn hóa chưa sẵn sàng"


# Whoever plays it on the village's loudspeaker has heard of it too.
REACHED = (ReceiptKind.RECEIVED, ReceiptKind.PLAYED)
HALL = (ReceiptKind.HALL_READY, ReceiptKind.HALL_NOT_READY)


class VillageLink(Model):
    """A village's own address (liên kết của thôn, bản), given on a slip; only its hash is stored.

    The token is derived from the app's secret and the random ``batch``, so that a slip can be shown
    for an hour; then the batch is forgotten, and nothing stored tells the token.
    """

    __tablename__ = "village_link"

    hamlet_id: Mapped[int] = mapped_column(ForeignKey("hamlet.id"), index=True)
    holder: Mapped[ContactPost | None]  # for whom the slip is; none: whoever there
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    batch: Mapped[str | None] = mapped_column(String(43), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    hamlet: Mapped[Hamlet] = relationship()

    @classmethod
    def of_token(cls, token: str) -> Select[Self]:
        """Ask for the link of an address while it stands; hyphens of the slip don't count."""
        return (
            select(cls)
            .where(cls.token_sha256 == token_hash(digits_of(token.lower())))
            .where(cls.revoked_at.is_(None))
            .options(joinedload(cls.hamlet).joinedload(Hamlet.merged_into))
        )

    @classmethod
    def standing(cls) -> Select[Self]:
        """Ask for every link that opens a page, by village."""
        return (
            select(cls)
            .join(cls.hamlet)
            .where(cls.revoked_at.is_(None))
            .options(joinedload(cls.hamlet))
            .order_by(Hamlet.position, Hamlet.id, cls.id)
        )

    @classmethod
    def of_hamlets(cls, hamlets: Iterable[Hamlet]) -> Select[Self]:
        """Ask for the links of some villages that still open a page."""
        return cls.standing().where(cls.hamlet_id.in_([one.id for one in hamlets]))

    @classmethod
    def of_batch(cls, batch: str, by: "Account") -> Select[Self]:
        """Ask for the links of slips that may still be shown to whoever made them."""
        return cls.standing().where(
            cls.batch == batch,
            cls.made_by_id == by.id,
            cls.made_at > clock.now() - SLIP_SHOWN,
        )

    def token(self, master: str) -> str:
        """Derive the secret part of its address, while the batch is known."""
        bits = derived(master, "village", self.batch, self.hamlet_id, self.holder)[:TOKEN_BYTES]
        return base64.b32encode(bits).decode().lower()

    def revoke(self, *, by: "Account | None") -> None:
        """Let the address open nothing any more."""
        refuse_when(self.revoked_at, "Liên kết này đã thu hồi. Hãy tải lại trang.")
        self.revoked_at, self.batch = clock.now(), None
        self.note("revoke", by=by)


def make_village_links(
    session: AnySession,
    hamlets: Iterable[Hamlet],
    holder: ContactPost | None,
    master: str,
    *,
    by: "Account",
) -> str:
    """Make a link for each village, to be printed together; give their batch."""
    batch, moment = secrets.token_urlsafe(32), clock.now()
    shown_before = VillageLink.made_at <= moment - SLIP_SHOWN
    session.execute(update(VillageLink).where(shown_before).values(batch=None))
    for hamlet in hamlets:
        row = VillageLink(
            hamlet_id=hamlet.id, holder=holder, batch=batch, made_at=moment, made_by_id=by.id
        )
        row.token_sha256 = token_hash(row.token(master))
        session.add(row)
        row.note("make", by=by)
    return batch


class _Word(OnBehalf):
    """What a village's answer and a call without one have in common."""

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    hamlet_id: Mapped[int] = mapped_column(ForeignKey("hamlet.id"), index=True)
    news: Mapped[News]
    happened_at: Mapped[datetime]
    batch: Mapped[str] = mapped_column(String(43), default="")  # saved together, undone together
    undone_at: Mapped[datetime | None]

    @classmethod
    def kept(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what was said of a Saturday's present news and not taken back."""
        return select(cls).where(
            cls.duty_session_id == duty_session.id,
            cls.news == news_of(duty_session),
            cls.undone_at.is_(None),
        )

    @classmethod
    def is_of_now(cls, duty_session: DutySession) -> ColumnElement[bool]:
        """Tell, inside a question, what was said since other news were last published."""
        return _said_since(cls.happened_at, duty_session.id, news_of(duty_session))


def _said_since(
    happened_at: InstrumentedAttribute[datetime],
    saturday: int | BindParameter[int],
    news: News | BindParameter[News],
) -> ColumnElement[bool]:
    """Tell words given since other news of a Saturday were published from those before."""
    others = (
        select(Announcement.id)
        .where(
            Announcement.duty_session_id == saturday,
            Announcement.news != news,
            Announcement.published_at >= happened_at,
        )
        .exists()
    )
    return ~others


class Receipt(_Word, Model):
    """One village's word about one Saturday (xác nhận của thôn); undone ones stay as a log."""

    __tablename__ = "receipt"
    __table_args__ = (
        Index(
            "uq_receipt_standing",
            "duty_session_id",
            "hamlet_id",
            "news",
            "kind",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    kind: Mapped[ReceiptKind]
    reason: Mapped[str] = mapped_column(default="")  # why the hall is not ready
    link_id: Mapped[int | None] = mapped_column(ForeignKey("village_link.id"))

    hamlet: Mapped[Hamlet] = relationship()

    @classmethod
    def standing(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what villages have said about what is to be known of a Saturday now."""
        return cls.kept(duty_session).where(cls.is_of_now(duty_session)).order_by(cls.id)

    @classmethod
    def overtaken(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what was said before other news came between: moved, and moved back."""
        return cls.kept(duty_session).where(~cls.is_of_now(duty_session))

    @classmethod
    def saved_together(cls, duty_session: DutySession, batch: str) -> Select[Self]:
        """Ask for what one save has written and nobody has undone."""
        return cls.standing(duty_session).where(cls.batch == batch, cls.batch != "")

    @property
    def way_words(self) -> str:
        """Say how word came."""
        return WAY_WORDS.get(self.way, self.way.value) if self.way else OWN_WAY

    def undo(self, *, by: "Account | None") -> None:
        """Take it back: pressed by mistake."""
        if self.undone_at is None:
            self.undone_at = clock.now()
            self.note("undo", by=by, said=self.kind)


class CallAttempt(_Word, Model):
    """One call that reached nobody (lần gọi không được)."""

    __tablename__ = "call_attempt"

    @classmethod
    def standing(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the calls in vain about what is to be known of a Saturday now."""
        found = cls.kept(duty_session).where(cls.is_of_now(duty_session))
        return found.order_by(cls.happened_at, cls.id)

    @classmethod
    def saved_together(cls, duty_session: DutySession, batch: str) -> Select[Self]:
        """Ask for the calls one save has written and nobody has undone."""
        return cls.standing(duty_session).where(cls.batch == batch, cls.batch != "")

    def undo(self, *, by: "Account | None") -> None:
        """Take it back: written by mistake."""
        if self.undone_at is None:
            self.undone_at = clock.now()
            self.note("undo", by=by)


@dataclass(frozen=True, slots=True)
class Said:
    """What is recorded of villages: what they say, when it happened, how word came (lời thôn)."""

    kind: ReceiptKind
    happened_at: datetime
    reason: str = ""
    report: Report | None = None  # none: the village did it itself
    link: VillageLink | None = None
    batch: str = ""


def record(
    session: AnySession,
    duty_session: DutySession,
    hamlets: Iterable[Hamlet],
    said: Said,
    *,
    by: "Account | None",
) -> int:
    """Record what villages say, once each however often it is sent; give how many were new."""
    since = announced_at(session, duty_session)
    refuse_when(since is None, NOT_ANNOUNCED)
    _refuse_moment(said)
    session.flush()  # two taps of one moment: the second finds what the first has written
    duty_session.take_turn(session)
    _forget_overtaken(session, duty_session, by=by)
    known = _standing_by_hamlet(session, duty_session)
    new = 0
    for hamlet in hamlets:
        _refuse_for(duty_session, hamlet, said)
        if said.kind in known[hamlet.id]:
            continue
        for kind in HALL if said.kind in HALL else ():
            _take_back(known[hamlet.id].get(kind), by=by)
        known[hamlet.id][said.kind] = _write(session, duty_session, hamlet, said, by=by)
        new += 1
    return new


def record_calls(
    session: AnySession,
    duty_session: DutySession,
    hamlets: Iterable[Hamlet],
    said: Said,
    *,
    by: "Account | None",
) -> int:
    """Note calls that reached nobody."""
    refuse_when(announced_at(session, duty_session) is None, NOT_ANNOUNCED)
    _refuse_moment(said)
    rows = [
        CallAttempt(
            duty_session_id=duty_session.id,
            hamlet_id=hamlet.id,
            news=news_of(duty_session),
            happened_at=said.happened_at,
            batch=said.batch,
        )
        for hamlet in hamlets
    ]
    for row in rows:
        session.add(row)
        row.recorded_by, row.recorded_at = by, clock.now()
        row.note("call_in_vain", by=by, day=duty_session.day)
    return len(rows)


def _refuse_moment(said: Said) -> None:
    """Refuse word from the future."""
    act = "phát" if said.kind is ReceiptKind.PLAYED else "báo"
    late = f"Lúc {act} muộn hơn hiện tại. Hãy ghi lại giờ {act}."
    refuse_when(said.happened_at > clock.now(), late, field="reported_at")


def _refuse_for(duty_session: DutySession, hamlet: Hamlet, said: Said) -> None:
    """Refuse what a village can't say of this Saturday."""
    if hamlet.gone_on(duty_session.day)[0]:
        raise NotAllowedNow(hamlet.gone_on(duty_session.day)[1])
    if said.kind not in HALL:
        return
    is_held = duty_session.is_mobile and duty_session.counts
    host = is_held and duty_session.hamlet_id == hamlet.id
    refuse_when(not host, f"Buổi này không tổ chức tại nhà văn hóa của {hamlet.name}.")
    unexplained = said.kind is ReceiptKind.HALL_NOT_READY and not said.reason.strip()
    refuse_when(unexplained, "Hãy ghi vì sao nhà văn hóa chưa sẵn sàng.", field="reason")


def _forget_overtaken(
    session: AnySession, duty_session: DutySession, *, by: "Account | None"
) -> None:
    """Make room for new words where other news came between."""
    for row in session.scalars(Receipt.overtaken(duty_session)):
        row.undo(by=by)
    session.flush()


def _take_back(receipt: Receipt | None, *, by: "Account | None") -> None:
    """Let the hall's other answer give way."""
    if receipt is not None:
        receipt.undo(by=by)


def _write(
    session: AnySession,
    duty_session: DutySession,
    hamlet: Hamlet,
    said: Said,
    *,
    by: "Account | None",
) -> Receipt:
    """Write one village's word."""
    row = Receipt(
        duty_session_id=duty_session.id,
        hamlet_id=hamlet.id,
        news=news_of(duty_session),
        kind=said.kind,
        happened_at=said.happened_at,
        reason=said.reason if said.kind is ReceiptKind.HALL_NOT_READY else "",
        batch=said.batch,
        link_id=said.link.id if said.link else None,
    )
    session.add(row)
    row.record_for(said.report, by=by)
    told = {"link": said.link.id} if said.link else {}
    row.note("confirm", by=by, said=said.kind, day=duty_session.day, **told)
    return row


def _standing_by_hamlet(
    session: AnySession, duty_session: DutySession
) -> defaultdict[int, dict[ReceiptKind, Receipt]]:
    """Give what stands, by village and kind."""
    found: defaultdict[int, dict[ReceiptKind, Receipt]] = defaultdict(dict)
    for row in session.scalars(Receipt.standing(duty_session)):
        found[row.hamlet_id][row.kind] = row
    return found


# Questions


def announced_at(session: AnySession, duty_session: DutySession) -> datetime | None:
    """Give when something was first published of a Saturday; none while nothing was."""
    return session.scalar(
        select(func.min(Announcement.published_at)).where(
            Announcement.duty_session_id == duty_session.id
        )
    )


def _is_announced() -> ColumnElement[bool]:
    """Tell, inside a question, the Saturdays of which something is published."""
    return (
        select(Announcement.id)
        .where(
            Announcement.duty_session_id == DutySession.id,
            Announcement.published_at.is_not(None),
        )
        .exists()
    )


def told_of() -> Select[DutySession]:
    """Ask for the Saturdays of today and later that villages are told of, or will be.

    One that was announced and then moved or cancelled is among them: villages must know.
    """
    today = clock.today()
    return (
        select(DutySession)
        .where(DutySession.day >= today, or_(DutySession.comes(today), _is_announced()))
        .options(joinedload(DutySession.hamlet))
        .order_by(DutySession.day)
    )


def announced() -> Select[DutySession]:
    """Ask for the Saturdays of today and later of which something is published."""
    return told_of().where(_is_announced())


@dataclass(frozen=True, slots=True)
class Reached:
    """How many villages know of a Saturday (số thôn đã nhận)."""

    total: int
    received: int
    played: int
    announced_at: datetime | None

    @property
    def left(self) -> int:
        """How many have not answered."""
        return self.total - self.received

    @property
    def words(self) -> str:
        """Say it: "33 trên 35 thôn đã nhận"."""
        return f"{self.received} trên {self.total} thôn đã nhận"


def reached_of(session: AnySession, duty_session: DutySession) -> Reached:
    """Count the villages that know of a Saturday, in one question."""
    asked = {
        "saturday": duty_session.id,
        "day": duty_session.day,
        "news": news_of(duty_session),
    }
    return Reached(*session.execute(_REACHED, asked).one())


def _count(kinds: Sequence[ReceiptKind]) -> ScalarSelect[int]:
    """Count villages with a standing receipt of some kinds."""
    return (
        select(func.count(Receipt.hamlet_id.distinct()))
        .join(Receipt.hamlet)
        .where(
            Receipt.duty_session_id == _SATURDAY,
            Receipt.news == _NEWS,
            Receipt.kind.in_(kinds),
            Receipt.undone_at.is_(None),
            _said_since(Receipt.happened_at, _SATURDAY, _NEWS),
            _IN_FORCE,
        )
        .scalar_subquery()
    )


_SATURDAY: BindParameter[int] = bindparam("saturday", type_=Integer)
_NEWS: BindParameter[News] = bindparam("news", type_=Receipt.news.type)
_DAY: BindParameter[date] = bindparam("day", type_=Date)
_IN_FORCE = and_(
    or_(Hamlet.valid_from.is_(None), Hamlet.valid_from <= _DAY),
    or_(Hamlet.valid_to.is_(None), Hamlet.valid_to >= _DAY),
)
_REACHED = select(
    select(func.count(Hamlet.id)).where(_IN_FORCE).scalar_subquery(),
    _count(REACHED),
    _count((ReceiptKind.PLAYED,)),
    select(func.min(Announcement.published_at))
    .where(Announcement.duty_session_id == _SATURDAY)
    .scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village on the board of a Saturday (dòng của thôn trên bảng)."""

    hamlet: Hamlet
    receipts: dict[ReceiptKind, Receipt]
    calls: Sequence[CallAttempt] = ()

    @property
    def reached(self) -> Receipt | None:
        """The word by which the village is known to be told; none while it is not."""
        return next((self.receipts[kind] for kind in REACHED if kind in self.receipts), None)

    @property
    def played(self) -> Receipt | None:
        """When it was played on the village's loudspeaker."""
        return self.receipts.get(ReceiptKind.PLAYED)

    @property
    def hall(self) -> Receipt | None:
        """What was said of the hall."""
        return next((self.receipts[kind] for kind in HALL if kind in self.receipts), None)

    @property
    def hall_words(self) -> str:
        """Say whether the hall can be used, as far as the village said."""
        if self.hall is None:
            return "chưa trả lời"
        is_ready = self.hall.kind is ReceiptKind.HALL_READY
        return "sẵn sàng" if is_ready else f"chưa dùng được, vì {self.hall.reason}"


def village_rows(session: AnySession, duty_session: DutySession) -> list[VillageRow]:
    """Give every village that exists on the day, with what it said: three questions in all."""
    question = select(Hamlet).where(_IN_FORCE).order_by(Hamlet.position, Hamlet.id)
    hamlets = session.scalars(question, {"day": duty_session.day})
    receipts = _standing_by_hamlet(session, duty_session)
    calls: defaultdict[int, list[CallAttempt]] = defaultdict(list)
    for call in session.scalars(CallAttempt.standing(duty_session)):
        calls[call.hamlet_id].append(call)
    return [VillageRow(one, receipts[one.id], calls[one.id]) for one in hamlets]


def host_of(session: AnySession, duty_session: DutySession) -> VillageRow | None:
    """Give what the village said in whose hall a Saturday is held; none when it is in no hall."""
    host = duty_session.hamlet if duty_session.counts and duty_session.is_mobile else None
    return village_row(session, duty_session, host) if host else None


def village_row(session: AnySession, duty_session: DutySession, hamlet: Hamlet) -> VillageRow:
    """Give what one village said of a Saturday."""
    mine = Receipt.standing(duty_session).where(Receipt.hamlet_id == hamlet.id)
    return VillageRow(hamlet, {row.kind: row for row in session.scalars(mine)})
