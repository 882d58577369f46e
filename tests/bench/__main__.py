"""The benchmark table: ./deploy.sh bench."""

import sys

from tests.bench.run import main

main(sys.argv[1:])
