"""What does the app cost beside the same work done barely? Ratios of instruction counts.

What "barely" is stands in control.py: pages ask the same by the ORM and show the same; a save
sends the same statements by Core.
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench import limits
from tests.bench.callgrind import Meter, metered
from tests.bench.load import Waits, arrivals, together
from tests.bench.memory import proportional_mb
from tests.bench.records import BUSY_DAY
from tests.bench.worker import BESIDE
from tests.faults.acts import new_officer
from tests.faults.desk import DESK, MORNING, desk_office, tapped
from tests.faults.serving import Prepared, prepare, served
from tests.faults.visitor import Visitor

WORKS = ("sign_in", "public", "public list", "home", "hub", "officers", "documents", "save")
COMPARED = ("public", "public list", "home", "hub", "officers", "documents", "save")
GROWING = ("sign_in", "public", "home", "hub", "save", "officers", "documents")
RECORDS = (300, 3_000, 30_000)
SEARCHES = ("search for one", "search for many")
FEW_LINES, MANY_LINES = 300, 30_000
OPINIONS = ("register", "own", *SEARCHES)
FEW_OPINIONS, MANY_OPINIONS = 100, 10_000
TWICE, GROWTH, PAPER = 2.0, 1.3, 1.5
IDLE_MB, BUSY_MB = 110, 150
SECONDS, DESK_SECONDS = 10, 30
READS, WRITES = 20, 5  # a second


def say(line: str = "") -> None:
    """Print a line of the table."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def measuring(records: int) -> Iterator[tuple[Prepared, Meter]]:
    """Prepare a database and count over a copy of it."""
    with tempfile.TemporaryDirectory(prefix="saturday-bench-") as place:
        office = prepare(Path(place) / "data", "tests.bench.records", str(records))
        with metered(office, Path(place)) as meter:
            yield office, meter


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line: our cost beside another, and the limit of design."""

    name: str
    ours: float
    other: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the other."""
        return self.ours / self.other

    @property
    def is_kept(self) -> bool:
        """Whether the limit is kept."""
        return self.ratio <= self.limit

    @property
    def line(self) -> str:
        """Write it."""
        mark = "" if self.is_kept else "   ! over"
        return f"  {self.name:<34}{self.ratio:6.2f} ×   (limit {self.limit:g}){mark}"


def morning_office(folder: Path, records: int) -> Prepared:
    """Prepare the log of a Saturday, after so many records of years before."""
    return prepare(folder, "tests.bench.desk_records", str(records), SATURDAY_NOW=MORNING)


def measuring_desk(office: Prepared, folder: Path) -> AbstractContextManager[Meter]:
    """Count over it."""
    return metered(office, folder, "tests.bench.desk", SATURDAY_NOW=MORNING)


@contextmanager
def at_the_desk(records: int) -> Iterator[Meter]:
    """Prepare it and count over it."""
    with tempfile.TemporaryDirectory(prefix="saturday-bench-") as place:
        office = morning_office(Path(place) / "data", records)
        with measuring_desk(office, Path(place)) as meter:
            yield meter


@contextmanager
def in_the_register(records: int, beside: int) -> Iterator[Meter]:
    """Count over a register of so many opinions, and beside it over one of others."""
    with tempfile.TemporaryDirectory(prefix="saturday-bench-") as place:
        offices = [
            prepare(Path(place) / str(one), "tests.bench.opinion_records", str(one))
            for one in (records, beside)
        ]
        with metered(offices[0], Path(place), "tests.bench.opinions", beside=offices[1]) as meter:
            yield meter


def in_hellos(meter: Meter, names: Sequence[str]) -> dict[str, float]:
    """Count works as multiples of a bare Flask hello of the same run."""
    hello = meter.instructions(limits.HELLO, *limits.HELLOS)
    return {name: meter.instructions(name) / hello for name in names}


def compare(meter: Meter) -> dict[str, float]:
    """Print what each page costs, and its ratios to the same done barely."""
    say("Instructions of one request (in bare Flask hellos of the same run)")
    hello = meter.instructions(limits.HELLO, *limits.HELLOS)
    counts = {name: meter.instructions(name) for name in WORKS}
    for name, count in counts.items():
        say(f"  {name:<34}{count / hello:6.1f}    {count / 1e6:8.2f} M")
    say("Ours : barely the same (a page: its questions by the ORM, its words in a plain template;")
    say("       a save: its statements by Core)")
    for name in COMPARED:
        say(Ratio(name, counts[name], meter.instructions(f"{name} bare"), TWICE).line)
    papers(meter)
    return {name: counts[name] / hello for name in limits.ROUTES}


def desk() -> None:
    """Print what the desk costs: saves and the log beside the same done barely, and the search."""
    say("The desk : barely the same")
    with at_the_desk(FEW_LINES) as meter:
        for name in ("tally", "line", "log"):
            found, bare = meter.instructions(name), meter.instructions(f"{name} bare")
            say(Ratio(name, found, bare, TWICE).line)
        few = {name: meter.instructions(name) for name in SEARCHES}
    say(f"The search over {MANY_LINES:,} lines : over {FEW_LINES}")
    with at_the_desk(MANY_LINES) as meter:
        for name in SEARCHES:
            say(Ratio(name, meter.instructions(name), few[name], GROWTH).line)


def opinions() -> None:
    """Print what the register of opinions costs: a page of 100, and how it and a search grow."""
    say(f"The register of {FEW_OPINIONS} opinions : barely the same")
    with in_the_register(FEW_OPINIONS, beside=MANY_OPINIONS) as meter:
        few = {name: meter.instructions(name) for name in OPINIONS}
        for name in ("register", "own"):
            say(Ratio(name, few[name], meter.instructions(f"{name} bare"), TWICE).line)
        say(f"The register of {MANY_OPINIONS:,} opinions : of {FEW_OPINIONS}")
        for name in OPINIONS:
            say(Ratio(name, meter.instructions(BESIDE + name), few[name], GROWTH).line)


