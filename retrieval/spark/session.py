"""Sessions of Spark: the only place that knows how one is started."""

import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from retrieval.errors import ClusterError

_PACKAGE = Path(__file__).resolve().parent.parent
_LOCAL = "local"


@contextmanager
def spark_session(master: str) -> Iterator[Any]:
    """Open a session on a master such as `local[2]`, `spark://host:7077`, `yarn` or `k8s://…`, closed at the end.

    This package is sent along, so that machines need CPython of the same minor version, numpy, and nothing of ours. In
    local mode they are threads and processes of this machine that talk over its loopback alone.

    Raises ClusterError where pyspark or Java is missing, the master does not answer, or a job fails.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ClusterError(
            'training on Spark needs the package pyspark; run: pip install "crossaisle[spark]"'
        ) from error
    builder = SparkSession.builder.appName("crossaisle").master(master).config("spark.ui.enabled", "false")
    if master.startswith(_LOCAL):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    try:
        with tempfile.TemporaryDirectory(prefix="crossaisle-spark-") as folder:
            session = builder.getOrCreate()
            try:
                if master.startswith(_LOCAL):
                    session.sparkContext.pythonExec = sys.executable
                session.sparkContext.addPyFile(str(_packed(Path(folder))))
                yield session
            finally:
                session.stop()
    except (PySparkException, Py4JError) as error:
        reason = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
        raise ClusterError(
            f"Spark at {master!r} failed: {reason}; check that Java 17 or later runs here, that the master answers "
            "and that its machines can read the file"
        ) from error


def _packed(folder: Path) -> Path:
    """Pack this package's code for the machines that work on it."""
    path = folder / "crossaisle_code.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for source in sorted(_PACKAGE.rglob("*.py")):
            packed.write(source, source.relative_to(_PACKAGE.parent))
    return path
