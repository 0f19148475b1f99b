"""Everything that touches the outside: Prefect flows, fetching, delivery, the command line."""

import os

# Nothing here reports to anybody. Set before Prefect is imported: it reads its settings then.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
# A first start of Prefect migrates a database: 10 to 19 s on two cores, more on a busy machine.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
