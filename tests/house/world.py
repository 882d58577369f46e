"""A small commune with a row in every state, and the addresses that lead to each."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account, Link, LinkKind, SignIn, token_hash
from saturday.models.attendance import CompensatoryLeave
from saturday.models.broadcasts import Broadcast, NewSound, Recording, plan_broadcasts
from saturday.models.budget import BudgetLine
from saturday.models.commune import Hamlet, Officer
from saturday.models.documents import Check, Document, Subject
from saturday.models.dossiers import DossierDesk
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.models.forms import Draft
from saturday.models.import_tables import TABLES, Importing
from saturday.models.imports import ImportFile
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.models.nominations import Line, Nomination
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE
from saturday.models.returns import Handing, Return
from saturday.models.roster import Assignment
from saturday.models.running import Seen, WaitingCount
from saturday.models.villages import VillageLink
from saturday.papers import making, templates
from saturday.papers.issuing import Entry, issue, record_earlier
from saturday.rules.announcements import Channel, News
from saturday.rules.broadcasts import Slots, SoundOrigin
from saturday.rules.budget import Cost
from saturday.rules.columns import Cell
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackSource
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from saturday.rules.sheets import RawSheet
from tests import factories
from tests.conftest import stand_at
from tests.web.announcements.bulletin_stories import bulletin
from tests.web.announcements.telling import published

ROLES = (
    "ADMIN",
    "LEADER",
    "CENTRE",
    "CLERK",
    "DEPARTMENT",
    "OFFICER",
    "BROADCASTER",
    "HAMLET",
)
HELD, OPEN, CHECKED, SIGNED = (
    date(2026, 3, 28),
    date(2026, 4, 11),
    date(2026, 5, 9),
    date(2026, 6, 6),
)
VILLAGE_TOKEN = "thonmot"
ANSWERED = 3  # the number of the opinion that is answered
CANCELLED, PLANNED, NONE = date(2026, 7, 4), date(2026, 9, 5), date(2026, 4, 18)

Row = tuple[str, dict[str, object]]  # what the row is, and what stands for it in an address


@dataclass
class World:
    """Accounts, sign-ins, and the rows that addresses may name."""

    accounts: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    link: str = ""


def build() -> World:
    """Make the world; DEPARTMENT is Phòng Kinh tế, the rows of other departments are foreign."""
    world = World()
    stand_at("2026-03-20 09:00")
    people = {
        code: factories.officer(name, code=code)
        for code, name in (
            ("kinh-te", "Phan Văn Tài (mẫu)"),
            ("van-phong", "Đặng Thị Ước (mẫu)"),
            ("van-hoa-xa-hoi", "Ngân Thị Yến (mẫu)"),
        )
    }
    world.ids |= {f"officer {code}": row.id for code, row in people.items()}
    days = {day: factories.duty_session(day) for day in (HELD, OPEN, CHECKED, SIGNED)}
    factories.duty_session(PLANNED, prepared=False)
    factories.duty_session(CANCELLED, prepared=False).cancel("mưa bão", by=None)
    _lists(world, days, people)
    _papers(world, days)
    published(days[OPEN])
    _bulletins(world, days[OPEN])
    _leave(world, people["kinh-te"])
    _pack(world, days[OPEN])
    _sign_everybody_in(world)
    _desk_lines(world, days[HELD])
    _results(world, days[HELD])
    _opinions(world)
    stand_at("2026-04-07 15:00")
    db.session.commit()
    return world


def _bulletins(world: World, duty_session: DutySession) -> None:
    """Approve one bulletin, with its plan and its sound; leave that of a later day a draft."""
    row = bulletin(duty_session)
    plan_broadcasts(db.session, duty_session, Slots(date(2026, 4, 7), OPEN), by=None)
    Recording.keep(db.session, row, NewSound(b"ID3\x04", SoundOrigin.UPLOADED), by=None)
    bulletin(db.session.scalars(DutySession.on(PLANNED)).one(), approved=False)
    db.session.commit()
    world.ids["recording"] = db.session.scalars(select(Recording.id)).one()
    world.ids["broadcast"] = db.session.scalars(select(func.min(Broadcast.id))).one()


def _pack(world: World, duty_session: DutySession) -> None:
    """Let a laptop have come home."""
    moments = {"made_at": clock.now(), "brought_at": clock.now()}
    row = MobilePack(duty_session=duty_session, letter="B", uid="pack", **moments)
    db.session.add(row)
    db.session.commit()
    world.ids["pack"] = row.id


def _leave(world: World, officer: Officer) -> None:
    """Let an officer have taken hours off."""
    row = CompensatoryLeave(
        officer=officer, day=date(2026, 4, 6), minutes=120, recorded_at=clock.now()
    )
    db.session.add(row)
    db.session.commit()
    world.ids["leave"] = row.id


def _sign_everybody_in(world: World) -> None:
    """Give each role an account with an open sign-in; one more account is nobody's."""
    stand_at("2026-04-07 14:59")
    for role in ROLES:
        who = role.lower()
        account = factories.account(username=who, roles={Role[role]})
        if role == "DEPARTMENT":
            account.department = factories.department("kinh-te")
        if role == "HAMLET":
            account.hamlet = factories.hamlet()
            world.ids["hamlet"] = account.hamlet.id
            world.ids["village link"] = _village_link(account.hamlet).id
        row, token = SignIn.start(account, address="127.0.0.1", browser="tests")
        db.session.add(row)
        db.session.commit()
        world.accounts[who], world.tokens[who] = account.id, token
        world.ids[f"sign-in {who}"] = row.id
    other = factories.account(username="khac", roles={Role.OFFICER})
    world.ids["account"] = other.id
    link, world.link = Link.make(LinkKind.SET_PASSWORD, other, by=None)
    draft = Draft(
        account_id=world.accounts["centre"],
        form="BusyDayForm",
        path="/danh-muc/ngay-ban/moi",
        values={},
        kept_at=clock.now(),
    )
    work = Importing(db.session, clock.today(), db.session.get_one(Account, draft.account_id))
    sheet = RawSheet("Công chức", [["Họ và tên", "Chức vụ"], ["Nguyễn Văn An", "Chuyên viên"]])
    file = ImportFile.keep(TABLES["cong-chuc"], sheet, "danh-sach.xlsx", work)
    dossiers = ImportFile.keep(_desk(work), _one_dossier(), "ho-so.xlsx", work)
    db.session.add_all([link, draft])
    db.session.commit()
    world.ids |= {"draft": draft.id, "import": file.id, "dossiers": dossiers.id}


