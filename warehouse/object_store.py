"""The commit step on an object store: PUT with If-None-Match, which one of many writers wins.

In:   an address, "s3://bucket/home"; names and bytes of log files
Out:  names, bytes; whether a name was free and is now ours
Never: overwrites an object; waits longer than it was told to.

A PUT whose answer is lost may have happened. It is tried again with the same bytes under the same
name, so it happens once at most; where the name is taken by then, a look at the object tells
whether the taker was the first try.

Keys, region and endpoint come from the environment, as other S3 tools read them: AWS_REGION,
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL where the store is not Amazon's.
"""

from __future__ import annotations

import contextlib
import errno
import io
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO, TypeVar

try:
    import obstore
    from obstore.exceptions import AlreadyExistsError, BaseError
    from obstore.store import from_url
except ImportError as error:
    raise ImportError("object stores need obstore: pip install 'vedette[objects]'") from error

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_T = TypeVar("_T")
# Asking again gives the same answer, but for "request timeout" and "too many requests".
_FINAL_STATUS = re.compile(r"status code: (?!408|429)4\d\d|status code: 501|without LOCATION")
_S3_CODE = re.compile(r"<Code>(\w+)</Code>")
_STATUS = re.compile(r"status code: (\d{3}[ \w]*)")


class ObjectStore:
    """A log's files as objects under one address. Any number of processes may use it at once."""

    def __init__(self, url: str, *, request_s: float = 20, patience_s: float = 60) -> None:
        """`request_s` bounds one request, `patience_s` all tries of one call."""
        self.address = url.rstrip("/")
        self._patience_s = patience_s
        # A repeated PUT must know that it is one: so the tries are counted here.
        retries: RetryConfig = {"max_retries": 0}
        options: ClientConfig = {
            "allow_http": True,  # an endpoint is https unless it says http
            "timeout": timedelta(seconds=request_s),
            "connect_timeout": timedelta(seconds=min(5, request_s)),
        }
        try:
            self._client = from_url(self.address, client_options=options, retry_config=retries)
        except (BaseError, ValueError) as error:
            raise OSError(errno.EINVAL, _one_line(error), self.address) from error

    def names(self, folder: str) -> list[str]:
        """The names in a folder, of one listing."""

        def listed() -> list[str]:
            pages = obstore.list(self._client, f"{folder}/")
            return [meta["path"] for page in pages for meta in page]

        return self._patiently(folder, listed)

    def has(self, name: str) -> bool:
        """Whether a name is taken."""
        try:
            self._patiently(name, lambda: obstore.head(self._client, name))
        except FileNotFoundError:
            return False
        return True

    def open(self, name: str) -> BinaryIO:
        """The whole object, in memory. Raises FileNotFoundError where it is gone."""
        content = self._patiently(name, lambda: obstore.get(self._client, name).bytes())
        return io.BytesIO(content)

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """True once the object is stored whole; False where the name is taken."""
        n_tries = 0

        def put() -> bool:
            nonlocal n_tries
            n_tries += 1
            try:
                obstore.put(self._client, name, content, mode="create", use_multipart=False)
            except AlreadyExistsError:
                return n_tries > 1 and self._holds(name, content)
            return True

        return self._patiently(name, put)

    def remove(self, name: str) -> None:
        """Remove an object; no matter if it is gone."""
        with contextlib.suppress(FileNotFoundError):
            self._patiently(name, lambda: obstore.delete(self._client, name))

    def sync(self) -> None:
        """Nothing to do: what is stored survives a power cut."""

    def turn(self) -> AbstractContextManager[None]:
        """Nobody waits: who comes second finds the name taken."""
        return contextlib.nullcontext()

    def _holds(self, name: str, content: bytes) -> bool:
        """Whether the object is the one that an unanswered try wrote."""
        try:
            with self.open(name) as taken:
                return taken.read() == content
        except FileNotFoundError:
            return False

    def _patiently(self, name: str, call: Callable[[], _T]) -> _T:
        """Call until there is an answer. Raises OSError where that is final or does not come."""
        give_up_at, pause_s = time.monotonic() + self._patience_s, 0.1
        where = f"{self.address}/{name}"
        while True:
            try:
                return call()
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise OSError(errno.ENXIO, _one_line(error), where) from error
                raise FileNotFoundError(errno.ENOENT, "no such object", where) from error
            except BaseError as error:
                if _FINAL_STATUS.search(str(error)):
                    raise OSError(errno.EACCES, _one_line(error), where) from error
                if time.monotonic() + pause_s > give_up_at:
                    why = f"no answer in {self._patience_s:g} s ({_one_line(error)})"
                    raise TimeoutError(errno.ETIMEDOUT, why, where) from error
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, 5.0)


def _one_line(error: Exception) -> str:
    """What the store said, in a few words, and what to do."""
    text = str(error)
    code, status = _S3_CODE.search(text), _STATUS.search(text)
    if code and code[1] == "NoSuchBucket":
        return "no such bucket: make it, or mend the address"
    if status and status[1][:3] in ("401", "403"):
        said = code[1] if code else status[1]
        return f"refused ({said}): look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION"
    if status:
        return f"the store answers {status[1]} {code[1] if code else ''}".strip()
    return (text.splitlines() or [type(error).__name__])[0].rpartition(" - ")[2]
