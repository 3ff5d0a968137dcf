"""Run a command and say how much memory it took at most: `python -m actions.benchmarks.peak_memory REPORT COMMAND…`.

A process of its own stands between, because what is measured of a child begins with the memory of the process that
started it (Linux carries it over `exec`), and whoever measures may be large.
"""

import resource
import subprocess
import sys
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts memory: macOS in bytes, Linux in KiB."""


def main(report: Path, command: list[str]) -> int:
    """Run `command`, write the bytes that it held at most to `report`, and return its exit code."""
    code = subprocess.run(command, check=False).returncode
    report.write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _UNIT), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