def _desk(work: Importing) -> DossierDesk:
    """Give the log that a file of dossiers is for."""
    return DossierDesk(db.session, db.session.scalars(DutySession.on(HELD)).one(), work.by)


def _one_dossier() -> RawSheet:
    """Lay out a file of one dossier."""
    heads: list[Cell] = ["Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận"]
    return RawSheet("Hồ sơ", [heads, ["H41.34-260328-0001", "Đăng ký khai sinh", HELD]])


def _desk_lines(world: World, duty_session: DutySession) -> None:
    """Let the officer and somebody else have written a line each, of people who are named."""
    for who, name in (("officer", "Lô Thị Ẩn"), ("centre", "Vi Văn Bình")):
        by = db.session.get_one(Account, world.accounts[who])
        origin = Origin(duty_session, by, happened_at=factories.at("2026-03-28 08:00"))
        deed = Deed(Outcome.GUIDED)
        IntakeEntry.record(db.session, deed, origin, who=Applicant(name=name))
    waiting = WaitingCount.write(db.session, duty_session, Seen(9), by=None)
    cost = BudgetLine.add(db.session, duty_session, Cost("Nước uống", "người", 60, 15_000), by=None)
    db.session.commit()
    served = db.session.get_one(Account, world.accounts["officer"]).officer_id
    world.ids |= {"people counted": waiting.id, "budget line": cost.id}
    world.ids["officer who served"] = served or 0


