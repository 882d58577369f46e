"""After a purge no byte of it is in the file, in the log, in what lay about, or in a new backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent, first_break
from saturday.models.base import Model
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.models.forms import Draft
from saturday.models.import_tables import TABLES, Importing
from saturday.models.imports import ImportFile
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.models.personal import Overdue
from saturday.rules.feedback import AnswerWay, FeedbackSource
from saturday.rules.intake import Outcome
from saturday.rules.sheets import RawSheet
from saturday.safekeeping import backup, erasing
from tests import factories
from tests.conftest import POSTGRES, stand_at

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.each_on_server]
NAME, PHONE, NUMBER = "Lô Thị Hoàng Yến", "0912345678", "040012345678"
WORDS = "sổ đỏ bảy tháng"
CANARIES = [one.encode() for one in (NAME, NAME.casefold(), "lo thi hoang yen", PHONE, NUMBER)]
CANARIES += [WORDS.encode()]


@pytest.fixture
def told(app: Flask) -> None:  # noqa: ARG001 - over whose database it is told
    """Let somebody have come and spoken two years ago; the same lies in drafts and workbooks."""
    stand_at("2026-04-01 09:00")
    day = factories.duty_session(date(2026, 4, 11))
    account = factories.account(username="trungtam")
    stand_at("2026-04-11 08:00")
    who = Applicant(NAME, phone=PHONE, identity_number=NUMBER)
    for _ in range(40):
        deed = Deed(Outcome.GUIDED, remark=WORDS)
        row = IntakeEntry.record(db.session, deed, Origin(day, account), who=who)
    row.correct(Deed(Outcome.GUIDED, remark=f"{WORDS} rồi"), who, WORDS, by=account)
    db.session.commit()
    said = Opinion(
        f"{NAME} {WORDS}", FeedbackSource.TELEPHONE, speaker=Speaker(NAME, "Thôn 5", PHONE)
    )
    opinion, _code = Feedback.record(db.session, said, by=account)
    opinion.assign(factories.department("kinh-te"), opinion.kind, by=account)
    opinion.reply(Reply(f"Mời {NAME}", AnswerWay.LETTER, clock.today()), by=account)
    opinion.close(f"{NAME} đã nghe", by=account)
    typed = {"name": [NAME], "phone": [PHONE]}
    db.session.add(
        Draft(account_id=account.id, form="F", path="/", values=typed, kept_at=clock.now())
    )
    sheet = RawSheet("Trang", [[NAME, PHONE, NUMBER]], frozenset(), ())
    ImportFile.keep(TABLES["thon-ban"], sheet, "tep.xlsx", Importing(db.session, clock.today()))
    db.session.commit()
    stand_at("2028-05-01 09:00")


def found_in(content: bytes) -> list[bytes]:
    """Name the canaries whose bytes are there."""
    return [one for one in CANARIES if one in content]


def values() -> Iterator[str]:
    """Give every value of every table, as text."""
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            yield from (str(one) for one in row)


def named_in_tables() -> set[str]:
    """Name the canaries that some table still holds."""
    whole = "\n".join(values())
    return {one for one in (one.decode() for one in CANARIES) if one in whole}


@pytest.mark.usefixtures("told")
def test_a_purge_leaves_nothing_in_any_table_and_the_log_stands() -> None:
    assert len(named_in_tables()) == len(CANARIES)

    row = erasing.purge(by=None)

    assert (row.visits, row.opinions) == (40, 1)
    assert named_in_tables() == set()
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None
    assert not Overdue.now(db.session).is_something


if not POSTGRES:  # a server keeps its files to itself, and sweeps while others read

    @pytest.mark.usefixtures("told")
    def test_no_byte_of_it_is_left_in_the_file_its_journal_or_a_fresh_backup(
        tmp_path: Path,
    ) -> None:
        file = Path(str(db.engine.url.database))
        assert len(found_in(file.read_bytes())) == len(CANARIES)

        erasing.purge(by=None)

        for one in file.parent.glob("now.sqlite*"):
            assert found_in(one.read_bytes()) == [], one.name
        copy = backup.back_up(tmp_path)
        assert found_in(copy.read_bytes()) == []
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT count(*) FROM visit").fetchone() == (40,)

    def test_while_somebody_reads_it_is_left_for_the_night() -> None:
        with closing(sqlite3.connect(str(db.engine.url.database), timeout=0)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM visit").fetchone()
            db.session.execute(text("PRAGMA busy_timeout=0"))
            db.session.rollback()

            assert not erasing.sweep()

        assert erasing.sweep()


@pytest.mark.usefixtures("told")
def test_the_night_throws_away_what_is_kept_for_a_day_and_nothing_that_is_kept_for_months(
    app: Flask,
) -> None:
    lying = text("SELECT count(*) FROM draft UNION ALL SELECT count(*) FROM import_file")
    assert db.session.scalars(lying).all() == [1, 1]

    result = app.test_cli_runner().invoke(args=["nightly-backup"])
    db.session.rollback()

    assert result.exit_code == 0, result.output
    assert db.session.scalars(lying).all() == [0, 0]
    assert Overdue.now(db.session).visits == 40
    assert len(named_in_tables()) == len(CANARIES)


def test_where_nothing_can_be_written_the_night_goes_on_to_its_copy(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_session: object) -> None:
        statement = "DELETE"
        raise OperationalError(statement, None, Exception("full"))

    monkeypatch.setattr(erasing, "throw_away", full)

    result = app.test_cli_runner().invoke(args=["nightly-backup"])
    db.session.rollback()

    assert result.exit_code == 0
    assert "Lần sau dọn tiếp" in result.output
    assert list(backup.room().glob("saturday-*.sqlite"))


def test_copies_older_than_a_purge_are_gone_within_thirteen_months() -> None:
    assert erasing.gone_from_copies(factories.at("2028-05-31 09:00")) == date(2029, 6, 30)


def run(app: Flask, *words: str) -> list[str]:
    """Give the lines that the command printed."""
    result = app.test_cli_runner().invoke(args=["purge-personal", *words])
    db.session.rollback()
    assert result.exit_code == 0, result.output
    return list(result.output.splitlines())


@pytest.mark.usefixtures("told")
def test_the_command_counts_first_and_deletes_when_it_is_told_to(app: Flask) -> None:
    tried = run(app, "--dry-run")
    assert named_in_tables()
    done = run(app)

    assert tried == [
        "Hạn giữ 24 tháng: xóa phần trước ngày 01/5/2026.",
        "Lượt ở quầy: 40. Ý kiến: 1.",
        "Chạy thử: chưa xóa gì.",
    ]
    assert done[:2] == tried[:2]
    assert done[2] == "Đã xóa. Bản sao lưu cũ nhất còn phần này được xóa trước ngày 01/6/2029."
    assert named_in_tables() == set()


def test_the_command_says_what_must_stay_yet(app: Flask) -> None:
    Feedback.record(db.session, Opinion(WORDS, FeedbackSource.DESK), by=None)
    db.session.commit()
    stand_at("2028-05-01 09:00")

    assert "Còn giữ vì chưa xong hoặc mới xong: 0 lượt, 1 ý kiến." in run(app, "--dry-run")
