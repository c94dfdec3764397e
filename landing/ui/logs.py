"""Logs hold no personal data: what a person typed, and the values in a traceback, stay out."""

from __future__ import annotations

import logging
import re
import traceback

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
SECRET = re.compile(r"/(link|uitnodiging)/[\w-]+")
QUERY = re.compile(r"\?[^\s\"']*")


def scrub(text: str) -> str:
    """Leave out query strings, the keys of persons, and the secrets of one-time addresses."""
    return KEY.sub("<key>", SECRET.sub(r"/\1/<left out>", QUERY.sub("?<left out>", text)))


class ScrubbedHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes where in the code something went wrong and of what type, never with which values."""

    def format(self, record: logging.LogRecord) -> str:
        kept, record.exc_info, record.exc_text = record.exc_info, None, None
        try:
            line = scrub(super().format(record))
        finally:
            record.exc_info = kept
        if kept and kept[0]:
            # Django logs a suspicious request with the text of the exception as its message.
            told = scrub(str(kept[1]))
            line = line.replace(told, "(left out)") if told else line
            frames = "".join(
                f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(kept[2])
            )
            line += f"\n  {kept[0].__name__} (its message is left out){frames}"
        return line
