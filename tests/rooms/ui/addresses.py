"""The ui room alone: the addresses that its frames point to are given to them."""

from django.urls import include, path

urlpatterns = [path("", include("landing.ui.urls"))]

handler404 = "landing.ui.views.not_found"
