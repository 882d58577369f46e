"""What lies in the register of opinions that is measured? Run in a new data folder; prints cookies.

The newest opinions are the same, however many lie before them.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from flask_migrate import upgrade

from saturday import create_app
from saturday.extensions import db, writing
from saturday.models.feedback import Answer, Feedback
from saturday.models.feedback_words import FeedbackWord, words_of
from saturday.rules.feedback import FeedbackState
from tests import factories
from tests.bench.records import answer, fill, opinion
from tests.faults import people
from tests.faults.serving import ROOT

NEWEST = 100_000  # number of the newest
STILL_OPEN = 40  # of the newest: each has its limit
THINGS = (
    *("đường", "cầu", "loa", "đèn", "rác", "nước", "chợ", "trường", "trạm", "kênh"),
    *("đất", "sổ", "thuế", "điện", "cây", "chó", "ruộng", "đò", "mương", "bờ"),
)


def said(number: int, owner_id: int) -> dict[str, Any]:
    """Give an opinion of a department, 0 the newest: one a day, back through the years."""
    thing, place = THINGS[number % len(THINGS)], f"chỗ {number}"
    row = opinion(number)
    state = FeedbackState.HANDLING if number < STILL_OPEN else row["state"]
    return row | {
        "id": NEWEST - number,
        "number": NEWEST - number,
        "content": f"Đề nghị xem lại {thing} ở {place}, hỏng mãi không ai sửa.",
        "phone": f"09{number:08d}",
        "hamlet_id": None,
        "owner_id": owner_id,
        "state": state,
    }


def words(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give by which words an opinion is found."""
    known = {one for name in ("content", "name", "phone") for one in words_of(row[name])}
    for one in sorted(known):
        yield {"feedback_id": row["id"], "word": one}


def main(records: int) -> None:
    """Prepare the folder that SATURDAY_DATA names."""
    people.write_config()
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "saturday" / "migrations"))
        writing.set(True)
        people.settle()
        cookies = people.cookies(app)
        owner_id = factories.department("kinh-te").id
        rows = [said(number, owner_id) for number in range(records)]
        fill(Feedback.__table__, iter(rows))
        fill(FeedbackWord.__table__, (one for row in rows for one in words(row)))
        told = range(STILL_OPEN, records)
        fill(Answer.__table__, (answer(one) | {"feedback_id": NEWEST - one} for one in told))
        db.session.commit()
        json.dump(cookies, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
