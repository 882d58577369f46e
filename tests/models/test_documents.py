"""Does a paper take only the steps it may, and is each of them remembered?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from saturday import clock
from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.documents import (
    Check,
    Document,
    Earlier,
    FileStage,
    Frozen,
    Issue,
    NumberSeries,
    Papers,
    Subject,
    kept_at,
    scan_type,
    taken_of,
    words_sha256,
)
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.models.templates import PaperTemplate, fingerprint
from saturday.rules.lifecycle import PaperMark, PaperState
from saturday.rules.numbering import DocumentKind, Issuer, PaperNumber, SeriesMode
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")

WORDS = {"heading": {"date": "ngày      tháng      năm 2026"}, "people": ["Vi Văn Đức"]}
OTHER = {**WORDS, "people": ["Kha Thị Ánh"]}
PDF = b"%PDF-1.7 ..."
APRIL_7 = date(2026, 4, 7)


def papers(kind: DocumentKind | None = DocumentKind.NOTICE, recipients: str = "Lưu: VT") -> Papers:
    numbered = kind is not None
    return Papers(
        paper="assignment_notice" if numbered else "nomination",
        kind=kind,
        issuer=Issuer.CENTRE if numbered else None,
        symbol="TB-TTPVHCC" if numbered else "",
        title="Phân công",
        signer_capacity="GIÁM ĐỐC",
        signer_name="Phạm Thị Hương (mẫu)",
        recipients=recipients,
    )


def draft(by: Account | None = None, subject: Subject | None = None, **kw: object) -> Document:
    row = Document.draft(papers(**kw), subject or Subject(), by=by)  # type: ignore[arg-type]
    db.session.add(row)
    db.session.flush()
    return row


def template() -> PaperTemplate:
    content = b"docx"
    known = db.session.scalar(PaperTemplate.with_sha("assignment_notice", fingerprint(content)))
    if known is None:
        known = PaperTemplate.kept("assignment_notice", content)
        db.session.add(known)
    return known


def checked(row: Document, words: Mapping[str, object] = WORDS) -> Document:
    for part in Check:
        row.check(part, words, template(), by=None)
    row.freeze(Frozen(words, "a.docx", b"checked"), by=None)
    db.session.flush()
    return row


def signed(row: Document) -> Document:
    checked(row).sign(WORDS, clock.now(), by=None)
    return row


def series(mode: SeriesMode = SeriesMode.EXTERNAL, year: int = 2026) -> NumberSeries:
    row = db.session.scalar(NumberSeries.for_(Issuer.CENTRE, DocumentKind.NOTICE, year))
    if row is None:
        row = NumberSeries.begin(Issuer.CENTRE, DocumentKind.NOTICE, year, mode)
        db.session.add(row)
        db.session.flush()
    return row


def step(run: NumberSeries, **kw: object) -> Issue:
    taken = taken_of(db.session.scalars(Document.issued_in(run)))
    given = {"series": run, "taken": taken, "newest": None, "name": "b.docx", "content": b"28"}
    return Issue(**{**given, **kw})  # type: ignore[arg-type]


def issue(row: Document, number: int = 28, dated: date | None = None, **kw: object) -> Document:
    day = dated or clock.today()
    wanted = PaperNumber(number, "", day)
    row.issue(wanted, step(series(year=day.year), **kw), by=None)
    db.session.flush()
    return row


def issued(number: int = 28, **kw: object) -> Document:
    return issue(signed(draft(**kw)), number)  # type: ignore[arg-type]


def verbs() -> list[str]:
    db.session.commit()
    rows = db.session.scalars(AuditEvent.in_order()).all()
    return [row.verb for row in rows if row.subject == "document"]


def refused(act: Callable[[], object]) -> NotAllowedNow:
    with pytest.raises(NotAllowedNow) as caught:
        act()
    return caught.value


def test_a_paper_goes_its_way_and_every_step_is_remembered() -> None:
    row = issued()

    assert (row.state, row.full_number) == (PaperState.ISSUED, "28/TB-TTPVHCC")
    assert verbs() == ["draft", "check", "check", "freeze", "sign", "issue"]


def test_the_audit_log_holds_no_name_of_the_signer() -> None:
    issued()
    db.session.commit()

    facts = " ".join(str(row.facts) for row in db.session.scalars(AuditEvent.in_order()))
    assert "28/TB-TTPVHCC" in facts
    assert "Phạm Thị Hương" not in facts


def test_each_step_says_who_took_it_and_when() -> None:
    clerk = factories.account(username="vanthu", roles={Role.CLERK})
    row = draft(by=clerk)
    row.check(Check.FORM, WORDS, template(), by=clerk)

    assert (row.drafted_by, row.form_checked_by, row.content_checked_by) == (clerk, clerk, None)
    assert row.form_checked_at is not None
    assert not row.is_wholly_checked


@pytest.mark.parametrize("first", list(Check))
def test_one_check_is_not_enough_to_freeze(first: Check) -> None:
    row = draft()
    row.check(first, WORDS, template(), by=None)

    refusal = refused(lambda: row.freeze(Frozen(WORDS, "a", b""), by=None))

    assert refusal.reason == "Hãy kiểm tra cả nội dung và thể thức trước."


def test_a_check_of_other_words_no_longer_counts() -> None:
    row = draft()
    row.check(Check.CONTENT, WORDS, template(), by=None)

    row.check(Check.FORM, OTHER, template(), by=None)

    assert row.content_checked_at is None
    assert row.form_checked_at is not None


def test_only_a_draft_is_checked_or_reworded() -> None:
    row = checked(draft())

    assert refused(lambda: row.check(Check.FORM, WORDS, template(), by=None)).reason == (
        "Chỉ kiểm tra được dự thảo."
    )
    assert refused(lambda: row.reword(papers(), by=None)).reason == (
        "Chỉ sửa được dự thảo. Hãy trả văn bản về dự thảo trước."
    )


def test_rewording_forgets_the_check_before_it() -> None:
    row = draft()
    row.check(Check.CONTENT, WORDS, template(), by=None)

    row.reword(papers(recipients="UBND xã\nLưu: VT"), by=None)

    assert row.content_checked_at is None
    assert row.recipients == "UBND xã\nLưu: VT"


def test_a_checked_paper_keeps_its_bytes_until_it_is_sent_back() -> None:
    row = checked(draft())
    kept = row.file_at(FileStage.CHECKED)
    assert kept is not None
    assert (kept.content, kept.size) == (b"checked", 7)

    row.send_back("Sai tên một người.", by=None)
    db.session.flush()

    assert row.state is PaperState.DRAFT
    assert row.files == []
    assert row.words is None
    assert row.returned_reason == "Sai tên một người."
    assert row.content_checked_at is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_sending_back_needs_a_reason(reason: str) -> None:
    row = checked(draft())

    refusal = refused(lambda: row.send_back(reason, by=None))

    assert (refusal.reason, refusal.field) == ("Hãy ghi lý do trả về dự thảo.", "reason")


def test_a_signed_paper_only_goes_on() -> None:
    row = signed(draft())

    assert refused(lambda: row.send_back("Sai.", by=None)).reason.startswith(
        "Văn bản đã ký chỉ còn phát hành."
    )


def test_signing_is_refused_when_the_facts_have_changed() -> None:
    row = checked(draft())

    refusal = refused(lambda: row.sign(OTHER, clock.now(), by=None))

    assert refusal.reason.startswith("Nội dung đã đổi sau khi kiểm tra.")
    assert row.state is PaperState.CHECKED


def test_signing_is_refused_before_the_checks() -> None:
    row = draft()

    assert refused(lambda: row.sign(WORDS, clock.now(), by=None)).reason == (
        "Hãy kiểm tra nội dung và thể thức trước khi ghi đã ký."
    )


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (timedelta(minutes=1), "Lúc ký muộn hơn hiện tại. Hãy ghi lại ngày, giờ ký."),
        (timedelta(days=-1), "Ngày ký phải từ ngày lập dự thảo trở đi: 01/4/2026."),
    ],
)
def test_the_moment_of_signing_must_be_possible(later: timedelta, reason: str) -> None:
    row = checked(draft())

    refusal = refused(lambda: row.sign(WORDS, clock.now() + later, by=None))

    assert (refusal.reason, refusal.field) == (reason, "signed_on")


def test_the_signed_and_the_numbered_file_are_both_kept() -> None:
    row = issued()

    stages = [(file.stage, file.content) for file in row.files]
    assert stages == [(FileStage.SIGNED, b"checked"), (FileStage.NUMBERED, b"28")]
    assert row.text_file is row.file_at(FileStage.NUMBERED)
    assert all(len(file.sha256) == 64 for file in row.files)


def test_a_number_is_given_once_in_its_series_and_year() -> None:
    issued(28)

    refusal = refused(lambda: issued(28))

    assert (refusal.reason, refusal.field) == ("Số 28 đã dùng cho văn bản ngày 01/4.", "number")


def test_two_papers_never_share_a_number_in_the_database() -> None:
    first, second = issued(28), signed(draft())
    run = series()

    second.issue(PaperNumber(28, "", clock.today()), step(run, taken=()), by=None)

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    assert first is not second


def test_a_suffix_makes_another_number() -> None:
    issued(28)
    row = signed(draft())

    row.issue(PaperNumber(28, "a", clock.today()), step(series()), by=None)

    assert row.full_number == "28a/TB-TTPVHCC"


def test_the_series_of_last_year_and_of_this_year_are_apart() -> None:
    stand_at("2026-12-31 23:50")
    old = issued(400)
    new = signed(draft())

    stand_at("2027-01-01 00:05")
    issue(new, 1)

    assert (old.full_number, new.full_number) == ("400/TB-TTPVHCC", "01/TB-TTPVHCC")
    assert old.series is not new.series


def test_a_late_paper_of_last_year_takes_last_years_number() -> None:
    stand_at("2026-12-31 16:00")
    row = signed(draft())
    stand_at("2027-01-01 08:00")

    issue(row, 401, date(2026, 12, 31))

    assert row.series is not None
    assert row.series.year == 2026


@pytest.mark.parametrize(
    ("dated", "reason"),
    [
        (date(2026, 3, 31), "Ngày ban hành phải từ ngày ký trở đi."),
        (date(2026, 4, 2), "Ngày ban hành muộn nhất là hôm nay, 01/4/2026."),
    ],
)
def test_the_date_lies_between_signing_and_today(dated: date, reason: str) -> None:
    row = signed(draft())

    refusal = refused(lambda: issue(row, 28, dated))

    assert (refusal.reason, refusal.field) == (reason, "dated")


def test_own_numbers_are_never_dated_back() -> None:
    early = signed(draft())
    series(SeriesMode.OWN)
    stand_at("2026-04-07 15:00")
    issued(1)

    refusal = refused(lambda: issue(early, 2, date(2026, 4, 3)))

    assert refusal.reason == "Số 01 đã mang ngày 07/4. Hãy ghi ngày ban hành từ ngày đó trở đi."


def test_a_clock_behind_the_newest_record_gives_no_number() -> None:
    row = signed(draft())
    newest = clock.now() + timedelta(days=5)

    refusal = refused(lambda: issue(row, 28, newest=newest))

    assert refusal.reason.startswith("Đồng hồ của máy đang chậm: 9 giờ, thứ Tư, 01/4/2026")
    assert row.state is PaperState.SIGNED


def test_two_people_are_needed_only_when_the_commune_says_so() -> None:
    clerk = factories.account(username="vanthu", roles={Role.CLERK})
    row = signed(draft(by=clerk))
    wanted = PaperNumber(28, "", clock.today())

    refusal = refused(lambda: row.issue(wanted, step(series(), two_people=True), by=clerk))
    row.issue(wanted, step(series()), by=clerk)

    assert refusal.reason.startswith("Người lập dự thảo không tự phát hành")
    assert row.state is PaperState.ISSUED


def test_a_list_ends_when_it_is_signed() -> None:
    row = signed(draft(kind=None))

    assert row.is_finished
    assert row.full_number == "…"
    assert refused(lambda: issue(row)).reason == "Danh sách không lấy số: đã ký là xong."


def test_a_paper_is_issued_once() -> None:
    row = issued()

    assert refused(lambda: issue(row, 29)).reason.startswith("Văn bản đã phát hành.")


def test_whoever_keeps_the_copy_is_read_from_the_recipients() -> None:
    assert issued(recipients="UBND xã\nLưu: VT, TTPVHCC").archived_by == "VT, TTPVHCC"


@pytest.mark.parametrize(
    ("recipients", "keeper"),
    [("UBND xã\nLưu: VT, HS.", "VT, HS"), ("Như trên\nLưu VT", ""), ("", ""), ("UBND xã", "")],
)
def test_the_keeper_stands_after_the_word_luu(recipients: str, keeper: str) -> None:
    assert kept_at(recipients) == keeper


def amend(old: Document, mark: PaperMark, number: int) -> Document:
    row = draft()
    row.amend(old, mark)
    return issue(signed(row), number)


def test_the_old_paper_is_marked_when_the_new_one_is_issued() -> None:
    old, new = issued(28), draft()
    new.amend(old, PaperMark.REPLACED)
    before = old.mark

    issue(signed(new), 29)

    assert (before, old.mark, old.marked_by) == (None, PaperMark.REPLACED, new)
    assert not old.is_in_force
    assert verbs()[-2:] == ["mark", "issue"]


@pytest.mark.parametrize("mark", [PaperMark.REPLACED, PaperMark.WITHDRAWN])
def test_what_is_no_longer_in_force_is_not_amended_again(mark: PaperMark) -> None:
    old = issued(28)
    amend(old, mark, 29)

    assert refused(lambda: draft().amend(old, PaperMark.CORRECTED)).reason.startswith(
        f"Văn bản này {mark.words}."
    )


def test_of_two_replacements_only_the_first_is_issued() -> None:
    old, late = issued(28), draft()
    late.amend(old, PaperMark.REPLACED)
    amend(old, PaperMark.REPLACED, 29)

    assert refused(lambda: issue(signed(late), 30)).reason.startswith("Văn bản này đã thay thế.")


def test_only_an_issued_paper_is_amended() -> None:
    assert refused(lambda: draft().amend(signed(draft()), PaperMark.REPLACED)).reason == (
        "Chỉ đính chính, thay thế, thu hồi được văn bản đã phát hành."
    )


def test_every_issued_amendment_is_told_also_after_the_next() -> None:
    old = issued(28)
    first, second = amend(old, PaperMark.CORRECTED, 29), amend(old, PaperMark.REPLACED, 30)
    draft().amends = old
    db.session.commit()
    db.session.refresh(old)

    assert old.issued_amendments == [first, second]
    assert old.mark is PaperMark.REPLACED


def earlier(number: int = 50, dated: date = date(2026, 2, 11), **kw: object) -> Document:
    run = series(year=dated.year)
    taken = taken_of(db.session.scalars(Document.issued_in(run)))
    facts = {"series": run, "taken": taken, "newest": None, **kw}
    known = Earlier(number=PaperNumber(number, "", dated), **facts)  # type: ignore[arg-type]
    row = Document.record_earlier(papers(), Subject(), known, by=None)
    db.session.add(row)
    db.session.flush()
    return row


def test_a_paper_from_before_the_app_takes_its_number() -> None:
    row = earlier(50)

    assert (row.state, row.is_earlier, row.dated_on) == (
        PaperState.ISSUED,
        True,
        date(2026, 2, 11),
    )
    assert refused(lambda: issued(50)).reason == "Số 50 đã dùng cho văn bản ngày 11/02."
    assert verbs()[:2] == ["draft", "record_earlier"]


def test_a_paper_from_before_the_app_may_be_dated_back_in_own_numbers() -> None:
    series(SeriesMode.OWN)
    stand_at("2026-04-07 15:00")
    issued(51)

    assert earlier(50).full_number == "50/TB-TTPVHCC"


def test_a_paper_from_before_the_app_is_refused_like_any_other() -> None:
    earlier(50)

    assert refused(lambda: earlier(50)).field == "number"
    assert refused(lambda: earlier(51, date(2026, 4, 2))).field == "dated"
    behind = clock.now() + timedelta(hours=1)
    assert refused(lambda: earlier(51, newest=behind)).reason.startswith("Đồng hồ của máy")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, ("application/pdf", "pdf")),
        (b"\xff\xd8\xff\xe0 jpeg", ("image/jpeg", "jpg")),
        (b"\x89PNG\r\n\x1a\n png", ("image/png", "png")),
    ],
)
def test_a_signed_file_is_known_by_its_bytes(content: bytes, kind: tuple[str, str]) -> None:
    assert scan_type(content) == kind


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"MZ", b"<html>", b" %PDF-1.7"])
def test_another_file_is_no_signed_paper(content: bytes) -> None:
    refusal = refused(lambda: scan_type(content))

    assert (refusal.reason, refusal.field) == (
        "Tệp phải là PDF, JPG hoặc PNG. Hãy chọn lại tệp bản ký.",
        "scan",
    )


def test_the_signed_file_may_come_at_issue_or_later() -> None:
    row = issued()

    row.attach_scan("28-TB (bản ký)", PDF, by=None)

    kept = row.file_at(FileStage.SCAN)
    assert kept is not None
    assert (kept.name, kept.media_type) == ("28-TB (bản ký).pdf", "application/pdf")
    assert row.text_file is row.file_at(FileStage.NUMBERED)
    assert verbs()[-1] == "attach_scan"


def test_an_unsigned_paper_has_no_signed_file() -> None:
    row = checked(draft())

    assert refused(lambda: row.attach_scan("a", PDF, by=None)).field == "scan"


def test_a_paper_may_stand_although_its_facts_have_changed() -> None:
    row = signed(draft())
    assert row.differs_from(OTHER)

    row.keep_anyway(OTHER, "Chỉ đổi ghi chú.", by=None)

    assert not row.differs_from(OTHER)
    assert row.differs_from({**OTHER, "people": []})
    assert verbs()[-1] == "keep_anyway"


@pytest.mark.parametrize("reason", ["", " "])
def test_keeping_it_needs_a_reason(reason: str) -> None:
    row = signed(draft())

    assert refused(lambda: row.keep_anyway(OTHER, reason, by=None)).field == "keep_reason"


def test_only_a_signed_paper_is_kept_anyway() -> None:
    row = checked(draft())

    assert refused(lambda: row.keep_anyway(OTHER, "Vì.", by=None)).reason.startswith(
        "Văn bản chưa ký"
    )


def test_a_draft_follows_its_facts_and_never_differs() -> None:
    assert not draft().differs_from(OTHER)


def test_a_draft_can_be_thrown_away_and_leaves_its_trace() -> None:
    row = draft()
    row.discard(by=None)
    db.session.delete(row)

    assert verbs() == ["draft", "discard"]
    assert db.session.scalar(select(Document)) is None


def test_only_a_draft_can_be_thrown_away() -> None:
    row = checked(draft())

    assert refused(lambda: row.discard(by=None)).reason.startswith("Chỉ bỏ được dự thảo.")


def test_the_register_remembers_which_columns_changed() -> None:
    row = issued()
    columns = {
        "archived_by": row.archived_by,
        "copies": 5,
        "sent_on": APRIL_7,
        "received_by": "",
        "register_note": "",
    }

    row.register(columns, by=None)
    row.register(columns, by=None)

    assert (row.copies, row.sent_on) == (5, APRIL_7)
    assert verbs().count("register") == 1
    event = db.session.scalars(AuditEvent.newest()).one()
    assert event.facts == {"fields": ["copies", "sent_on"]}


def test_an_unissued_paper_has_no_line_in_the_register() -> None:
    row = signed(draft())

    assert refused(lambda: row.register({}, by=None)).reason == "Chỉ ghi sổ văn bản đã phát hành."


def test_the_register_holds_a_year_by_date_and_number() -> None:
    stand_at("2026-01-05 09:00")
    issued(2)
    issued(1)
    stand_at("2026-12-31 09:00")
    issued(3)
    stand_at("2027-01-04 09:00")
    issued(1)

    rows = db.session.scalars(Document.registered(Issuer.CENTRE, 2026)).all()

    assert [row.number for row in rows] == [1, 2, 3]
    assert db.session.scalars(Document.registered(Issuer.COMMITTEE, 2026)).all() == []


def test_a_kinds_own_series_goes_before_the_common_one() -> None:
    common = NumberSeries.begin(Issuer.CENTRE, None, 2026, SeriesMode.OWN)
    db.session.add(common)
    db.session.flush()
    own = series()

    assert own is common
    db.session.add(
        NumberSeries.begin(Issuer.CENTRE, DocumentKind.NOTICE, 2026, SeriesMode.EXTERNAL)
    )
    db.session.flush()
    assert series() is not common
    assert (common.words, series().words) == ("mọi tên loại", "thông báo")


def test_the_mode_of_a_series_can_be_changed_and_is_remembered() -> None:
    run = series()

    run.change_mode(SeriesMode.OWN, by=None)
    run.change_mode(SeriesMode.OWN, by=None)
    db.session.commit()

    rows = db.session.scalars(AuditEvent.in_order()).all()
    told = [row.verb for row in rows if row.subject == "number_series"]
    assert told == ["begin", "change_mode"]


def test_a_fingerprint_does_not_depend_on_the_order_of_words() -> None:
    assert words_sha256({"a": 1, "b": ("c",)}) == words_sha256({"b": ["c"], "a": 1})
    assert words_sha256(WORDS) != words_sha256(OTHER)


@pytest.fixture
def everything() -> dict[str, Document]:
    """Papers of every state and sort."""
    held = factories.duty_session()
    about = Subject(duty_session=held)
    rows = {
        "issued": issued(28, subject=about),
        "draft": draft(subject=about),
        "plan": earlier(50),
        "own list": draft(subject=list_of(held, "kinh-te"), kind=None),
        "other list": draft(subject=list_of(held, "van-phong"), kind=None),
    }
    rows["plan"].paper = "annual_plan"
    db.session.commit()
    return rows


def list_of(held: DutySession, code: str) -> Subject:
    row = Nomination.begin(held, factories.department(code), by=None)
    db.session.add(row)
    db.session.flush()
    return Subject(duty_session=held, nomination=row)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.CENTRE, {"issued", "draft", "plan", "own list", "other list"}),
        (Role.CLERK, {"issued", "draft", "plan", "own list", "other list"}),
        (Role.LEADER, {"issued", "draft", "plan", "own list", "other list"}),
        (Role.ADMIN, {"issued", "plan"}),
        (Role.OFFICER, {"issued", "plan"}),
        (Role.DEPARTMENT, {"issued", "plan", "own list"}),
        (Role.BROADCASTER, {"plan"}),
    ],
)
def test_everybody_sees_the_papers_that_are_for_them(
    everything: dict[str, Document], role: Role, seen: set[str]
) -> None:
    account = factories.account(roles={role}, department=factories.department("kinh-te"))

    found = set(db.session.scalars(Document.visible_to(account)).all())

    assert {name for name, row in everything.items() if row in found} == seen
    for name, row in everything.items():
        one = db.session.scalar(Document.one_visible_to(account, row.id))
        assert (one is not None) == (name in seen), name


def test_the_last_signer_is_remembered_for_each_department() -> None:
    held = factories.duty_session()
    mine, other = list_of(held, "kinh-te"), list_of(held, "van-phong")
    draft(subject=mine, kind=None)

    wanted = papers(kind=None)
    mine_last = db.session.scalar(Document.last_signed(wanted, mine))
    assert mine_last is not None
    assert mine_last.signer_name == "Phạm Thị Hương (mẫu)"
    assert db.session.scalar(Document.last_signed(wanted, other)) is None


def test_who_signs_for_an_office_is_remembered_across_its_papers() -> None:
    held = Subject(duty_session=factories.duty_session())
    draft(subject=held)
    another = replace(papers(), paper="session_report")

    last = db.session.scalar(Document.last_signed(another, held))

    assert last is not None
    assert last.signer_name == "Phạm Thị Hương (mẫu)"
    deputy = replace(another, signer_capacity="KT. GIÁM ĐỐC")
    assert db.session.scalar(Document.last_signed(deputy, held)) is None
    own = replace(another, signer_name="Lê Văn Minh (mẫu)", signer_capacity="PHÓ GIÁM ĐỐC")
    db.session.add(Document.draft(own, held, by=None))
    draft(subject=held)
    last = db.session.scalar(Document.last_signed(another, held))
    assert last is not None
    assert last.signer_name == "Lê Văn Minh (mẫu)"


def test_papers_of_the_same_thing_are_found_newest_first() -> None:
    held = factories.duty_session()
    first, second = draft(subject=Subject(duty_session=held)), draft()
    third = draft(subject=Subject(duty_session=held))

    found = db.session.scalars(Document.like("assignment_notice", Subject(duty_session=held))).all()

    assert found == [third, first]
    assert second not in found


def test_a_papers_facts_matter_until_its_day_or_year_is_over() -> None:
    held = factories.duty_session()

    assert draft(subject=Subject(duty_session=held)).living_until == held.day
    assert draft(subject=Subject(plan=held.plan)).living_until == date(2026, 12, 31)
    assert draft().living_until is None
