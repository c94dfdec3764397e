"""The process that makes the load: reads who comes when from its input (JSON), and writes what came of each request.

It runs apart from the server and knows no Django, so that what it costs is not counted for the server's process and what it
keeps in memory neither. ``python -m landing.desk.management.bench.day_load``
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any
from urllib.parse import quote, urlsplit

from landing.desk.management.bench import day_mix as mix
from landing.desk.management.bench.browser import Answer, Browser, files, forms, links

KEY, WORD = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "[a-z0-9-]+"
LOGIN, START, LOGOUT = "account_login", "desk:start", "login:logout"
CAME_BACK, TO_LOGIN, STRANGE = "form came back", "sent to the login", "an address that the mix does not know"
MEANWHILE = 409
"""Somebody else changed it meanwhile, which the page tells: no error, and counted apart."""


@dataclass(slots=True)
class Load:
    """What the whole load shares: where to ask, how the day runs, and what came of it."""

    host: str
    port: int
    seconds: float
    timeout: float
    day: str
    patterns: dict[str, re.Pattern[str]]
    addresses: dict[str, str]
    begun: float = field(default_factory=monotonic)
    found: list[tuple[str, str, str, int, float, str, float]] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    meanwhile: int = 0

    @property
    def speed(self) -> float:
        """How many seconds of the day pass in a second."""
        return mix.DAY_SECONDS / self.seconds

    def name_of(self, path: str) -> str:
        """The name of an address, or an empty text."""
        return next((name for name, like in self.patterns.items() if like.fullmatch(path)), "")

    async def until(self, moment: float) -> None:
        """Wait for a moment (of ``monotonic``), and note how late this process itself was."""
        wait = moment - monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
            self.late.append(max(0.0, monotonic() - moment) * 1000)


class Stuck(Exception):
    """Something did not go as it should, and was noted: who came goes away, and comes back at the next visit."""


class Somebody:
    """One person of the load with a browser."""

    def __init__(self, load: Load, told: dict[str, Any]) -> None:
        self.load, self.username, self.password, self.role = load, told["username"], told["password"], told["role"]
        self.visits = told["visits"]
        self.rng = Random(told["username"])  # noqa: S311  (what is clicked can be clicked again; no secrets)
        self.browser = Browser(load.host, load.port, load.timeout)
        self.page = Answer(0, "", "", 0)
        self.person = ""
        self.seen = -float("inf")

    async def whole_day(self) -> None:
        """Come for each visit, one after the other."""
        for visit in self.visits:
            await self.load.until(self.load.begun + visit["at"] / self.load.speed)
            try:
                await self.enter()
                for step in visit["steps"]:
                    await self.think(step["think"])
                    await self.do(step)
                if visit["leaves"]:
                    await self.press(LOGOUT)
                    self.seen = -float("inf")
            except Stuck:
                self.seen = -float("inf")
        self.browser.close()

    async def think(self, seconds: float) -> None:
        await self.load.until(monotonic() + seconds / self.load.speed)

    async def enter(self) -> None:
        """To the first page; through the login when the session has ended meanwhile."""
        part = mix.PARTS[self.role]
        idle = mix.IDLE_SECONDS[mix.kind_of(self.role)] / self.load.speed
        if monotonic() - self.seen <= idle:
            await self.get(self.load.addresses[part.first])
            return
        self.browser.forget()
        await self.get(self.load.addresses[LOGIN])
        found = forms(self.page.text, self.browser.path, self.load.patterns[LOGIN])
        if not found:
            self.note(LOGIN, "GET", self.page, "no form to log in with")
            raise Stuck
        given = {"username": self.username, "password": self.password}
        await self.send(found[-1].action, [*((n, v) for n, v in found[-1].fields if n not in given), *given.items()])

    async def do(self, step: dict[str, Any]) -> None:
        """One step of a visit. What the page does not offer is passed over, and counted."""
        kind, name = step["kind"], step["page"]
        if kind == "open":
            await self.get(self.load.addresses[name] + step["query"])
        elif kind == "here":
            if self.person:
                await self.get(self.load.addresses[name].replace("{k}", self.person, 1))
            else:
                self.skip(name)
        elif kind == "follow":
            await self.follow(name)
        elif kind == "press":
            await self.press(name)
        elif kind == "fill":
            await self.fill(name, step["values"])
        else:
            await self.type(name, step["words"])

    async def follow(self, name: str) -> None:
        there = sorted({path for path in links(self.page.text) if self.load.patterns[name].fullmatch(path)})
        if not there:
            self.skip(name)
            return
        path = self.rng.choice(there)
        if name == "desk:person":
            self.person = re.findall(KEY, path)[0]
        await self.get(path)

    async def press(self, name: str) -> None:
        """A button: undoing takes the one that was offered last, anything else one of one's choice."""
        found = forms(self.page.text, self.browser.path, self.load.patterns[name])
        if not found:
            self.skip(name)
            return
        form = found[0] if name.endswith("undo") else self.rng.choice(found)
        await self.send(form.action, form.fields)

    async def fill(self, name: str, values: dict[str, str]) -> None:
        found = forms(self.page.text, self.browser.path, self.load.patterns[name])
        if not found:
            self.skip(name)
            return
        there = {field for field, _ in found[-1].fields}
        given = {field: text.format(day=self.load.day) for field, text in values.items() if field in there}
        await self.send(found[-1].action, [*((n, v) for n, v in found[-1].fields if n not in given), *given.items()])

    async def type(self, name: str, words: list[str]) -> None:
        """Letter by letter, as the page itself asks for its rows."""
        asked = {"HX-Request": "true", "HX-Target": "rijen"}
        for at, word in enumerate(words):
            if at:
                await self.think(0.5)
            await self.get(f"{self.load.addresses[name]}?zoek={quote(word)}", asked)

    async def get(self, path: str, headers: dict[str, str] | None = None) -> None:
        """Ask for a page, go on to where it leads, and fetch what belongs to it."""
        for _ in range(5):
            answer = await self.browser.ask("GET", path, headers=headers)
            self.took(path, "GET", answer)
            if answer.status not in (301, 302, 303):
                break
            path = answer.location
        for file in files(self.page.text):
            if file not in self.browser.fetched:
                self.browser.fetched.add(file)
                self.note(mix.STATIC, "GET", answer := await self.browser.ask("GET", file), _fault(answer, (200,)))

    async def send(self, path: str, fields: list[tuple[str, str]]) -> None:
        """Send a form, and go on to where the answer leads."""
        answer = await self.browser.ask("POST", path, fields)
        self.took(path, "POST", answer)
        if answer.status in (301, 302, 303):
            await self.get(answer.location)

    def took(self, path: str, method: str, answer: Answer) -> None:
        """Note an answer; raises Stuck when it is not what it should be."""
        name = self.load.name_of(urlsplit(path).path)
        expected = (200, 302) if method == "GET" else (302, MEANWHILE)
        error = _fault(answer, expected) or ("" if name else STRANGE)
        if method == "POST" and answer.status == 200:
            error = CAME_BACK
        to_login = self.load.name_of(urlsplit(answer.location).path) == LOGIN
        if not error and to_login and name != LOGOUT:
            error = TO_LOGIN
        self.load.meanwhile += answer.status == MEANWHILE
        self.note(name or path, method, answer, error)
        if error:
            self.browser.forget()
            raise Stuck
        self.seen = monotonic()
        if answer.status in (200, MEANWHILE):
            self.page, self.browser.path = answer, path

    def note(self, name: str, method: str, answer: Answer, error: str) -> None:
        row = mix.PAGES[name].row(method) if name in mix.PAGES else name if name == mix.STATIC else STRANGE
        at = round(monotonic() - self.load.begun, 3)
        self.load.found.append((name, row, method, answer.status, round(answer.milliseconds, 2), error, at))

    def skip(self, name: str) -> None:
        self.load.skipped[name] = self.load.skipped.get(name, 0) + 1


