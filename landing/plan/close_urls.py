from django.urls import path

from landing.plan import close_views as views

urlpatterns = [
    path("voor-naasten/", views.close_ones, name="close_ones"),
]
