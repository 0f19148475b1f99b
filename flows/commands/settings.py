"""The command that shows the settings in force: settings.

In:   a home, the environment
Out:  each setting, its value, and where it comes from
Never: a target's URL: it holds secrets.
"""

from __future__ import annotations

import dataclasses
import os

from flows.commands.arguments import DEFAULT_HOME, AsJson, Home


def settings(home: Home = DEFAULT_HOME, json: AsJson = False) -> None:
    """The settings in force, and where each comes from: the file, a variable, or a default.

    Example: vedette settings --home ~/vedette
    """
    from flows.settings import settings_in_force
    from flows.terminal.show import as_json, table, write

    found = settings_in_force(home, os.environ)
    if json:
        print(as_json([dataclasses.asdict(one) for one in found]))
        return
    rows = [
        (one.key, "(secret)" if one.is_secret else as_json(one.value, indent=None), one.origin)
        for one in found
    ]
    write(table(("setting", "value", "from"), rows))
