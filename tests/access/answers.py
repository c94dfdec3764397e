"""What must hold for every answer of the product, whatever the address: no foreign text, and the safe headers."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from typing import Any

from tests.cast import Cast, canaries_in

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
UNTIL = re.compile(rb'data-stay="\d+"|<p data-until>.*?</p>', re.DOTALL)
REFERENCE = re.compile(rb"<strong>\d{4}-\d{4}</strong>")
ONCE = re.compile(rb'name="once" value="[^"]*"')
INLINE = {
    "an inline script": re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(rb"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(rb"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "an on* attribute": re.compile(rb"<[a-z][^<>]*\s(?:hx-)?on[a-z:-]*\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(rb"[\"'=]\s*javascript:", re.IGNORECASE),
}


def body_of(response: Any) -> bytes:
    """The whole body, also of a streamed answer."""
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def searchable(response: Any, body: bytes) -> bytes:
    """Everything of an answer in which a text could stand: body (unpacked), headers, redirect, filename, cookies."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return body + b"\n" + headers.encode() + b"\n" + str(response.cookies).encode()


def leaks(cast: Cast, content: bytes, foreign: set[str], asked_for: str = "") -> set[str]:
    """The foreign subjects of whom a text or a key stands in an answer (the key that was asked for may be echoed)."""
    found = canaries_in(content) & foreign
    for code in foreign:
        key = str(cast.subjects[code].key)
        if key != asked_for and key.encode() in content:
            found.add(code)
    return found


def comparable(response: Any, body: bytes, key: str) -> tuple[Any, ...]:
    """An answer without what differs by itself: form tokens, the second, until when one stays in, the number to mention on the
    phone, and the key asked for."""
    body = REFERENCE.sub(b"number", ONCE.sub(b"once", CSRF.sub(b"csrf", UNTIL.sub(b"until", body))))
    headers = {name: value for name, value in response.headers.items() if name not in {"Content-Length", "Expires"}}
    headers = {name: value.replace(key, "<key>") for name, value in headers.items()}
    return response.status_code, body.replace(key.encode(), b"<key>"), tuple(sorted(headers.items()))


@lru_cache(maxsize=64)
def csp_faults(policy: str) -> tuple[str, ...]:
    """What is wrong with a Content-Security-Policy."""
    if not policy:
        return ("there is no Content-Security-Policy",)
    rules = {words[0]: words[1:] for words in (part.split() for part in policy.split(";")) if words}
    faults = [
        f"{word} in the CSP" for word in ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'") if word in policy
    ]
    wanted = {
        "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"], "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"], "form-action": ["'self'"], "object-src": ["'none'"],
    }  # fmt: skip
    faults += [f"{name} is {rules.get(name)} in the CSP" for name, value in wanted.items() if rules.get(name) != value]
    faults += [
        f"{name} lets anything in" for name, values in rules.items() if {"*", "data:", "http:", "https:"} & {*values}
    ]
    return tuple(faults)


def header_faults(response: Any, *, may_be_kept: bool = False) -> list[str]:
    """Which safe headers an answer lacks."""
    headers = response.headers
    faults = list(csp_faults(headers.get("Content-Security-Policy", "")))
    exactly = {"X-Content-Type-Options": ("nosniff",), "X-Frame-Options": ("DENY",),
               "Referrer-Policy": ("same-origin", "no-referrer"), "Cross-Origin-Opener-Policy": ("same-origin",),
               "Cross-Origin-Resource-Policy": ("same-origin",)}  # fmt: skip
    faults += [
        f"{name} is {headers.get(name)!r}" for name, values in exactly.items() if headers.get(name) not in values
    ]
    if "no-store" not in headers.get("Cache-Control", "") and not may_be_kept:
        faults.append(f"Cache-Control is {headers.get('Cache-Control')!r}: a shared computer would keep this page")
    if "Server" in headers or "X-Powered-By" in headers:
        faults.append("it tells with what it was made")
    return faults


def inline_faults(response: Any, body: bytes) -> list[str]:
    """What in a page would need an unsafe CSP."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [f"{what}: {found.group(0)[:120]!r}" for what, shape in INLINE.items() if (found := shape.search(body))]
