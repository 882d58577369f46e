"""What does a mobile Saturday take along, who carries the seal, and who brings results back?"""

from collections.abc import Iterable
from datetime import date

from flask import abort
from flask.typing import ResponseReturnValue

from saturday.extensions import db
from saturday.models.commune import Commune
from saturday.models.packs import MobilePack
from saturday.models.procedures import Procedure
from saturday.models.roster import Assignment
from saturday.rules.permissions import Permission
from saturday.rules.procedures import MobileState
from saturday.vietnamese.names import nfc
from saturday.web.access import requires
from saturday.web.intake.routes import bp
from saturday.web.intake.running import session_on
from saturday.web.page import render_page

SEAL = "CLERICAL_SEAL"
EQUIPMENT = "desk.kit"  # the setting that holds what goes along, one thing a line
NETWORK = (
    "Sóng điện thoại trong nhà văn hóa",
    "Mở Cổng dịch vụ công",
    "Đăng nhập VNeID",
    "Hệ thống một cửa điện tử",
    "Điện, ổ cắm, in thử một tờ",
)


@bp.get("/<day:day>/bo-dung-cu")
@requires(Permission.RUN_DESK)
def kit(day: date) -> ResponseReturnValue:
    """Show what goes along to the village, on a sheet to tick and sign."""
    duty_session = session_on(day)
    if not duty_session.is_mobile:
        abort(404)
    commune = Commune.of_database(db.session)
    on_board = db.session.scalars(Assignment.of_session(duty_session)).all()
    return render_page(
        "intake/kit.html",
        None,
        duty_session=duty_session,
        commune=commune,
        packs=db.session.scalars(MobilePack.of_session(duty_session)).all(),
        seal=[one.who for one in on_board if one.is_on and one.duty.code == SEAL],
        states=_by_state(db.session.scalars(Procedure.in_force(day))),
        equipment=[one for one in map(nfc, commune.text(EQUIPMENT).splitlines()) if one],
        network=NETWORK,
    )


def _by_state(procedures: Iterable[Procedure]) -> list[tuple[MobileState, list[str]]]:
    """Give what is done on the spot, what is only received, and what is not taken."""
    shown = [one for one in procedures if one.is_shown]
    return [
        (state, list(dict.fromkeys(one.short_name for one in shown if one.mobile is state)))
        for state in MobileState
    ]
