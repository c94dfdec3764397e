from landing.rights import consent_urls, person_urls, request_urls, shield_urls

app_name = "rights"
urlpatterns = [
    *request_urls.urlpatterns, *shield_urls.urlpatterns, *person_urls.urlpatterns, *consent_urls.urlpatterns,
]  # fmt: skip
