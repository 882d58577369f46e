"""A log made by chance, and every figure of a report counted from its raw rows by plain SQL."""

# ruff: noqa: S608 - the days in the questions are our own

import random
from datetime import date, timedelta
from io import BytesIO

from docx import Document as WordFile
from sqlalchemy import select, text

from saturday.extensions import db
from saturday.models.budget import BudgetLine
from saturday.models.feedback import Feedback, Opinion, Reply, Transfer
from saturday.models.procedures import Procedure
from saturday.models.returns import Dossier, Handing, Return
from saturday.models.running import Answers, Seen, WaitingCount
from saturday.rules.budget import Cost
from saturday.rules.feedback import AnswerWay, FeedbackKind, FeedbackSource, FeedbackStep, may_take
from saturday.rules.intake import Outcome, ReturnWay, Satisfaction
from saturday.rules.periods import Period
from saturday.rules.reporting import Indicator
from saturday.vietnamese.numbers import grouped
from tests import factories
from tests.conftest import stand_at
from tests.models.test_figures import END, SATURDAYS, one_line

LINES = 60
LAST_DAY = date.fromisoformat(END[:10])
PERIODS = (
    Period(date(2026, 3, 15), date(2026, 4, 14)),
    Period(date(2026, 4, 1), date(2026, 6, 30)),
    Period(date(2026, 4, 12), date(2026, 5, 8)),  # no Saturday in it
)


