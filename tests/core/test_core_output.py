"""How the answer leaves: UTF-8 on every terminal, and a plain line when it cannot be written."""

from __future__ import annotations

import errno
import io
import json

import pytest

from landing.core.command import main

QUESTION = json.dumps({"today": "2026-11-23", "facts": {}}).encode()


class Full(io.RawIOBase):
    """A disk without room."""

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_the_answer_is_utf_8_whatever_the_terminal_expects(encoding: str) -> None:
    raw = io.BytesIO()
    stdout, stderr = io.TextIOWrapper(raw, encoding=encoding, newline="\r\n"), io.StringIO()
    code = main(["due"], io.BytesIO(QUESTION), stdout, stderr)
    assert (code, stderr.getvalue()) == (0, "")
    text = raw.getvalue().decode("utf-8")
    assert "‘" in text and text.endswith("}\n") and "\r" not in text
    assert json.loads(text)["today"] == "2026-11-23"


def test_an_answer_that_cannot_be_written_is_told_on_one_line() -> None:
    stderr = io.StringIO()
    stdout = io.TextIOWrapper(io.BufferedWriter(Full(), buffer_size=1))
    assert main(["due"], io.BytesIO(QUESTION), stdout, stderr) == 1
    assert stderr.getvalue() == "landing core: the answer could not be written (No space left on device)\n"
    stdout.detach().detach()
