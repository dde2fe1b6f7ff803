"""Every address, by the face that answers it."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("tintype.web.urls")),
]

handler400 = "tintype.web.errors.bad_request"
handler403 = "tintype.web.errors.forbidden"
handler404 = "tintype.web.errors.not_found"
handler429 = "tintype.web.errors.too_often"  # allauth's limits
handler500 = "tintype.web.errors.server_error"
