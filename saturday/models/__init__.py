"""WHAT IS KEPT: every table, so that one import knows them all."""

from saturday.models import (
    accounts,
    audit,
    calendar,
    commune,
    documents,
    forms,
    plan,
    roster,
)

__all__ = [
    "accounts",
    "audit",
    "calendar",
    "commune",
    "documents",
    "forms",
    "plan",
    "roster",
]
