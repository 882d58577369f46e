"""What does each role owe, in whose words, and by when?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from flask import url_for

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.broadcasts import Broadcast
from saturday.models.documents import Document
from saturday.models.plan import DutySession, fallen_of
from saturday.models.progress import CITIZEN_NOTICE, ListProgress, SessionProgress
from saturday.papers.making import name_of
from saturday.rules.broadcasts import DAYS_BEFORE
from saturday.rules.coverage import Gap, gap_sentence, reminder
from saturday.rules.deadlines import limit_in_words, list_due_on, time_left
from saturday.rules.lifecycle import (
    NominationState,
    PaperState,
    is_public_notice_wanted,
    lacking_words,
    public_notice_due,
)
from saturday.rules.permissions import Role
from saturday.rules.schedule import fallen_sentence, month_sentence, months_without
from saturday.vietnamese.dates import clock, days_left, listed_day
from saturday.vietnamese.durations import duration
from saturday.web.home.known import Change, Known

NAMES_SHOWN = 4
NEXT_YEAR_FROM_MONTH = 11


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: who must do what before when, and the button for it."""

    sentence: str
    button: str
    url: str
    due: date | None = None
    more: str = ""
    is_late: bool = False
    reminder: str = ""  # a message to copy for whoever must act

    def is_soon(self, today: date) -> bool:
        """Whether it is due today or tomorrow, or was before."""
        return self.due is not None and self.due <= today + timedelta(days=1)


def todos_of(account: Account, known: Known) -> list[Todo]:
    """Give what an account's roles owe, by limit; what has none comes last."""
    found = [
        todo
        for role, sources in OWED.items()
        if role in account.roles
        for source in sources
        for todo in source(known)
    ]
    return by_limit(dict.fromkeys(found))


def by_limit(todos: Iterable[Todo]) -> list[Todo]:
    """Put first what is due first; what has no limit comes last."""
    return sorted(todos, key=lambda todo: todo.due or date.max)


def _hub(day: date) -> str:
    return url_for("roster.session_detail", day=day)


def _list(day: date, one: ListProgress) -> str:
    return url_for("roster.nomination_form", day=day, department=one.department.code)


# The Centre


def plan_todos(known: Known) -> Iterator[Todo]:
    """Owe the year's plan: days, paper, a Saturday in each month, none on a day that fell."""
    year = known.today.year
    page = url_for("plan.year_detail", year=year)
    if known.plan is None:
        sentence = f"Chưa có kế hoạch năm {year}. Bắt đầu bằng cách chọn các ngày thứ Bảy."
        yield Todo(sentence, "Lập kế hoạch năm", page)
        return
    yield from _plan_paper(known, year)
    days = [one.day for one in known.plan.sessions if one.counts]
    empty = months_without(year, days, counted_from=known.plan.counted_from)
    months = [month for month in empty if month >= known.today.month]
    if months:
        yield Todo(_months(months), "Mở kế hoạch năm", page, date(year, months[0], 1))
    for judgement in fallen_of(known.coming, known.calendar):
        sentence = fallen_sentence(judgement)
        due = list_due_on(judgement.day, known.calendar)
        yield Todo(sentence, "Mở trang của buổi", _hub(judgement.day), due)


def _months(months: list[int]) -> str:
    """Name the months without a Saturday, one or several."""
    if len(months) == 1:
        return month_sentence(months[0])
    names = ", ".join(map(str, months))
    return f"Các tháng {names} chưa có buổi. Kế hoạch hứa mỗi tháng một buổi."


def next_plan_todos(known: Known) -> Iterator[Todo]:
    """Owe next year's plan when this one nears its end."""
    if known.plan is None or known.today.month < NEXT_YEAR_FROM_MONTH or known.next_plan:
        return
    year = known.today.year + 1
    yield Todo(
        f"Trung tâm cần lập kế hoạch năm {year} trước khi hết năm.",
        "Lập kế hoạch năm",
        url_for("plan.year_detail", year=year),
        date(year - 1, 12, 31),
    )


def _plan_paper(known: Known, year: int) -> Iterator[Todo]:
    """Owe the paper of the plan until it is issued."""
    paper = known.plan_paper
    if paper is None and known.plan is not None and known.plan.sessions:
        yield Todo(
            f"Trung tâm cần lập văn bản Kế hoạch năm {year}.",
            "Lập văn bản Kế hoạch",
            url_for("documents.document_new", paper="annual_plan", key=str(year)),
        )


