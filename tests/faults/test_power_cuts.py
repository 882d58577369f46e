"""Does everything that was answered as saved survive a power cut at any moment?

A Saturday is told to the real server while strace writes down what reaches the disk, and when.
From that, states that a cut could have left are rebuilt, and opened as the program would.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults import recording
from tests.faults.acts import DAYS, Story
from tests.faults.effort import times
from tests.faults.judging import Judge, Verdict
from tests.faults.recording import Recording
from tests.faults.replay import Disk, Image, crashes, image_of
from tests.faults.serving import Prepared, served

pytestmark = [pytest.mark.faults, pytest.mark.long]

STATES = times(2000)
CONTROL_STATES = 300
SEEDS = (1, 2)
LEAST_ACKS = 20
LEAST_LOST = 30  # of the control states; a harness that sees fewer is half blind
# After what was prepared, however long that took, for a clock behind it would be asked about; and
# soon enough that no sign-in is noted as seen again between the acts.
LATER = "2026-04-01T09:02:30"


@dataclass(frozen=True, slots=True)
class Run:
    """A Saturday as the disk saw it, with a judge who knows every state that was committed."""

    before: Image
    recording: Recording
    judge: Judge

    def verdicts(self, count: int, seed: int, *, obeys: bool = True) -> Counter[Verdict]:
        """Cut the power many times; count what is found."""
        disk = Disk.holding(self.before, obeys=obeys)
        return self.judge.verdicts(crashes(disk, self.recording.events, count, seed))


def recorded(office: Prepared, room: Path, days: Sequence[date] = DAYS, **server: str) -> Run:
    """Tell Saturdays under strace."""
    before = image_of(office.folder)
    trace = office.folder.parent / f"{office.folder.name}.trace"
    strace = (*recording.STRACE, "-o", str(trace))
    with served(office.folder, under=strace, SATURDAY_NOW=LATER, **server) as running:
        told = list(Story(running.port, office, days).told())
    assert all(one.key for one in told), [one for one in told if not one.key]
    found = recording.read(trace, office.folder)
    trace.unlink()
    assert found.acks == [one.key for one in told], "an answer was overlooked"
    judge = Judge(room)
    judge.learn(Disk.holding(before), found.events, told)
    return Run(before, found, judge)


@pytest.fixture(scope="module")
def rooms() -> Iterator[Callable[[], Path]]:
    """Give empty folders, in memory where there is such a place: states are laid out there."""
    memory = Path("/dev/shm")  # noqa: S108 - a faster place for temporary files, nothing secret
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        numbers = iter(range(100))

        def room() -> Path:
            folder = Path(place) / str(next(numbers))
            folder.mkdir()
            return folder

        yield room


@pytest.fixture(scope="module")
def saturday(
    prepared: Prepared, rooms: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """Tell the Saturday to the app as it is served."""
    office = prepared.copied_to(tmp_path_factory.mktemp("cuts") / "office")
    return recorded(office, rooms())


def test_every_answer_of_the_saturday_is_seen_and_found(saturday: Run) -> None:
    assert len(saturday.recording.acks) >= LEAST_ACKS
    assert len(saturday.judge.order) == len(saturday.recording.acks) + 1
    assert saturday.judge.broken_chains == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_no_cut_loses_breaks_or_halves_anything(saturday: Run, seed: int) -> None:
    assert saturday.verdicts(STATES, seed) == {Verdict.WHOLE: STATES}


def test_a_disk_that_ignores_syncs_is_caught(saturday: Run) -> None:
    """The same run as if synchronous were OFF: what the replay must not be blind to."""
    found = saturday.verdicts(CONTROL_STATES, 1, obeys=False)

    assert found[Verdict.CORRUPT] >= LEAST_LOST
    assert found[Verdict.LOST] >= 1


@pytest.mark.parametrize(
    "pragmas",
    ["journal_mode=WAL,synchronous=NORMAL", "journal_mode=DELETE,synchronous=FULL"],
)
def test_a_database_that_writes_carelessly_is_caught(
    copied: Callable[[str], Prepared], rooms: Callable[[], Path], pragmas: str
) -> None:
    """One Saturday is enough: lists, signing and number are in it, and a third of the acts."""
    office, app = copied("careless"), "tests.faults.careless:app"
    run = recorded(office, rooms(), DAYS[:1], app=app, CARELESS_PRAGMAS=pragmas)

    found = run.verdicts(CONTROL_STATES, 1)

    assert found[Verdict.LOST] >= LEAST_LOST
