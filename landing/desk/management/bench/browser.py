"""A browser without a screen: one connection that is kept, cookies, links and forms. Knows no Django and no page.

It does what browsers do when a kept connection turns out to be closed by the server: it connects anew and asks once more.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlencode, urlsplit

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
GONE = (ConnectionResetError, BrokenPipeError, asyncio.IncompleteReadError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status (0 when nothing came), where it leads on to, the page, and how long it took."""

    status: int
    location: str
    text: str
    milliseconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: where it goes ("" is the page itself) and what it holds as it stands."""

    action: str
    fields: list[tuple[str, str]]


class Browser:
    """One person's browser. Counts how many connections it made, and how often it had to ask once more.

    path: the page that is shown, from which forms and links are asked for.
    """

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self.host, self.port, self.timeout = host, port, timeout
        self.cookies: dict[str, str] = {}
        self.fetched: set[str] = set()
        self.path = "/"
        self.connections = self.again = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, form: list[tuple[str, str]] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask and read to the end. Never raises for what the server or the network does: the answer says it."""
        begun = perf_counter()
        try:
            async with asyncio.timeout(self.timeout):
                status, told, body = await self._ask(self._request(method, path, form, headers or {}))
        except TimeoutError:
            return self._failed("timeout", begun)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as trouble:
            return self._failed(f"connection: {type(trouble).__name__}", begun)
        took = (perf_counter() - begun) * 1000
        location = next((value for name, value in told if name == "location"), "")
        return Answer(status, location, body.decode(errors="replace"), took)

    def _failed(self, error: str, begun: float) -> Answer:
        self.close()
        return Answer(0, "", "", (perf_counter() - begun) * 1000, error)

    def _request(self, method: str, path: str, form: list[tuple[str, str]] | None, headers: dict[str, str]) -> bytes:
        site = f"{self.host}:{self.port}"
        lines = {"Host": site, "User-Agent": AGENT, "Accept": "text/html,*/*", "Referer": f"http://{site}{self.path}"}
        lines |= headers
        if self.cookies:
            lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = b""
        if form is not None:
            body = urlencode(form).encode()
            lines |= {
                "Origin": f"http://{site}", "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(body)),
            }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body

    async def _ask(self, request: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        kept = self._streams is not None and not self._streams[0].at_eof()
        if not kept:
            await self._connect()
        try:
            return await self._exchange(request)
        except GONE as trouble:
            if not kept or (isinstance(trouble, asyncio.IncompleteReadError) and trouble.partial):
                raise
        self.again += 1
        await self._connect()
        return await self._exchange(request)

    async def _connect(self) -> None:
        self.close()
        self._streams = await asyncio.open_connection(self.host, self.port)
        self.connections += 1

    async def _exchange(self, request: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        assert self._streams is not None
        reader, writer = self._streams
        writer.write(request)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        told = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:] if line)]
        named = dict(told)
        if status in (204, 304):
            body = b""
        elif "content-length" in named:
            body = await reader.readexactly(int(named["content-length"]))
        elif named.get("transfer-encoding", "").lower() == "chunked":
            body = await _chunks(reader)
        else:
            body = await reader.read()
        for name, value in told:
            if name == "set-cookie":
                self._keep(value)
        if named.get("connection", "").lower() == "close":
            self.close()
        return status, told, body

    def _keep(self, text: str) -> None:
        name, _, value = text.partition(";")[0].partition("=")
        ended = re.search(r"max-age=0\b|expires=thu, 01 jan 1970", text, re.I)
        if ended or not value.strip('"'):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def forget(self) -> None:
        """The browser was closed: what it remembered of the session is gone."""
        self.cookies.clear()

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        found += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return found


# ── What stands on a page ────────────────────────────────────────────────────────────────────────────────────────────

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_FILE = re.compile(r'<(?:link\b[^>]*rel="(?:stylesheet|icon)"[^>]*href|script\b[^>]*src)="([^"]+)"')


def links(text: str) -> Iterator[str]:
    """The paths of the links on a page, without the place on it."""
    for href in _LINK.findall(text):
        yield urlsplit(unescape(href)).path


def files(text: str) -> list[str]:
    """The style, scripts and picture that a page asks for."""
    return [unescape(href) for href in _FILE.findall(text)]


def forms(text: str, path: str, wanted: re.Pattern[str]) -> list[Form]:
    """The forms on the page ``path`` that are sent (POST) to an address like ``wanted``."""
    found = []
    for attributes, inside in _FORM.findall(text):
        if not re.search(r'\bmethod="post"', attributes, re.I):
            continue
        named = re.search(r'(?<![\w-])action="([^"]*)"', attributes)
        action = unescape(named.group(1)) if named and named.group(1) else path
        if wanted.fullmatch(urlsplit(action).path):
            found.append((action, inside))
    return [Form(action, _fields(inside)) for action, inside in found]


def _fields(inside: str) -> list[tuple[str, str]]:
    reader = _Fields()
    reader.feed(inside)
    reader.close()
    return reader.found


class _Fields(HTMLParser):
    """What a browser would send of a form as it stands, and the choices that nobody made yet."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._select = self._area = ""
        self._options: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        name, value = held.get("name", ""), held.get("value", "")
        if tag == "input" and name:
            kind = held.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in held:
                    self.found.append((name, held.get("value", "on")))
            elif kind not in ("submit", "button", "file", "image", "reset"):
                self.found.append((name, value))
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((value, "selected" in held))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            if self._options:
                chosen = [value for value, is_chosen in self._options if is_chosen]
                self.found.append((self._select, (chosen or [self._options[0][0]])[0]))
            self._select = ""
        elif tag == "textarea" and self._area:
            self.found.append((self._area, self._text.removeprefix("\n")))
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data
