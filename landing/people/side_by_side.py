"""Several things done at the same time, each in a process of its own: for reading or writing a whole log, never for a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from django.db import connection, connections

T = TypeVar("T")


class BrokenOff(Exception):
    """One of the things stopped before it was done; ``str()`` says why, as far as that is known."""


def can_be() -> bool:
    """Whether other processes would see the same data: not inside a transaction, and not on a database in memory."""
    return not connection.in_atomic_block and not (
        connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    )


def side_by_side(works: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of them; returns what each gave, in their order. Call it only where ``can_be``.

    What they give is handed over between processes, so it is plain data. Raises BrokenOff when one of them failed; the
    others are stopped then.
    """
    # A connection must not be shared with a process that was split off: each opens its own.
    connections.close_all()
    split = get_context("fork")
    started = []
    for work in works:
        answer, told = split.Pipe(duplex=False)
        process = split.Process(target=_do, args=(work, told), daemon=True)
        process.start()
        told.close()
        started.append((process, answer))
    try:
        return [_answer(answer) for _, answer in started]
    finally:
        for process, answer in started:
            answer.close()
            process.terminate()
            process.join()


def _do(work: Callable[[], Any], told: Connection) -> None:
    # Whatever was split off with this process is the other's: let go of it, without a goodbye to the server.
    for one in connections.all(initialized_only=True):
        del connections[one.alias]
    try:
        found, trouble = work(), ""
    except Exception as reason:  # told to the process that waits, which raises it
        found, trouble = None, f"{type(reason).__name__}: {reason}"
    connections.close_all()
    told.send((found, trouble))


def _answer(answer: Connection) -> Any:
    try:
        found, trouble = answer.recv()
    except EOFError:
        raise BrokenOff("a process ended before it was done") from None
    if trouble:
        raise BrokenOff(trouble)
    return found


def left_alone() -> bool:
    """Whether the process that waits for this one is gone, so that going on would serve nobody."""
    waiting = parent_process()
    return waiting is not None and not waiting.is_alive()
