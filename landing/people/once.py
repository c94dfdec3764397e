"""One form, one effect: a double click, a resend or the back button gives the same answer and nothing twice."""

from __future__ import annotations

import uuid
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect

from landing.people.models import Submission
from landing.people.policy import View
from landing.people.viewer import ViewerRequest


def once(view: View) -> View:
    """Run a POST at most once for each ``once`` token in the form, in one transaction with what it writes.

    A form that comes back with faults (no redirect) keeps its token free, so it can be mended and sent again.
    """

    @wraps(view)
    def handled(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = _token(request)
        if request.method != "POST" or token is None or request.viewer.account is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            try:
                with transaction.atomic():
                    submission = Submission.objects.create(
                        account_id=request.viewer.account, once=token, path=request.path, location=""
                    )
            except IntegrityError:
                earlier = Submission.objects.get(account_id=request.viewer.account, once=token)
                request.access.nobody()  # nothing is done or shown a second time
                return HttpResponseRedirect(earlier.location or request.path)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                Submission.objects.filter(pk=submission.pk).update(location=response.url)
            else:
                submission.delete()
            return response

    if hasattr(view, "policy"):
        handled.policy = view.policy  # type: ignore[attr-defined]
    return handled


def _token(request: ViewerRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None