def papers(meter: Meter) -> None:
    """Print what making a notice costs beside docxtpl alone."""
    say("A notice : bare docxtpl of the same template")
    bare = meter.instructions("paper bare")
    for name, words in (
        ("paper set", "words set"),
        ("paper", "draft downloaded"),
        ("paper checked", "checked, kept and written down"),
    ):
        say(Ratio(words, meter.instructions(name), bare, PAPER).line)


def growth() -> None:
    """Print how much dearer pages get with ten and a hundred times the records.

    A page that grows too much at ten times is not opened at a hundred: it would take for ever.
    """
    first = grown(RECORDS[0], GROWING)
    names = list(GROWING)
    for records in RECORDS[1:]:
        say(f"Growth from {RECORDS[0]} to {records:,} papers, places, acts and keys")
        costs = grown(records, names)
        ratios = [Ratio(name, costs[name], first[name], GROWTH) for name in names]
        for one in ratios:
            say(one.line)
        names = [one.name for one in ratios if one.is_kept]


def grown(records: int, names: Sequence[str]) -> dict[str, float]:
    """Count pages over so many records."""
    with measuring(records) as (_office, meter):
        return {name: meter.instructions(name, 1, 2) for name in names}


def memory(office: Prepared) -> None:
    """Print the memory of the served app."""
    say("Memory (PSS of gunicorn and its worker)")
    with served(office.folder) as server:
        clerk = Visitor(server.port, office.cookies["vanthu"])
        for _ in range(3):
            clerk.get(f"/lich-truc/{BUSY_DAY}")
        idle = proportional_mb(server)
        paper = next(
            str(one["href"])
            for one in clerk.get("/van-ban/").soup.select("a[href^='/van-ban/']")
            if "Thông báo phân công" in one.text and str(one["href"]).rpartition("/")[2].isdigit()
        )
        busy = max(written(clerk, paper, server_mb=partial(proportional_mb, server)))
    say(f"  idle {idle:.0f} MB (limit {IDLE_MB}){over(idle, IDLE_MB)}")
    say(f"  writing papers {busy:.0f} MB (limit {BUSY_MB}){over(busy, BUSY_MB)}")


def over(found: float, limit: float) -> str:
    """Mark what is over its limit."""
    return "" if found <= limit else "   ! over"


def written(clerk: Visitor, paper: str, server_mb: partial[float]) -> Iterator[float]:
    """Let papers be made, and look at the memory after each."""
    for _ in range(5):
        assert clerk.get(f"{paper}/docx").status == 200
        yield server_mb()


def latency(office: Prepared) -> None:
    """Print how long people wait; told only, since it tells more of the machine than of the app."""
    say(f"Waiting, open loop, {READS} reads and {WRITES} writes a second, {SECONDS} s (told only)")
    with served(office.folder) as server:
        reader = Visitor(server.port, office.cookies["trungtam"])
        writer = Visitor(server.port, office.cookies["kinh-te"])
        numbers = itertools.count(1)  # nobody is entered twice

        def read() -> bool:
            return reader.get(f"/lich-truc/{BUSY_DAY}").status == 200

        def write() -> bool:
            own = Visitor(server.port, writer.cookie)
            return bool(own.post(new_officer(own, f"Người thứ {next(numbers)} (mẫu)")).key)

        found = together(
            partial(arrivals, read, READS, SECONDS), partial(arrivals, write, WRITES, SECONDS)
        )
    told(("read", "form and write"), found)


def told(names: Sequence[str], found: Sequence[Waits]) -> None:
    """Print how long each waited."""
    for name, waits in zip(names, found, strict=True):
        say(
            f"  {name:<16} median {waits.at(0.5):4.0f} ms, 99 % within {waits.at(0.99):4.0f} ms,"
            f" {waits.faults} failed of {len(waits.seconds)}"
        )


def desk_latency() -> None:
    """Print how long people wait at the desk; told only, as above, but nothing may fail."""
    say(f"At the desk, open loop, {READS} reads and {WRITES} taps a second, {DESK_SECONDS} s")
    with tempfile.TemporaryDirectory(prefix="saturday-bench-") as place:
        office = desk_office(Path(place) / "data")
        with served(office.folder, SATURDAY_NOW=MORNING) as server:
            cookie = office.cookies["congchuc1"]

            def read() -> bool:
                return Visitor(server.port, cookie).get(DESK).status == 200

            def write() -> bool:
                own = Visitor(server.port, cookie)
                return bool(own.post(tapped(own)).key)

            found = together(
                partial(arrivals, read, READS, DESK_SECONDS),
                partial(arrivals, write, WRITES, DESK_SECONDS),
            )
    told(("page", "page and tap"), found)


def main(arguments: Sequence[str]) -> None:
    """Print the table; ``--record`` keeps the routes' costs as limits, ``--no-growth`` is quick."""
    with measuring(0) as (office, meter):
        if "--record" in arguments:
            costs = in_hellos(meter, limits.ROUTES)
            with at_the_desk(0) as morning:
                limits.record(costs | in_hellos(morning, limits.AT_THE_DESK))
            say(limits.FILE.read_text("utf-8"))
            return
        compare(meter)
        memory(office)
        latency(office)
    if "--no-growth" not in arguments:
        desk()
        opinions()
        desk_latency()
        growth()