def _results(world: World, duty_session: DutySession) -> None:
    """Let one result wait, and let the officer and somebody else have handed one over each."""
    stand_at("2026-03-28 09:00")
    rows = [factories.received(duty_session, due_on=date(2026, 4, 7)) for _ in range(3)]
    world.ids["line waiting"] = rows[0].id
    for row, who in zip(rows[1:], ("officer", "centre"), strict=True):
        by = db.session.get_one(Account, world.accounts[who])
        handed = Return.hand_over(db.session, row, Handing(HELD, is_counted=True), by=by)
        db.session.commit()
        world.ids[f"return {who}"], world.ids[f"line {who}"] = handed.id, row.id


def _opinions(world: World) -> None:
    """Give one opinion to the own department, one to another; let one be answered, one be new."""
    stand_at("2026-03-28 10:00")
    hamlet = db.session.get_one(Hamlet, world.ids["hamlet"])
    for number, code in enumerate(("kinh-te", "van-phong", "kinh-te", ""), start=1):
        said = Opinion(
            content=f"Việc thứ {number} nêu mãi chưa thấy trả lời.",
            source=FeedbackSource.DESK,
            speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
            hamlet=hamlet,
        )
        row, _code = Feedback.record(db.session, said, by=None)
        if code:
            row.assign(factories.department(code), FeedbackKind.REPORT, by=None)
        if number == ANSWERED:
            row.reply(Reply("Đã xong.", AnswerWay.MEETING, HELD, is_public=True), by=None)
        db.session.commit()


