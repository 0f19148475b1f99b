"""Whether a statement does nothing but read: its type, and each node of its parse tree.

In:   a connection, the text of statements
Out:  nothing, or what there is in them that is more than reading
Never: trusts a name that it does not know. The type alone says too little: since DuckDB 2.0 a
       SELECT may have a COPY or an INSERT as a common table expression, EXPLAIN ANALYZE runs what
       it explains, and table functions such as query() run texts that no parse tree shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from warehouse.view_sql import AS_OF_MACROS

_QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
# Files may be asked for: which ones, the connection decides.
_FUNCTIONS = {
    *(*AS_OF_MACROS, "changes_between"),
    *("generate_series", "range", "repeat", "summary", "unnest", "json_each", "json_tree"),
    *("glob", "read_blob", "read_csv", "read_csv_auto", "read_json", "read_json_auto"),
    *("read_parquet", "read_text", "parquet_scan", "parquet_metadata", "parquet_schema"),
    *("duckdb_columns", "duckdb_databases", "duckdb_extensions", "duckdb_functions"),
    *("duckdb_keywords", "duckdb_schemas", "duckdb_settings", "duckdb_tables", "duckdb_types"),
    *("duckdb_views", "pragma_table_info", "pragma_version"),
}
# No comment fits in here, so that what follows is what is explained.
_EXPLAIN = re.compile(r"\s*explain(?:\s+analyze)?(?:\s*\([\w\s,]*\))?\s+", re.IGNORECASE)


def more_than_reading(con: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    """What one statement does beside reading, in a few words. Raises duckdb.Error on wrong SQL."""
    (statement,) = con.extract_statements(sql)
    if statement.type == duckdb.StatementType.EXPLAIN:
        explained = _EXPLAIN.match(sql)
        rest = sql[explained.end() :] if explained else ""
        parts = con.extract_statements(rest)
        if len(parts) != 1 or parts[0].type != duckdb.StatementType.SELECT:
            return "EXPLAIN of what is no SELECT"
        return _beside_reading(con, rest)
    if statement.type != duckdb.StatementType.SELECT:
        return str(statement.type.name)
    return _beside_reading(con, sql)


def _beside_reading(con: duckdb.DuckDBPyConnection, select: str) -> str | None:
    ((text,),) = con.execute("select json_serialize_sql(?::varchar)", [select]).fetchall()
    tree = json.loads(text)
    if tree["error"]:
        return "what cannot be looked into"
    return next(_strange_nodes(tree), None)


def _strange_nodes(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _strange_nodes(part)
    elif isinstance(node, dict):
        kind = str(node.get("type", ""))
        if kind.endswith("_NODE") and kind not in _QUERIES:
            yield kind.removesuffix("_NODE").removesuffix("_QUERY")
        if kind == "TABLE_FUNCTION":
            name = str(node["function"]["function_name"]).lower()
            if name not in _FUNCTIONS:
                yield f"the function {name}"
        for part in node.values():
            yield from _strange_nodes(part)
