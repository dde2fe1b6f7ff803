"""Secrets made of the one that the operator keeps: each name has its own, and none says anything about another."""

import hmac
from functools import cache


@cache  # of each address that is signed
def derive(name: str, secret_key: str) -> str:
    return hmac.digest(secret_key.encode(), f"tintype.{name}".encode(), "sha256").hex()
