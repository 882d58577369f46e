"""How often did strangers write, or ask where an opinion stands, of late?"""

from datetime import datetime, timedelta

from sqlalchemy import Delete, Select, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday import clock
from saturday.models.base import AnySession, Model
from saturday.rules.feedback import StrangerAct, is_too_often
from saturday.rules.one_time_codes import derived

WINDOW = timedelta(hours=1)
KEPT = timedelta(days=1)


class StrangerCall(Model):
    """One opinion sent, or one wrong code, without signing in (lần gửi, lần hỏi của người ngoài).

    The address of the machine is kept as a keyed hash, for a day: enough to count by, no more.
    """

    __tablename__ = "stranger_call"

    act: Mapped[StrangerAct]
    machine: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def recent(cls, act: StrangerAct, machine: str) -> Select[int, int]:
        """Ask how many of the last hour came from a machine, and from all of them."""
        return select(func.count().filter(cls.machine == machine), func.count()).where(
            cls.act == act, cls.at > clock.now() - WINDOW
        )

    @classmethod
    def tires(cls, session: AnySession, act: StrangerAct, machine: str) -> bool:
        """Whether a machine, or all of them together, did it too often of late."""
        return is_too_often(act, *session.execute(cls.recent(act, machine)).one())

    @classmethod
    def count_one(cls, session: AnySession, act: StrangerAct, machine: str) -> None:
        """Remember one, and forget those that no longer count."""
        session.execute(cls.old())
        session.add(cls(act=act, machine=machine, at=clock.now()))

    @classmethod
    def old(cls) -> Delete:
        """Ask to forget what no longer counts."""
        return delete(cls).where(cls.at < clock.now() - KEPT)


def machine_key(master: str, address: str) -> str:
    """Give by what a machine is counted: nobody who reads it learns the address."""
    return derived(master, "stranger", address).hex()
