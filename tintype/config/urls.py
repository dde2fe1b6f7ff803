"""Every address, by the face that answers it."""

from allauth.account.urls import urlpatterns as account_urls
from django.urls import include, path, register_converter

from tintype.lib.converters import Id, Username

register_converter(Id, "id")
register_converter(Username, "username")

# Signing up, in and out, and passwords. Left out are allauth's pages for several e-mail addresses per account: whoever
# adds an address there keeps its owner from signing up with it.
ENTRANCE = {
    "account_signup",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    path("account/", include([address for address in account_urls if address.name in ENTRANCE])),
    # The pages come first: the home feed would else be compared with each of the API's hundreds of addresses.
    path("", include("tintype.web.urls")),
    path("", include("tintype.api.urls")),
]

handler400 = "tintype.web.errors.bad_request"
handler403 = "tintype.web.errors.forbidden"
handler404 = "tintype.web.errors.not_found"
handler429 = "tintype.web.errors.too_often"  # allauth's limits
handler500 = "tintype.web.errors.server_error"
