"""What a user name may look like: safe in an address, in a mention, and below each other in any font."""

from django.core.validators import RegexValidator

USERNAME_LENGTH = 30
USERNAME_PATTERN = rf"^[a-z0-9_]{{1,{USERNAME_LENGTH}}}\Z"

USERNAME_VALIDATORS = [
    RegexValidator(USERNAME_PATTERN, f"Use 1 to {USERNAME_LENGTH} small letters a to z, digits and _.")
]
