"""How the time of a function grows with its text: the processor's, as a ratio, never seconds."""

import time
from collections.abc import Callable

_AT_LEAST_S = 0.005  # below it the clock, not the function, is measured


def growth(read: Callable[[str], object], piece: str) -> float:
    """The time for a text eight times as long: 8 if it grows with the text, 64 if with its square."""
    _seconds(read, piece, 500)
    return _seconds(read, piece, 16_000) / max(_seconds(read, piece, 2_000), _AT_LEAST_S)


def _seconds(read: Callable[[str], object], piece: str, characters: int) -> float:
    text = piece * (characters // len(piece))
    spent = []
    for _ in range(3):  # the best of them: other programs run beside this one
        started = time.process_time()
        read(text)
        spent.append(time.process_time() - started)
    return min(spent)