def fill(seed: int) -> None:
    """Fill four Saturdays by chance: lines, returns, slips, opinions and their answers."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    days = [factories.duty_session(one) for one in SATURDAYS]
    villages = [factories.hamlet(f"Thôn {one} (mẫu)") for one in range(3)]
    procedures = list(db.session.scalars(select(Procedure).order_by(Procedure.id).limit(12)))
    stand_at(END)
    rows = [one_line(chance, chance.choice(days), villages, procedures) for _ in range(LINES)]
    for row in rows:
        if row.outcome is Outcome.RECEIVED and chance.random() < 0.6:
            on = row.duty_session.day + timedelta(days=chance.randint(0, 60))
            handing = Handing(min(on, LAST_DAY), way=ReturnWay.POST)
            Return.hand_over(db.session, row, handing, by=None)
        elif chance.random() < 0.1:
            row.void("ghi nhầm", by=None)
    for one in days:
        counts = {level: chance.randint(0, 30) for level in Satisfaction}
        Answers.of(db.session, one).write(db.session, counts, by=None)
        WaitingCount.write(
            db.session, one, Seen(4, seen_at=factories.at(f"{one.day} 09:00")), by=None
        )
        cost = Cost("Nước uống (mẫu)", "thùng", 2, 90000, spent=chance.choice([None, 170000]))
        BudgetLine.add(db.session, one, cost, by=None)
        on = one.day + timedelta(days=chance.randint(0, 9))
        other = Dossier(chance.choice(procedures), f"H41.1-{one.id}")
        Return.hand_over_other(db.session, other, Handing(on, way=ReturnWay.POST), by=None)
    for opinion in [speak(chance) for _ in range(12)]:
        go_on(chance, opinion)
    db.session.commit()


def speak(chance: random.Random) -> Feedback:
    """Write one opinion down, at any hour of any day; perhaps it is answered."""
    day = date(2026, 3, 1) + timedelta(days=chance.randint(0, 120))
    hour = chance.choice(["00:10", "08:00", "23:50"])
    said = Opinion(
        "Đường vào thôn khó đi (mẫu).",
        chance.choice([FeedbackSource.DESK, FeedbackSource.VILLAGE]),
        received_at=factories.at(f"{day} {hour}"),
    )
    row, _code = Feedback.record(db.session, said, by=None)
    if chance.random() < 0.5:
        on = min(day + timedelta(days=chance.randint(0, 30)), LAST_DAY)
        row.reply(Reply("Đã sửa đường.", AnswerWay.TELEPHONE, on), by=None)
    db.session.flush()
    return row


def go_on(chance: random.Random, row: Feedback) -> None:
    """Sort an opinion; perhaps send it on, or take it not; perhaps tell who said it."""
    row.kind = chance.choice([FeedbackKind.REPORT, FeedbackKind.PROPOSAL, FeedbackKind.PRAISE])
    steps = (FeedbackStep.TRANSFER, FeedbackStep.DECLINE, None)
    step = chance.choice(steps) if row.state.is_open else None
    if step is FeedbackStep.TRANSFER:
        row.transfer(Transfer("Công an xã (mẫu)", row.received_at.date()), by=None)
    elif step is FeedbackStep.DECLINE:
        row.decline("Việc này có đường riêng.", by=None)
    if may_take(FeedbackStep.CLOSE, row.state) and chance.random() < 0.5:
        row.close("Đã báo lại.", by=None)


def counted(period: Period) -> dict[str, int]:
    """Count every figure of a period from the raw rows, each by its own question."""
    first, last = period.first, period.last
    as_of = min(last, LAST_DAY)
    before = first - timedelta(days=1)
    days = f"d.day BETWEEN '{first}' AND '{last}'"
    lines = f"FROM intake_entry e JOIN duty_session d ON d.id = e.duty_session_id WHERE {days}"
    live = f"{lines} AND e.voided_at IS NULL"
    of = {
        one.name: f"SELECT count(*) {live} AND e.outcome = '{outcome}'"
        for one, outcome in {
            Indicator.SETTLED: "SETTLED",
            Indicator.APPOINTED: "RECEIVED",
            Indicator.SUPPLEMENT: "SUPPLEMENT",
            Indicator.REFUSED: "REFUSED",
            Indicator.REDIRECTED: "REDIRECTED",
            Indicator.HANDED_OVER: "HANDED_OVER",
            Indicator.GUIDED: "GUIDED",
            Indicator.ONLY_OPINION: "OPINION",
        }.items()
    }
    received = "e.outcome IN ('SETTLED', 'RECEIVED')"
    returned = "(CASE WHEN e.outcome = 'SETTLED' THEN d.day ELSE r.returned_on END)"
    here = f"""FROM intake_entry e JOIN duty_session d ON d.id = e.duty_session_id
        LEFT JOIN intake_return r ON r.entry_id = e.id
        WHERE e.voided_at IS NULL AND {received} AND d.day <= '{last}'
        AND (d.day >= '{first}' OR (e.outcome = 'RECEIVED'
             AND (r.returned_on IS NULL OR r.returned_on >= '{first}')))"""
    done = f"SELECT count(*) {here} AND {returned} <= '{last}'"
    pending = f"SELECT count(*) {here} AND ({returned} IS NULL OR {returned} > '{last}')"
    said = f"""FROM feedback f WHERE f.received_at >= '{before} 17:00:00'
        AND f.received_at < '{last} 17:00:00'"""
    slips = f"""FROM satisfaction_count s JOIN duty_session d ON d.id = s.duty_session_id
        WHERE {days} AND s.level ="""
    questions = {
        "SATURDAYS": f"SELECT count(*) FROM duty_session d WHERE {days}",
        "MOBILE": f"SELECT count(*) FROM duty_session d WHERE {days} AND d.is_mobile",
        "VISITS": f"SELECT count(DISTINCT e.visit_id) {live}",
        "RECEIVED": f"SELECT count(*) {live} AND {received}",
        "ONLINE": f"SELECT count(*) {live} AND {received} AND e.filing = 'ONLINE'",
        "DIRECT": f"SELECT count(*) {live} AND {received} AND e.filing <> 'ONLINE'",
        **of,
        "CARRIED": f"SELECT count(*) {here} AND d.day < '{first}'",
        "RETURNED": done,
        "EARLY": f"{done} AND {returned} < e.due_on",
        "ON_TIME": f"{done} AND (e.due_on IS NULL OR {returned} = e.due_on)",
        "LATE": f"{done} AND {returned} > e.due_on",
        "PENDING": pending,
        "OPEN": f"{pending} AND (e.due_on IS NULL OR e.due_on >= '{as_of}')",
        "OVERDUE": f"{pending} AND e.due_on < '{as_of}'",
        "OTHER_RETURNS": f"""SELECT count(*) FROM intake_return r
            WHERE r.entry_id IS NULL AND r.returned_on BETWEEN '{first}' AND '{last}'""",
        "OPINIONS": f"SELECT count(*) {said}",
        "FROM_VILLAGES": f"SELECT count(*) {said} AND f.source = 'VILLAGE'",
        "ANSWERED": f"""SELECT count(*) {said} AND f.id IN
            (SELECT a.feedback_id FROM answer a WHERE a.answered_on <= '{last}')""",
        "VERY": f"SELECT coalesce(sum(s.count), 0) {slips} 'VERY'",
        "SATISFIED": f"SELECT coalesce(sum(s.count), 0) {slips} 'SATISFIED'",
        "NOT_SATISFIED": f"SELECT coalesce(sum(s.count), 0) {slips} 'NOT'",
        "MONEY": f"SELECT coalesce(sum(e.fee), 0) {live}",
        "CASHLESS": f"""SELECT coalesce(sum(e.fee), 0) {live}
            AND e.payment IN ('TRANSFER', 'ONLINE')""",
        "SPENT": f"""SELECT coalesce(sum(b.spent), 0) FROM budget_line b
            JOIN duty_session d ON d.id = b.duty_session_id WHERE {days}""",
    }
    return {name: db.session.execute(text(sql)).scalar_one() for name, sql in questions.items()}


def owed(period: Period) -> int:
    """Count the opinions of a period that had no answer by its last day, and ask for one here."""
    first, last = period.first - timedelta(days=1), period.last
    sql = f"""SELECT count(*) FROM feedback f LEFT JOIN
        (SELECT feedback_id, min(answered_on) AS first_on FROM answer GROUP BY feedback_id) a
        ON a.feedback_id = f.id
        WHERE f.received_at >= '{first} 17:00:00' AND f.received_at < '{last} 17:00:00'
        AND (a.first_on IS NULL OR a.first_on > '{last}')
        AND f.kind <> 'PRAISE' AND f.state NOT IN ('TRANSFERRED', 'DECLINED')
        AND NOT (f.state = 'CLOSED' AND a.first_on IS NULL)"""
    return int(db.session.execute(text(sql)).scalar_one())


def by_area(period: Period) -> dict[str, int]:
    """Count by subject area what there was to do, from the raw rows."""
    sql = f"""SELECT coalesce(s.name, 'Chưa ghi lĩnh vực'), count(*) FROM intake_entry e
        JOIN duty_session d ON d.id = e.duty_session_id
        LEFT JOIN procedure p ON p.id = e.procedure_id
        LEFT JOIN subject_area s ON s.id = p.subject_area_id
        LEFT JOIN intake_return r ON r.entry_id = e.id
        WHERE e.voided_at IS NULL AND e.outcome IN ('SETTLED', 'RECEIVED')
        AND d.day <= '{period.last}' AND (d.day >= '{period.first}' OR (e.outcome = 'RECEIVED'
             AND (r.returned_on IS NULL OR r.returned_on >= '{period.first}')))
        GROUP BY s.name"""
    return dict(iter(db.session.execute(text(sql)).all()))


def by_outcome(period: Period) -> dict[str, int]:
    """Count by what became of them the lines of a period, from the raw rows."""
    sql = f"""SELECT e.outcome, count(*) FROM intake_entry e
        JOIN duty_session d ON d.id = e.duty_session_id
        WHERE e.voided_at IS NULL AND d.day BETWEEN '{period.first}' AND '{period.last}'
        GROUP BY e.outcome"""
    return dict(iter(db.session.execute(text(sql)).all()))


def of_areas(day: date) -> dict[str, dict[str, int]]:
    """Count the lines of one Saturday by subject area and outcome, from the raw rows."""
    sql = f"""SELECT coalesce(s.name, ''), e.outcome, count(*) FROM intake_entry e
        JOIN duty_session d ON d.id = e.duty_session_id
        LEFT JOIN procedure p ON p.id = e.procedure_id
        LEFT JOIN subject_area s ON s.id = p.subject_area_id
        WHERE e.voided_at IS NULL AND d.day = '{day}'
        GROUP BY s.name, e.outcome"""
    found: dict[str, dict[str, int]] = {}
    for name, outcome, count in db.session.execute(text(sql)):
        found.setdefault(name, {})[outcome] = count
    return found


def in_words(figures: dict[str, int]) -> dict[str, str]:
    """Name counted figures as a report does, and write them as it does."""
    return {Indicator[name].words: grouped(int(count)) for name, count in figures.items()}


def tables_of(content: bytes) -> dict[str, list[list[str]]]:
    """Read the tables of a .docx, each by the head of its second column."""
    found = {}
    for table in WordFile(BytesIO(content)).tables:
        rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
        if rows and len(rows[0]) > 2:
            found[rows[0][1]] = rows
    return found
