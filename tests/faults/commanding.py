"""Give commands to the program that lies in the working folder, each as dying.py says."""

import sys
from importlib import import_module

from flask.cli import cli

from tests.faults.dying import Wish, serve


def commanded(wish: Wish) -> None:
    """Carry out one command as it is typed; what it says is nobody's answer."""
    sys.stdout = sys.stderr
    cli.main(["--app", "wsgi", *wish["words"]], standalone_mode=False)


if __name__ == "__main__":
    import_module("saturday.cli")  # once for all commands to come
    serve(commanded)