def opening_todos(known: Known) -> Iterator[Todo]:
    """Owe the opening of the next Saturdays, before lists are due."""
    for one in known.near:
        if not one.facts.is_prepared:
            day, due = one.duty_session.day, list_due_on(one.duty_session.day, known.calendar)
            yield Todo(
                f"Trung tâm cần mở chuẩn bị buổi {listed_day(day)} trước {listed_day(due)}, "
                "là hạn gửi danh sách.",
                "Mở chuẩn bị",
                url_for("roster.prepare_form", day=day),
                due,
                is_late=due < known.today,
            )


def list_todos(known: Known) -> Iterator[Todo]:
    """Owe the departments' lists: to be had, or to be approved."""
    for one in known.open:
        for row in one.lists:
            if row.state is NominationState.SENT:
                yield _approval(one, row)
            elif not row.is_sent:
                yield _missing_list(one, row, known.now)


def _approval(one: SessionProgress, row: ListProgress) -> Todo:
    count = len(row.nomination.lines) if row.nomination else 0
    return Todo(
        f"{row.department.name} đã gửi danh sách buổi {listed_day(one.duty_session.day)} "
        f"({count} người), chờ Trung tâm duyệt.",
        "Xem và duyệt",
        _list(one.duty_session.day, row),
        _day_of(one.duty_session.list_due_at),
    )


def _missing_list(one: SessionProgress, row: ListProgress, now: datetime) -> Todo:
    day, due = one.duty_session.day, one.duty_session.list_due_at
    needs = [gap.asked for gap in one.gaps if gap.asked.department == row.department.name]
    return Todo(
        _wanted(f"{row.department.name} cần gửi danh sách", day, due, now),
        "Ghi hộ danh sách",
        _list(day, row),
        _day_of(due),
        is_late=due is not None and now > due,
        reminder=reminder(row.department.name, needs, day=day, due=due, now=now) if due else "",
    )


def _wanted(who_what: str, day: date, due: datetime | None, now: datetime) -> str:
    """Say what is wanted for a Saturday, by when, and how late it is."""
    wanted = f"{who_what} buổi {listed_day(day)}"
    if due is None:
        return f"{wanted}."
    if now > due:
        return f"{wanted}, đã {time_left(due, now)}."
    return f"{wanted} trước {limit_in_words(due)} ({time_left(due, now)})."