def _village_link(hamlet: Hamlet) -> VillageLink:
    """Give a village an address of its own."""
    row = VillageLink(hamlet=hamlet, token_sha256=token_hash(VILLAGE_TOKEN), made_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return row


def _lists(world: World, days: dict[date, DutySession], people: dict[str, Officer]) -> None:
    """Put one list into each state, of the own department and of others."""
    wanted = (
        (OPEN, "kinh-te", "LAND", "draft"),
        (OPEN, "van-hoa-xa-hoi", "SOCIAL_POLICY", "sent"),
        (OPEN, "van-phong", "CIVIL_STATUS", "approved"),
        (CHECKED, "kinh-te", "LAND", "sent"),
        (SIGNED, "kinh-te", "LAND", "approved"),
    )
    for day, code, duty, state in wanted:
        row = Nomination.begin(days[day], factories.department(code), by=None)
        db.session.add(row)
        line = Line(factories.duty(duty), people[code])
        row.write([line], remark="", cannot_reason="", by=None)
        if state != "draft":
            row.send(by=None)
        if state == "approved":
            row.approve(by=None)
        db.session.commit()
    board = db.session.scalars(Assignment.of_session(days[OPEN])).first()
    world.ids["assignment"] = board.id if board else 0


def _papers(world: World, days: dict[date, DutySession]) -> None:
    """Put one notice into each state, and papers of lists beside them."""
    for day, state in ((OPEN, "draft"), (CHECKED, "checked"), (SIGNED, "signed"), (HELD, "issued")):
        world.ids[f"notice {state}"] = _notice(days[day], state).id
    for code in ("kinh-te", "van-hoa-xa-hoi"):
        row = (
            db.session.scalars(Nomination.for_(days[OPEN], factories.department(code)))
            .unique()
            .one()
        )
        subject = Subject(duty_session=days[OPEN], nomination=row)
        paper = making.begin(
            db.session, making.proposed(db.session, making.NOMINATION, subject), subject, by=None
        )
        db.session.commit()
        world.ids[f"list paper {code}"] = paper.id
    subject = Subject(plan=days[OPEN].plan)
    words = making.proposed(db.session, ANNUAL_PLAN, subject)
    plan = record_earlier(db.session, words, subject, Entry("50", date(2026, 2, 11)), by=None)
    db.session.commit()
    world.ids["plan paper"] = plan.id
    content = templates.built_in(ASSIGNMENT_NOTICE)
    own = templates.accept(db.session, ASSIGNMENT_NOTICE, content + b"\0", "", by=None)
    db.session.commit()
    world.ids["template"] = own.id
    issued = db.session.get_one(Document, world.ids["notice issued"])
    world.ids["file"] = issued.files[-1].id


def _notice(duty_session: DutySession, state: str) -> Document:
    """Take a notice as far as ``state``."""
    subject = Subject(duty_session=duty_session)
    words = making.proposed(db.session, ASSIGNMENT_NOTICE, subject)
    words = replace(words, incomplete_reason="đang chờ danh sách")
    row = making.begin(db.session, words, subject, by=None)
    db.session.commit()
    if state == "draft":
        return row
    for part in Check:
        seen = making.seen_now(db.session, row)
        making.check(db.session, row, part, seen, by=None)
    db.session.commit()
    if state == "checked":
        return row
    making.sign(db.session, row, factories.at("2026-03-20 09:00"), by=None)
    db.session.commit()
    if state == "issued":
        issue(db.session, row, Entry("21", date(2026, 3, 20)), by=None)
        db.session.commit()
    return row


def rows_of(app: Flask, world: World) -> list[str]:
    """Give a line's beginning for every address and every kind of row it may name."""
    lines = []
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    with app.test_request_context():
        for rule in sorted(rules, key=lambda one: (one.endpoint, one.rule)):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                for what, values in _rows(rule, world):
                    path = rule.build(values)
                    assert path is not None, (rule.rule, values)
                    lines.append(f"{rule.endpoint} {method} {path[1]} {what}".rstrip())
    return lines


def _rows(rule: Rule, world: World) -> Iterator[Row]:  # noqa: C901 - one branch a kind of row
    """Give the rows that an address may name, by the names of its parts."""
    arguments = frozenset(rule.arguments)
    ids = world.ids
    if not arguments:
        yield "", {}
    elif arguments == {"day"}:
        for what, day in (
            ("open", OPEN),
            ("planned", PLANNED),
            ("cancelled", CANCELLED),
            ("none", NONE),
        ):
            yield what, {"day": day}
    elif arguments == {"day", "department"}:
        yield from _list_rows()
    elif arguments == {"day", "number"}:
        yield from _numbered_rows(rule, ids)
    elif "document_id" in arguments:
        of_a_file = "file_id" in arguments
        for what, key in ids.items():
            if what.startswith(("notice", "list paper", "plan paper")):
                extra = {"file_id": ids["file"]} if of_a_file else {}
                yield what.replace(" ", "-"), {"document_id": key, **extra}
        yield "none", {"document_id": 999, **({"file_id": 999} if of_a_file else {})}
    elif arguments == {"paper", "version"}:
        for what, version in (
            ("built-in", "co-san"),
            ("own", str(ids["template"])),
            ("none", "999"),
        ):
            yield what, {"paper": "assignment_notice", "version": version}
    elif arguments == {"paper", "key"}:
        yield "plan", {"paper": "annual_plan", "key": "2026"}
        yield "notice", {"paper": "assignment_notice", "key": OPEN.isoformat()}
        yield "list-unnamed", {"paper": "nomination", "key": OPEN.isoformat()}
        yield "report", {"paper": "monthly_report", "key": "2026-03-15/2026-04-14"}
        yield "none", {"paper": "annual_plan", "key": "2031"}
    else:
        yield from _other_rows(arguments, world)


def _list_rows() -> Iterator[Row]:
    """Give lists of the own department and of others, in their states."""
    for what, day, code in (
        ("own-draft", OPEN, "kinh-te"),
        ("own-sent", CHECKED, "kinh-te"),
        ("own-approved", SIGNED, "kinh-te"),
        ("foreign-sent", OPEN, "van-hoa-xa-hoi"),
        ("foreign-approved", OPEN, "van-phong"),
        ("cancelled", CANCELLED, "kinh-te"),
        ("no-such-department", OPEN, "khong-co"),
    ):
        yield what, {"day": day, "department": code}


def _numbered_rows(rule: Rule, ids: dict[str, int]) -> Iterator[Row]:
    """Give lines of the desk's log by their numbers, and people on the board."""
    if rule.endpoint.startswith("intake."):
        for what, number in (("own-line", "0001"), ("foreign-line", "0002"), ("none", "0099")):
            yield what, {"day": HELD, "number": number}
        return
    yield "assigned", {"day": OPEN, "number": ids["assignment"]}
    yield "of-another-day", {"day": CHECKED, "number": ids["assignment"]}


def _other_rows(arguments: frozenset[str], world: World) -> Iterator[Row]:
    """Give the rows of addresses with a single part of their own."""
    ids = world.ids
    tables = ("ngay-nghi", "ngay-ban", "gio-lam-viec", "phong", "nhiem-vu")
    known: dict[frozenset[str], list[Row]] = {
        frozenset({"year"}): [("planned", {"year": 2026}), ("none", {"year": 2031})],
        frozenset({"year", "number"}): [
            ("own", {"year": 2026, "number": 1}),
            ("foreign", {"year": 2026, "number": 2}),
            ("own-answered", {"year": 2026, "number": ANSWERED}),
            ("new", {"year": 2026, "number": 4}),
            ("none", {"year": 2026, "number": 99}),
        ],
        frozenset({"paper"}): [("", {"paper": "assignment_notice"})],
        frozenset({"place", "year"}): [("", {"place": "trung-tam", "year": 2026})],
        frozenset({"year", "issuer"}): [("", {"issuer": "trung-tam", "year": 2026})],
        frozenset({"name"}): [(one, {"name": one}) for one in tables],
        frozenset({"place", "name"}): [("none", {"place": "may", "name": "saturday-0.sqlite"})],
        frozenset({"name", "row_id"}): [
            *((one, {"name": one, "row_id": 1}) for one in tables),
            ("none", {"name": "ngay-ban", "row_id": 999}),
        ],
        frozenset({"sheet"}): [(one, {"sheet": one}) for one in TABLES],
        frozenset({"day", "count_id"}): [
            ("held", {"day": HELD, "count_id": ids["people counted"]}),
            ("of-another-day", {"day": OPEN, "count_id": ids["people counted"]}),
        ],
        frozenset({"day", "officer_id"}): [
            ("who-served", {"day": HELD, "officer_id": ids["officer who served"]}),
            ("who-did-not", {"day": HELD, "officer_id": ids["officer van-phong"]}),
            ("none", {"day": HELD, "officer_id": 999}),
        ],
        frozenset({"day", "line_id"}): [
            ("held", {"day": HELD, "line_id": ids["budget line"]}),
            ("of-another-day", {"day": OPEN, "line_id": ids["budget line"]}),
        ],
        frozenset({"day", "file_id"}): [
            ("of-the-centre", {"day": HELD, "file_id": ids["dossiers"]}),
            ("of-another-day", {"day": OPEN, "file_id": ids["dossiers"]}),
        ],
        frozenset({"sheet", "file_id"}): [
            ("of-the-centre", {"sheet": "cong-chuc", "file_id": ids["import"]}),
            ("of-another-sheet", {"sheet": "thon-ban", "file_id": ids["import"]}),
        ],
        frozenset({"procedure_id"}): [
            ("sourced", {"procedure_id": 1}),
            ("unconfirmed", {"procedure_id": 6}),
            ("none", {"procedure_id": 9999}),
        ],
        frozenset({"sort"}): [("notice", {"sort": "phan-cong"})],
        frozenset({"hamlet_id"}): [
            ("one", {"hamlet_id": ids["hamlet"]}),
            ("none", {"hamlet_id": 999}),
        ],
        frozenset({"day", "shape"}): [
            (what, {"day": day, "shape": "zalo"}) for what, day in (("open", OPEN), ("none", NONE))
        ],
        frozenset({"day", "channel"}): [
            (what, {"day": day, "channel": Channel.WEBSITE})
            for what, day in (("open", OPEN), ("cancelled", CANCELLED), ("none", NONE))
        ],
        frozenset({"channel", "news"}): [
            ("moved", {"channel": Channel.LOUDSPEAKER, "news": News.MOVED})
        ],
        frozenset({"day", "recording_id"}): [
            ("open", {"day": OPEN, "recording_id": ids["recording"]}),
            ("of-another-day", {"day": PLANNED, "recording_id": ids["recording"]}),
        ],
        frozenset({"day", "broadcast_id"}): [
            ("open", {"day": OPEN, "broadcast_id": ids["broadcast"]}),
            ("of-another-day", {"day": PLANNED, "broadcast_id": ids["broadcast"]}),
        ],
        frozenset({"pack_id"}): [
            ("brought-home", {"pack_id": ids["pack"]}),
            ("none", {"pack_id": 999}),
        ],
        frozenset({"link_id"}): [
            ("standing", {"link_id": ids["village link"]}),
            ("none", {"link_id": 999}),
        ],
        frozenset({"officer_id"}): [
            ("own", {"officer_id": ids["officer kinh-te"]}),
            ("foreign", {"officer_id": ids["officer van-phong"]}),
        ],
        frozenset({"officer_id", "leave_id"}): [
            ("own", {"officer_id": ids["officer kinh-te"], "leave_id": ids["leave"]}),
            ("foreign", {"officer_id": ids["officer van-phong"], "leave_id": ids["leave"]}),
        ],
        frozenset({"account_id"}): [
            ("somebody", {"account_id": ids["account"]}),
            ("the-admin", {"account_id": world.accounts["admin"]}),
            ("none", {"account_id": 999}),
        ],
        frozenset({"sign_in_id"}): [("of-the-centre", {"sign_in_id": ids["sign-in centre"]})],
        frozenset({"draft_id"}): [("of-the-centre", {"draft_id": ids["draft"]})],
        frozenset({"token"}): [
            ("guessed", {"token": "doan-mo"}),
            ("of-a-village", {"token": VILLAGE_TOKEN}),
        ],
        frozenset({"entry_id"}): [
            ("waiting", {"entry_id": ids["line waiting"]}),
            ("handed-over", {"entry_id": ids["line centre"]}),
            ("none", {"entry_id": 999}),
        ],
        frozenset({"return_id"}): [
            ("of-the-officer", {"return_id": ids["return officer"]}),
            ("of-the-centre", {"return_id": ids["return centre"]}),
            ("none", {"return_id": 999}),
        ],
        frozenset({"first", "last"}): [
            ("month", {"first": date(2026, 3, 15), "last": date(2026, 4, 14)}),
            ("number", {"first": date(2026, 3, 15), "last": date(2026, 4, 14), "so": "received"}),
            ("backwards", {"first": date(2026, 4, 14), "last": date(2026, 3, 15)}),
        ],
        frozenset({"first", "last", "part"}): [
            ("month", {"first": HELD, "last": OPEN, "part": "kho-khan"}),
        ],
        frozenset({"ending"}): [(one, {"ending": one}) for one in ("csv", "xlsx")],
        frozenset({"group"}): [(one, {"group": one}) for one in ("thon", "cong-chuc", "khong-co")],
        frozenset({"batch"}): [("none", {"batch": "khong-co"})],
    }
    yield from known[arguments]
