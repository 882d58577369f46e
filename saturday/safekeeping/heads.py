"""Where did the audit log end when copies were made? What lies outside shows what was cut off."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditCheck, Head
from saturday.models.safekeeping import BackupCopy, CopyPlace
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, shelf


def noted() -> list[Head]:
    """Give the ends that this machine's backups and the last whole reading noted."""
    copies = shelf.copies_in(Path(current_app.config["BACKUPS"]))
    found = [_head_of(one) for one in copies if not _was_undone(one.at)]
    last = db.session.scalar(AuditCheck.whole())
    if last is not None and last.row:
        found.append(Head(last.row, last.hash, "lần kiểm tra trước"))
    return [one for one in found if one is not None]


def _head_of(copy: shelf.Copy) -> Head | None:
    """Read the end of the log in a backup's manifest; a damaged one is the doctor's affair."""
    try:
        row, digest = backup.read_manifest(copy.file)["audit_head"]
        return Head(int(row), str(digest), f"bản sao lưu {copy.file.name}")
    except (NotAllowedNow, KeyError, TypeError, ValueError):
        return None


def _was_undone(moment: datetime) -> bool:
    """Whether a later restore went back behind this moment: its rows are rightly gone."""
    restored = db.session.scalars(
        select(BackupCopy).where(BackupCopy.place == CopyPlace.RESTORED)
    ).all()
    return any(
        one.made_at < moment <= one.checked_at for one in restored if one.checked_at is not None
    )