def _fault(answer: Answer, expected: tuple[int, ...]) -> str:
    """What is wrong with an answer, in a few words; empty when nothing is."""
    return answer.error or ("" if answer.status in expected else f"status {answer.status}")


def pattern(address: str) -> re.Pattern[str]:
    """Addresses like this one: ``{k}`` stands for a key and ``{s}`` for a word."""
    return re.compile(re.escape(address).replace(re.escape("{k}"), KEY).replace(re.escape("{s}"), WORD))


async def run(told: dict[str, Any]) -> dict[str, Any]:
    """The whole day. What is not done when twice its time and a minute have passed is not done."""
    addresses = told["addresses"]
    load = Load(
        told["host"], told["port"], told["seconds"], told["timeout"], told["day"],
        {name: pattern(address) for name, address in addresses.items()}, addresses,
    )  # fmt: skip
    crowd = [Somebody(load, one) for one in told["people"]]
    tasks = [asyncio.create_task(somebody.whole_day()) for somebody in crowd]
    left: set[asyncio.Task[None]] = set()
    if tasks:
        done, left = await asyncio.wait(tasks, timeout=2 * load.seconds + 60)
        for one in left:
            one.cancel()
        for one in done:
            one.result()  # a fault of this process itself is not hidden
    return {
        "begun": load.begun, "seconds": monotonic() - load.begun, "found": load.found, "late": load.late,
        "skipped": load.skipped, "meanwhile": load.meanwhile, "not_done": len(left),
        "connections": sum(one.browser.connections for one in crowd), "again": sum(one.browser.again for one in crowd),
    }  # fmt: skip


def main() -> int:
    """Read, make the load, and tell."""
    told = json.load(sys.stdin)
    json.dump(asyncio.run(run(told)), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
