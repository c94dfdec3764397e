from landing.rights import request_urls

app_name = "rights"
urlpatterns = [*request_urls.urlpatterns]
