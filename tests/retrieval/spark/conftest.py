"""A session of Spark on two threads of this machine, started once."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from retrieval.spark.session import spark_session


def has_java() -> bool:
    """Spark looks for Java in JAVA_HOME, then on the PATH."""
    home = os.environ.get("JAVA_HOME")
    return (home is not None and (Path(home) / "bin" / "java").is_file()) or shutil.which("java") is not None


needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("pyarrow") is None or not has_java(),
    reason='pyspark, pyarrow or Java is missing: pip install "crossaisle[spark,parquet]" and install Java 17',
)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    with spark_session("local[2]") as session:
        session.sparkContext.setLogLevel("ERROR")
        yield session
