"""What can be completed at the prompt: views, their columns, the words of SQL.

In:   the columns of each view, the text before the cursor
Out:  completions
Never: asks the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

DOT_COMMANDS = {
    ".help": "what can be typed here",
    ".views": "the views",
    ".columns VIEW": "the columns of a view",
    ".quit": "leave; Ctrl-D does, too",
}
_KEYWORDS = (
    *("and", "as", "asc", "between", "by", "case", "count", "desc", "distinct", "else", "end"),
    *(
        "filter",
        "from",
        "group by",
        "having",
        "in",
        "is null",
        "join",
        "left join",
        "like",
        "limit",
    ),
    *("max", "min", "not", "null", "or", "order by", "over", "partition by", "qualify", "select"),
    *("sum", "then", "union all", "using", "when", "where", "with"),
)
_WORD = re.compile(r"[\w.]*$")
_WANTS_A_VIEW = re.compile(r"\b(?:from|join|describe|summarize)\s+\w*$|^\.columns\s+\w*$", re.I)


class Words(Completer):
    """Views after FROM and JOIN; else the columns of the views that are named, and SQL's words."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        """`columns`: of each view, by its name."""
        self._columns = columns

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """Those that begin with the word before the cursor."""
        before = document.text_before_cursor
        found = _WORD.search(before)
        word = found.group() if found else ""
        for choice in self._choices(before, document.text):
            if choice.lower().startswith(word.lower()):
                yield Completion(choice, start_position=-len(word))

    def _choices(self, before: str, text: str) -> Iterable[str]:
        if _WANTS_A_VIEW.search(before):
            return sorted(self._columns)
        if before.startswith("."):
            return [command.split()[0] for command in DOT_COMMANDS]
        named = set(re.findall(r"\w+", text)) & set(self._columns)
        columns = {name for view in named or self._columns for name in self._columns[view]}
        return [*sorted(columns), *sorted(self._columns), *_KEYWORDS]
