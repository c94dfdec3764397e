"""A file that is far too large is not kept while it comes in: not in memory and not on the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from landing.exchange.caseload.grid import Limits

LARGEST = Limits().upload_bytes
CUT_OFF = 20 * LARGEST
TOO_LARGE = "landing.upload_too_large"


class LimitedUpload(FileUploadHandler):
    """Drops a file above the limit and marks the request, so that the form can say so; cuts off a flood."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, input_data: Any, META: dict[str, Any], content_length: int, *_: Any, **__: Any) -> None:  # noqa: N803  (Django's name)
        if content_length > CUT_OFF:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > LARGEST:
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
