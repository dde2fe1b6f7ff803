"""The form of signing up: what it asks depends on who may (TINTYPE_REGISTRATION)."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings

from tintype.accounts.limits import REASON_LENGTH
from tintype.accounts.registration import NOT_INVITED, is_good_invite


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mode = settings.TINTYPE_REGISTRATION
        if mode in {"invite", "approval"}:
            is_needed = mode == "invite"
            help_text = "It is in the link that you were given." if is_needed else "With one you need not wait."
            self.fields["invite"] = forms.CharField(required=is_needed, max_length=32, help_text=help_text)
        if mode == "approval":
            self.fields["reason"] = forms.CharField(
                required=False,
                max_length=REASON_LENGTH,
                label="Why would you like to join?",
                help_text="Whoever runs this place reads it and lets you in.",
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    def clean_invite(self) -> str:
        code = str(self.cleaned_data["invite"])
        if code and not is_good_invite(code):
            raise forms.ValidationError(NOT_INVITED)
        return code
