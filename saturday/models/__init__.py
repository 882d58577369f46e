"""WHAT IS KEPT: every table, so that one import knows them all."""

from saturday.models import (
    accounts,
    announcements,
    attendance,
    audit,
    calendar,
    commune,
    documents,
    forms,
    import_tables,
    imports,
    plan,
    procedures,
    roster,
    safekeeping,
    second_step,
    templates,
)

__all__ = [
    "accounts",
    "announcements",
    "attendance",
    "audit",
    "calendar",
    "commune",
    "documents",
    "forms",
    "import_tables",
    "imports",
    "plan",
    "procedures",
    "roster",
    "safekeeping",
    "second_step",
    "templates",
]
