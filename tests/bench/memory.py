"""How much memory does the served app hold, counted so that shared pages count once?"""

from pathlib import Path

from tests.faults.serving import Server

KB_IN_MB = 1024


def proportional_mb(server: Server) -> float:
    """Give the PSS of gunicorn and its workers."""
    processes = [*([server.master] if server.master else []), *server.workers]
    return sum(_proportional_kb(one) for one in processes) / KB_IN_MB


def _proportional_kb(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
