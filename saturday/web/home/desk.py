"""What does the desk owe: the morning's checks, results to hand over, dossiers to bring on?"""

from collections.abc import Iterator

from flask import url_for

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.plan import DutySession
from saturday.models.returns import DueCounts, due_counts, last_with_dossiers, waiting_count
from saturday.models.running import Checklist, figures_of
from saturday.rules.permissions import Permission, Role
from saturday.rules.running import USUAL_CHECKLIST, noon_message
from saturday.vietnamese.dates import listed_day
from saturday.web.home.known import Known
from saturday.web.home.todos import Todo


def desk_todos(known: Known) -> Iterator[Todo]:
    """Owe the Centre's part of a Saturday and of the days after it."""
    if known.account.may(Permission.RUN_DESK):
        yield from _checks(known)
        due = due_counts(db.session, known.today)
        yield from _results(due, known)
        if due.waiting:
            yield from _handover(known)


def _checks(known: Known) -> Iterator[Todo]:
    """Owe what is to be seen to before the door opens, on the day itself."""
    for one in known.coming[:1]:
        if one.day == known.today:
            usual = Commune.of_database(db.session).text(USUAL_CHECKLIST)
            left = len(Checklist.of(db.session, one, usual).open_items)
            if left:
                yield Todo(
                    f"Trung tâm cần kiểm tra đầu buổi hôm nay: còn {left} mục.",
                    "Mở danh mục kiểm tra",
                    url_for("intake.running", day=one.day),
                    one.day,
                )


def _results(due: DueCounts, known: Known) -> Iterator[Todo]:
    """Owe results whose day has come, or is past."""
    if due.overdue or due.today:
        parts = [
            (due.overdue, "quá hạn chưa trả"),
            (due.today, "đến hạn trả hôm nay"),
        ]
        said = ", ".join(f"{count} hồ sơ {words}" for count, words in parts if count)
        yield Todo(
            f"Trung tâm cần trả kết quả: {said}.",
            "Mở danh sách trả kết quả",
            url_for("intake.return_list"),
            known.today,
            is_late=due.overdue > 0,
        )


def _handover(known: Known) -> Iterator[Todo]:
    """Owe the departments what was received on a Saturday, until the working day after it."""
    one = last_with_dossiers(db.session, known.today)
    if one is None:
        return
    due = known.calendar.next_working_day(one.day)
    if known.today <= due and known.is_over(one):
        count = waiting_count(db.session, one)
        yield Todo(
            f"Trung tâm cần bàn giao {count} hồ sơ buổi {listed_day(one.day)} cho các phòng "
            f"trong {listed_day(due)}.",
            "Mở biên bản bàn giao",
            url_for("intake.handover_sheet", day=one.day),
            due,
        )


def desk_lines(known: Known) -> tuple[DutySession, tuple[str, ...]] | None:
    """Tell a leader the Saturday under way, or the last one of the past week."""
    if Role.LEADER not in known.account.roles or known.last is None:
        return None
    return known.last, noon_message(figures_of(db.session, known.last))
