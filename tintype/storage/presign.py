"""Signed addresses of objects at the store itself: AWS signature version 4 in the query, both ends of it.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote, urlencode, urlsplit

from tintype.storage.errors import StoreRefused, denied
from tintype.storage.sigv4 import ALGORITHM, Signer, signature, written

_SIGNATURE = "X-Amz-Signature"


def signed_url(signer: Signer, key: str, seconds: int, now: datetime) -> str:
    """Good for GET alone. The names of the query come sorted, as they are signed."""
    query = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": signer.credential(now),
        "X-Amz-Date": written(now),
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    return f"{signer.url}/{key}?{_encoded(query)}&{_SIGNATURE}={_signature(signer, key, query)}"


def check(signer: Signer, key: str, query: Mapping[str, str], now: datetime) -> None:
    """Whether this query allows a GET of the key. Raises StoreRefused."""
    signed = {name: value for name, value in query.items() if name != _SIGNATURE}
    if _SIGNATURE not in query or not {"X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires"} <= signed.keys():
        raise denied("This address is not signed.")
    if not hmac.compare_digest(_signature(signer, key, signed).encode(), query[_SIGNATURE].encode(errors="replace")):
        raise StoreRefused(403, "SignatureDoesNotMatch", "The signature of this address is not valid.")
    # From here on the query is one that was made above.
    if datetime.fromisoformat(signed["X-Amz-Date"]) + timedelta(seconds=int(signed["X-Amz-Expires"])) <= now:
        raise denied("This address has expired.")


def _signature(signer: Signer, key: str, query: Mapping[str, str]) -> str:
    address = urlsplit(f"{signer.url}/{key}")
    path = quote(address.path, safe="/-_.~")
    request = f"GET\n{path}\n{_encoded(query)}\nhost:{address.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    credential = query["X-Amz-Credential"]
    scope = credential.partition("/")[2]
    digest = sha256(request.encode(errors="replace")).hexdigest()
    return signature(f"{ALGORITHM}\n{query['X-Amz-Date']}\n{scope}\n{digest}", credential, signer.secret_key)


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(sorted(query.items()), quote_via=quote, safe="", errors="replace")
