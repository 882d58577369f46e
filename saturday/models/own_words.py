"""Which words of the first commune's papers become another commune's own?"""

import re
from collections.abc import Mapping

from sqlalchemy import func

from saturday.models.base import AnySession
from saturday.models.commune import Commune, Hamlet
from saturday.vietnamese.names import reworded
from saturday.vietnamese.numbers import quantity

# What defaults/commune.toml and plan.toml say, as xã Anh Sơn wrote it.
FIRST_NAME = "xã Anh Sơn"
FIRST_CENTRE = "Trung tâm Phục vụ hành chính công"
FIRST_PLACE = "Trung tâm Phục vụ hành chính công xã Anh Sơn"
_NGHE_AN = "NA"  # never said in the app, only found in the text
FIRST_PROVINCE = f"Trung tâm PVHCC tỉnh {_NGHE_AN}"
FIRST_VILLAGES = "35 thôn, bản"

_FEET = (".recipients", ".capacity")
_KIND = re.compile(r"^(xã|phường|thị trấn|đặc khu)\s+", re.IGNORECASE)


def worded_for(commune: Commune, text: str) -> str:
    """Put a commune's own names where the first commune's stood."""
    place = reworded(commune.centre_place, {FIRST_NAME: commune.name})
    words = {FIRST_NAME: commune.name, FIRST_CENTRE: commune.centre, FIRST_PLACE: place}
    return reworded(text, words)


def recipients_of(session: AnySession, commune: Commune, paper: str) -> str:
    """Give the recipients of a sort of paper as the commune set them.

    Lines nobody changed take the commune's own province and number of villages.
    """
    text = commune.text(f"{paper}.recipients")
    if commune.name == FIRST_NAME:
        return text
    lines = text.splitlines()
    own = {FIRST_PROVINCE: f"Trung tâm PVHCC {commune.text('commune.province')}"}
    if FIRST_VILLAGES in lines:
        own[FIRST_VILLAGES] = _villages(session)
    return "\n".join(own.get(line, worded_for(commune, line)) for line in lines)


def _villages(session: AnySession) -> str:
    """Say how many villages there are; without a number while none is entered."""
    rows = Hamlet.in_order().order_by(None).with_only_columns(func.count(Hamlet.id))
    count = session.scalars(rows).one()
    return quantity(count, "thôn, bản") if count else "Các thôn, bản"


def follow_name(kept: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Give the settings that take a changed name along: what held the old one, left as it was."""
    old, new = kept.get("commune.name", ""), typed["commune.name"]
    if not old or old == new:
        return {}
    moved = {
        key: reworded(words, {old: new})
        for key, words in kept.items()
        if typed.get(key) == words or key.endswith(_FEET)
    }
    place = kept.get("commune.place", "")
    if place == _KIND.sub("", old) and typed["commune.place"] == place:
        moved["commune.place"] = _KIND.sub("", new)
    return {key: words for key, words in moved.items() if words != kept[key]}
