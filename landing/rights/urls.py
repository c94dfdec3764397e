from landing.rights import consent_urls

app_name = "rights"
urlpatterns = [*consent_urls.urlpatterns]