def _day_of(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def gap_todos(known: Known) -> Iterator[Todo]:
    """Owe the people whom no list still to come will bring; once the notice is out, all of them."""
    for one in known.near:
        if not one.facts.is_prepared:
            continue
        awaited = {
            row.department.name
            for row in one.lists
            if row.state is not NominationState.APPROVED and not one.facts.is_announced_inside
        }
        gaps = [gap for gap in one.gaps if gap.asked.department not in awaited]
        if gaps:
            yield _gaps(one, gaps, known)


def _gaps(one: SessionProgress, gaps: list[Gap], known: Known) -> Todo:
    """Say one gap in a sentence, several by the count of the Saturday's own page and names."""
    day, missing = one.duty_session.day, lacking_words(one.facts.gaps)
    sentence = f"Trung tâm cần phân công đủ người buổi {listed_day(day)}: {missing}."
    names = [gap.name for gap in gaps]
    rest = len(names) - NAMES_SHOWN
    more = ", ".join(names[:NAMES_SHOWN]) + (f" và {rest} nhiệm vụ khác" if rest > 0 else "")
    awaited = one.facts.gaps - len(gaps)
    if awaited:
        more = f"{more}. {awaited} nhiệm vụ chờ danh sách của các phòng."
    if one.facts.gaps == 1:
        sentence = gap_sentence(gaps[0], due=one.duty_session.list_due_at, now=known.now)
        more = f"Buổi {listed_day(day)}."
    return Todo(sentence, "Mở trang của buổi", _hub(day), _last_working_day(day, known), more)


def _last_working_day(day: date, known: Known) -> date:
    """Give the last day on which the office can still do something for a Saturday."""
    return known.calendar.add_working_days(day, -1)


def notice_todos(known: Known) -> Iterator[Todo]:
    """Owe the assignment notice once everybody is there."""
    for one in known.open:
        facts = one.facts
        complete = not facts.gaps and facts.lists_approved == facts.lists_wanted
        if complete and one.notice is None:
            day = one.duty_session.day
            yield Todo(
                f"Trung tâm cần lập Thông báo phân công buổi {listed_day(day)}: đã đủ người.",
                "Lập thông báo",
                url_for("documents.document_new", paper="assignment_notice", key=day.isoformat()),
                _last_working_day(day, known),
            )


def public_notice_todos(known: Known) -> Iterator[Todo]:
    """Owe the notice to the people, from ten days before a Saturday on, until it is begun."""
    for one in known.near:
        if one.public_notice is None and is_public_notice_wanted(one.facts):
            day, due = one.facts.day, public_notice_due(one.facts.day)
            left = days_left((due - known.today).days)
            yield Todo(
                f"Trung tâm cần lập Thông báo cho người dân buổi {listed_day(day)} "
                f"trước {listed_day(due)} ({left}).",
                "Lập thông báo",
                url_for("documents.document_new", paper=CITIZEN_NOTICE, key=day.isoformat()),
                due,
                is_late=due < known.today,
            )


def attendance_todos(known: Known) -> Iterator[Todo]:
    """Owe, from the working day after a Saturday on, who came."""
    for day, people in known.unrecorded:
        due = known.calendar.next_working_day(day)
        yield Todo(
            f"Trung tâm cần chấm công buổi {listed_day(day)}: còn {people} người.",
            "Chấm công",
            url_for("roster.attendance_sheet", day=day),
            due,
            is_late=due < known.today,
        )


def closing_todos(known: Known) -> Iterator[Todo]:
    """Owe, once a Saturday's hours are over, that its figures are closed, or closed again."""
    for one in filter(known.is_over, known.unclosed):
        due = known.calendar.next_working_day(one.day)
        reason = known.reopened.get(one.id)
        yield Todo(
            f"Trung tâm cần chốt số liệu ngày của buổi {listed_day(one.day)}.",
            "Mở số liệu ngày",
            url_for("reports.day_detail", day=one.day),
            due,
            f"Đã mở lại: {reason}" if reason else "",
            is_late=due < known.today,
        )


# An officer


def sheet_todos(known: Known) -> Iterator[Todo]:
    """Owe the confirmation of one's own figures."""
    for one in known.own_unconfirmed:
        yield Todo(
            f"Cần xác nhận số liệu của mình ở buổi {listed_day(one.day)}.",
            "Xem, xác nhận",
            url_for("reports.own_sheet", day=one.day),
            known.calendar.next_working_day(one.day),
        )


def choice_todos(known: Known) -> Iterator[Todo]:
    """Owe the choice between time off and payment for the own hours."""
    for row in known.undecided:
        hours, day = duration(row.minutes), listed_day(row.duty_session.day)
        yield Todo(
            f"Cần chọn nghỉ bù hay thanh toán cho {hours} trực {day}.",
            "Chọn cho buổi này",
            url_for("roster.my_hours"),
        )


# The loudspeaker


def broadcast_todos(known: Known) -> Iterator[Todo]:
    """Owe today's and tomorrow's playings, and the notes of those that are past."""
    for (one, day), hours in _by_day(known.broadcasts).items():
        past = day < known.today
        yield Todo(
            _broadcasts(one, day, hours, known),
            "Ghi lượt đã phát" if past else "Mở bản tin",
            _bulletin(one),
            day,
            one.gone_words if not one.counts else "",
            is_late=past,
        )


def change_todos(known: Known) -> Iterator[Todo]:
    """Owe the playing of what tells of a change; what was played before told other news."""
    for one in known.unplayed_changes:
        yield _change(one, f"Phát ngay {one.words}.")


def unplayed_todos(known: Known) -> Iterator[Todo]:
    """Tell the Centre that the bulletin of a change was not played yet."""
    for one in known.unplayed_changes:
        yield _change(one, f"Cần phát loa ngay {one.words}: đã duyệt, chưa phát.")


def _change(one: Change, sentence: str) -> Todo:
    """Put the bulletin of a change before everything else."""
    gone = one.edition.duty_session
    return Todo(sentence, "Mở bản tin", _bulletin(gone), date.min, gone.gone_words, is_late=True)


def _bulletin(one: DutySession) -> str:
    return url_for("announcements.bulletin", day=one.day)


def _broadcasts(one: DutySession, day: date, hours: list[time], known: Known) -> str:
    """Say when a bulletin is to be played, or that nobody noted that it was."""
    said = " và ".join(map(clock, hours))
    if day < known.today:
        return f"Chưa ghi lượt phát {said}, {listed_day(day)}, của buổi {listed_day(one.day)}."
    when = "hôm nay" if day == known.today else "ngày mai"
    if not one.counts:
        return _changed_broadcasts(one, f"lúc {said} {when}", known)
    return f"Phát bản tin của buổi {listed_day(one.day)} lúc {said} {when}."


def _changed_broadcasts(one: DutySession, when: str, known: Known) -> str:
    """Say what is played at the hours of a Saturday that is not held: nothing of the old news."""
    for change in known.changes:
        if change.edition.duty_session_id == one.id:
            return f"Phát {change.words} {when}."
    return f"Không phát bản tin cũ của buổi {listed_day(one.day)} {when}."


def _by_day(rows: Iterable[Broadcast]) -> dict[tuple[DutySession, date], list[time]]:
    """Gather the hours of each Saturday's bulletin by day."""
    found: dict[tuple[DutySession, date], list[time]] = {}
    for row in rows:
        if row.planned_at:
            key = row.duty_session, row.planned_at.date()
            found.setdefault(key, []).append(row.planned_at.time())
    return found


def broadcast_plan_todos(known: Known) -> Iterator[Todo]:
    """Owe the hours of a bulletin that is approved."""
    for one in known.unplanned:
        first = max(one.day - timedelta(days=DAYS_BEFORE), known.today)
        yield Todo(
            f"Trung tâm cần lập lịch phát thanh buổi {listed_day(one.day)}: bản tin đã duyệt.",
            "Lập lịch phát",
            url_for("announcements.broadcast_plan", day=one.day),
            first,
        )


def unnoted_todos(known: Known) -> Iterator[Todo]:
    """Owe, to the Centre, the notes of playings that the operator did not note."""
    for todo in broadcast_todos(known):
        if todo.is_late:
            yield replace(todo, button="Ghi hộ lượt đã phát")


# Papers


def content_todos(known: Known) -> Iterator[Todo]:
    """Owe the check of what drafts say."""
    for paper in known.unfinished:
        if paper.state is PaperState.DRAFT and paper.content_checked_at is None:
            yield _paper(paper, known, "chờ kiểm tra nội dung.", "Kiểm tra nội dung")


def form_todos(known: Known) -> Iterator[Todo]:
    """Owe the clerk's steps: form, signing, number."""
    for paper in known.unfinished:
        if paper.state is PaperState.CHECKED:
            yield _paper(paper, known, "đã kiểm tra, chờ ký. Khi đã ký thì ghi lại.", "Ghi đã ký")
        elif paper.state is PaperState.SIGNED and paper.kind is not None:
            yield _paper(paper, known, "đã ký, chờ phát hành.", "Ghi số và phát hành")
        elif paper.form_checked_at is None and paper.state is PaperState.DRAFT:
            yield _paper(paper, known, "chờ kiểm tra thể thức.", "Kiểm tra thể thức")


def _paper(paper: Document, known: Known, what: str, button: str) -> Todo:
    due = _last_working_day(paper.duty_session.day, known) if paper.duty_session else None
    why = f"Bị trả về: {paper.returned_reason}" if paper.returned_reason else ""
    page = url_for("documents.document_detail", document_id=paper.id)
    return Todo(f"{name_of(paper)}: {what}", button, page, due, why)


def overtaken_todos(known: Known) -> Iterator[Todo]:
    """Owe a new notice, or the reason to keep the old one, when facts changed after issuing."""
    for paper in known.overtaken:
        if paper.duty_session is not None:
            day = paper.duty_session.day
            told = paper.paper == CITIZEN_NOTICE
            what = "Thông tin báo cho người dân" if told else "Danh sách trực"
            yield Todo(
                f"{what} buổi {listed_day(day)} đã đổi sau khi phát hành thông báo "
                f"{paper.full_number}: lập văn bản thay thế hoặc vẫn giữ.",
                "Mở văn bản",
                url_for("documents.document_detail", document_id=paper.id),
                _last_working_day(day, known),
            )


def outdated_todos(known: Known) -> Iterator[Todo]:
    """Owe a report that takes the place of one whose figures changed."""
    for paper in known.outdated:
        yield Todo(
            f"Số liệu của báo cáo {paper.full_number} đã đổi sau khi phát hành.",
            "Mở báo cáo",
            url_for("documents.document_detail", document_id=paper.id),
        )


def scan_todos(known: Known) -> Iterator[Todo]:
    """Owe the signed copies of what was issued."""
    for paper in known.unscanned:
        yield Todo(
            f"{name_of(paper)}, số {paper.full_number}: chưa có bản ký.",
            "Đính kèm bản ký",
            url_for("documents.document_detail", document_id=paper.id),
        )


# A department


def own_officer_todos(known: Known) -> Iterator[Todo]:
    """Owe the people of one's own department while none is entered."""
    unit = known.account.department
    if unit is not None and unit.id not in known.staffed:
        yield Todo(
            f"{unit.name} cần nhập cán bộ, công chức của đơn vị.",
            "Mở danh sách cán bộ, công chức",
            url_for("commune.officer_list"),
        )


def own_list_todos(known: Known) -> Iterator[Todo]:
    """Owe one's own list, or its correction."""
    for one in known.open:
        for row in one.lists:
            if row.department.id == known.account.department_id and not row.is_sent:
                yield _own_list(one, row, known.now)


def _own_list(one: SessionProgress, row: ListProgress, now: datetime) -> Todo:
    day, due = one.duty_session.day, one.duty_session.list_due_at
    sentence = _wanted(f"{row.department.name} cần gửi danh sách", day, due, now)
    button, more = "Lập danh sách", ""
    if row.state is NominationState.DRAFT:
        button, more = "Viết tiếp danh sách", "Danh sách đang soạn, chưa gửi."
    if row.nomination is not None and row.state is NominationState.RETURNED:
        sentence = f"Trung tâm trả lại danh sách buổi {listed_day(day)}. Sửa rồi gửi lại."
        button, more = "Sửa danh sách", f"Lý do: {row.nomination.returned_reason}"
    is_late = due is not None and now > due
    return Todo(sentence, button, _list(day, row), _day_of(due), more, is_late)


# An empty commune


def first_account_todos(known: Known) -> Iterator[Todo]:
    """Owe accounts while nobody but administrators can come in."""
    if not known.others_have_accounts:
        yield Todo(
            "Cần tạo tài khoản cho Trung tâm, văn thư và các phòng.",
            "Mở danh sách tài khoản",
            url_for("settings.account_list"),
        )


def first_officer_todos(known: Known) -> Iterator[Todo]:
    """Owe the people of the departments while there is none at all."""
    if not known.staffed:
        yield Todo(
            "Cần nhập cán bộ, công chức của các phòng.",
            "Mở danh sách cán bộ, công chức",
            url_for("commune.officer_list"),
        )


def first_name_todos(known: Known) -> Iterator[Todo]:
    """Owe a look at the commune's own words while nobody touched them."""
    if not known.is_named:
        yield Todo(
            "Cần xem lại tên xã, ghi điện thoại của Trung tâm.",
            "Mở cài đặt của xã",
            url_for("settings.settings_form"),
        )


def first_hamlet_todos(known: Known) -> Iterator[Todo]:
    """Owe the villages while there is none."""
    if not known.has_hamlets:
        yield Todo(
            "Cần nhập các thôn, bản của xã.",
            "Mở danh sách thôn, bản",
            url_for("commune.entry_list", name="thon-ban"),
        )


# The IT officer


def account_todos(known: Known) -> Iterator[Todo]:
    """Owe a link to those who have no password yet."""
    del known
    rows = db.session.scalars(Account.without_password()).all()
    if rows:
        names = ", ".join(row.username for row in rows[:NAMES_SHOWN])
        rest = f" và {len(rows) - NAMES_SHOWN} tài khoản khác" if len(rows) > NAMES_SHOWN else ""
        yield Todo(
            f"{len(rows)} tài khoản chưa đặt mật khẩu, chưa đăng nhập được.",
            "Mở danh sách tài khoản",
            url_for("settings.account_list"),
            more=names + rest,
        )


Source = Callable[[Known], Iterator[Todo]]
OWED: Mapping[Role, tuple[Source, ...]] = MappingProxyType(
    {
        Role.CENTRE: (
            plan_todos,
            next_plan_todos,
            first_officer_todos,
            opening_todos,
            list_todos,
            gap_todos,
            public_notice_todos,
            notice_todos,
            content_todos,
            broadcast_plan_todos,
            unnoted_todos,
            attendance_todos,
            closing_todos,
        ),
        Role.BROADCASTER: (change_todos, broadcast_todos),
        Role.OFFICER: (choice_todos, sheet_todos),
        Role.CLERK: (overtaken_todos, outdated_todos, form_todos, scan_todos),
        Role.DEPARTMENT: (own_officer_todos, own_list_todos),
        Role.ADMIN: (
            first_name_todos,
            first_account_todos,
            first_officer_todos,
            first_hamlet_todos,
            account_todos,
        ),
    }
)
