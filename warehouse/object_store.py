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

import errno
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from obstore.store import ObjectStore as Client

_T = TypeVar("_T")
_FIRST_PAUSE_S = 0.1
# Asking again gives the same answer, but for "request timeout" and "too many requests".
_FINAL_STATUS = re.compile(r"status code: (?!408|429)4\d\d|status code: 501|without LOCATION")
_S3_CODE = re.compile(r"<Code>(\w+)</Code>")
_STATUS = re.compile(r"status code: (\d{3}[ \w]*)")


class ObjectStore:
    """A log's files as objects under one address. Any number of processes may use it at once."""

    def __init__(self, url: str, *, request_s: float = 20, patience_s: float = 60) -> None:
        """`request_s` bounds one request, `patience_s` all tries of one call."""
        self.url = url.rstrip("/")
        self._request_s, self._patience_s = request_s, patience_s
        self._client = self._connected()

    def names(self) -> list[str]:
        """The names of all objects, from one listing."""
        import obstore

        def listed() -> list[str]:
            return [meta["path"] for page in obstore.list(self._client) for meta in page]

        return self._patiently("", listed)

    def read(self, name: str) -> bytes:
        """The bytes of an object. Raises FileNotFoundError where there is none."""
        import obstore

        return self._patiently(name, lambda: bytes(obstore.get(self._client, name).bytes()))

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """True once the object is stored whole; False where the name is taken."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

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
        import obstore

        self._patiently(name, lambda: obstore.delete(self._client, name))

    def _holds(self, name: str, content: bytes) -> bool:
        """Whether the object is the one that an unanswered try wrote."""
        try:
            return self.read(name) == content
        except FileNotFoundError:
            return False

    def _connected(self) -> Client:
        try:
            from obstore.store import from_url
        except ImportError as error:
            raise OSError(
                errno.ENOPKG, "object stores need obstore: pip install 'vedette[objects]'", self.url
            ) from error
        try:
            return from_url(
                self.url,
                client_options={
                    "allow_http": True,  # an endpoint is https unless it says http
                    "timeout": timedelta(seconds=self._request_s),
                    "connect_timeout": timedelta(seconds=min(5, self._request_s)),
                },
                # Tries are counted here: a repeated PUT must know that it is one.
                retry_config={"max_retries": 0},
            )
        except Exception as error:
            raise OSError(errno.EINVAL, _one_line(error), self.url) from error

    def _patiently(self, name: str, call: Callable[[], _T]) -> _T:
        """Call until there is an answer. Raises OSError where that is final or does not come."""
        from obstore.exceptions import BaseError

        give_up_at, pause_s = time.monotonic() + self._patience_s, _FIRST_PAUSE_S
        while True:
            try:
                return call()
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise self._failure(errno.ENXIO, name, error) from error
                raise FileNotFoundError(errno.ENOENT, "no such object", self._at(name)) from error
            except BaseError as error:
                if _FINAL_STATUS.search(str(error)):
                    raise self._failure(errno.EACCES, name, error) from error
                if time.monotonic() + pause_s > give_up_at:
                    why = f"no answer in {self._patience_s:g} s ({_one_line(error)})"
                    raise TimeoutError(errno.ETIMEDOUT, why, self._at(name)) from error
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, 5.0)

    def _failure(self, number: int, name: str, error: Exception) -> OSError:
        return OSError(number, _one_line(error), self._at(name))

    def _at(self, name: str) -> str:
        return f"{self.url}/{name}".rstrip("/")


def _one_line(error: Exception) -> str:
    """What the store said, in a few words, and what to do."""
    text = str(error)
    code, status = _S3_CODE.search(text), _STATUS.search(text)
    if code and code[1] == "NoSuchBucket":
        return "no such bucket: make it, or mend the address"
    if status and status[1][:3] in ("401", "403"):
        said = code[1] if code else status[1]
        return f"refused ({said}): look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION"
    if code or status:
        return f"the store answers {status[1] if status else ''} {code[1] if code else ''}".strip()
    return (text.splitlines() or [type(error).__name__])[0].rpartition(" - ")[2]
