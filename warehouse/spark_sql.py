"""A view's query in Spark's SQL.

In:   a query as it stands in views/, in DuckDB's SQL
Out:  the same query in Spark's
Never: a second text of a view. sqlglot translates; each rule here mends one thing that sqlglot
       leaves or gets wrong, and says what. The test compares every view, row by row.
"""

from __future__ import annotations

import json
from typing import Any

from sqlglot import exp, parse_one


def to_spark(sql: str) -> str:
    """Translate one query, for a session with ANSI SQL and the time zone UTC."""
    tree = exp.Subquery(this=parse_one(sql, read="duckdb"))
    for rule in _RULES:
        rule(tree)
    return str(tree.this.sql(dialect="spark", pretty=True, comments=False))


def _all(tree: exp.Expression, kind: type[exp.Expression]) -> list[Any]:
    """The innermost first, so that a rule finds what is inside as it will be."""
    return list(tree.find_all(kind))[::-1]


def _call(name: str, *arguments: exp.Expression) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _qualify(tree: exp.Expression) -> None:
    """sqlglot's own way adds its helper column to what `*` gives."""
    for select in _all(tree, exp.Select):
        if qualify := select.args.get("qualify"):
            inner = select.copy()
            inner.set("qualify", None)
            inner = inner.select(exp.alias_(qualify.this.copy(), "_is_kept"))
            rest = exp.Star(except_=[exp.column("_is_kept")])
            select.replace(exp.select(rest).from_(inner.subquery("_t")).where("_is_kept"))


def _subscripts(tree: exp.Expression) -> None:
    """Spark unfolds a list and its subscripts in one step, and counts from 0."""
    for select in _all(tree, exp.Select):
        numbers = [n for n in select.find_all(exp.Anonymous) if n.name == "generate_subscripts"]
        unfolded = select.find(exp.Explode)
        if numbers and unfolded:
            both = exp.Posexplode(this=unfolded.this.copy())
            names = [exp.to_identifier(name) for name in ("_place", "_item")]
            alias = exp.TableAlias(this=exp.to_identifier("_unfolded"), columns=names)
            for number in numbers:
                number.replace(exp.paren(exp.column("_place") + 1))
            unfolded.replace(exp.column("_item"))
            select.append("laterals", exp.Lateral(this=both, view=True, alias=alias))


def _lists(tree: exp.Expression) -> None:
    """Spark's list of no rows is empty, not null, and has no order. Ours are in their own order."""
    for node in _all(tree, exp.ArrayAgg):
        order = node.this if isinstance(node.this, exp.Order) else None
        if order:
            node.set("this", order.this)
        whole = node.parent if isinstance(node.parent, exp.Filter) else node
        whole.replace(_call("NULLIF", _call("SORT_ARRAY", whole.copy()), exp.Array()))


def _has_all(tree: exp.Expression) -> None:
    """Spark has no list_has_all."""
    for node in _all(tree, exp.Anonymous):
        if node.name == "list_has_all":
            held, wanted = node.expressions
            missing = _call("ARRAY_EXCEPT", wanted.copy(), held.copy())
            node.replace(
                exp.EQ(this=_call("ARRAY_SIZE", missing), expression=exp.Literal.number(0))
            )


def _json_types(tree: exp.Expression) -> None:
    """The type that from_json reads into is an example in DuckDB, a declaration in Spark."""
    for node in _all(tree, exp.FromJson):
        declared = _declared(json.loads(node.expression.name))
        node.set("expression", exp.Literal.string(declared))


def _declared(example: Any) -> str:
    if isinstance(example, list):
        return f"ARRAY<{_declared(example[0])}>"
    if isinstance(example, dict):
        fields = ", ".join(f"{name}: {_declared(kind)}" for name, kind in example.items())
        return f"STRUCT<{fields}>"
    return str(exp.DataType.build(example, dialect="duckdb").sql(dialect="spark"))


_RULES = (_qualify, _subscripts, _lists, _has_all, _json_types)
