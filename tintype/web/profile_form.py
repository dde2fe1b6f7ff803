"""The form of one's own profile. What may be said in it, the room accounts decides."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Self

from django import forms
from django.forms import BoundField

from tintype.accounts.errors import ProfileRefused
from tintype.accounts.limits import BIO_LENGTH, FIELD_LENGTH, MOST_FIELDS, NAME_LENGTH, WEBSITE_LENGTH
from tintype.accounts.profile import Profile, checked
from tintype.accounts.records import Person


def _line(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "aria-label": label})
    return forms.CharField(required=False, max_length=FIELD_LENGTH, widget=widget)


class ProfileForm(forms.Form):
    name = forms.CharField(
        required=False,
        max_length=NAME_LENGTH,
        help_text="As people know you. Your user name stays as it is.",
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    bio = forms.CharField(
        required=False,
        max_length=BIO_LENGTH,
        label="About you",
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )
    website = forms.CharField(
        required=False, max_length=WEBSITE_LENGTH, widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    is_private = forms.BooleanField(
        required=False,
        label="Private account",
        help_text="Only people whom you approve see your photos, your followers and whom you follow.",
    )
    hides_follows = forms.BooleanField(
        required=False,
        label="Keep my lists to myself",
        help_text="Nobody else sees who follows you and whom you follow, only how many.",
    )
    is_discoverable = forms.BooleanField(
        required=False,
        label="Suggest me to others",
        help_text="You may stand among the people whom others might like to follow.",
    )
    is_bot = forms.BooleanField(
        required=False, label="This is a program", help_text="It posts by itself, and people are told so."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_FIELDS + 1):
            self.fields[f"about_{number}"] = _line(f"What field {number} is about")
            self.fields[f"value_{number}"] = _line(f"What field {number} says")

    @classmethod
    def of(cls, person: Person | None) -> Self:
        if person is None:
            return cls()
        initial = asdict(person)
        for number, (about, value) in enumerate(person.fields, 1):
            initial |= {f"about_{number}": about, f"value_{number}": value}
        return cls(initial=initial)

    def pairs(self) -> Iterator[tuple[BoundField, BoundField]]:
        for number in range(1, MOST_FIELDS + 1):
            yield self[f"about_{number}"], self[f"value_{number}"]

    def switches(self) -> list[BoundField]:
        return [self[name] for name in ("is_private", "hides_follows", "is_discoverable", "is_bot")]

    def profile(self) -> Profile:
        said: Any = dict(self.cleaned_data)
        lines = [(said.pop(f"about_{n}", ""), said.pop(f"value_{n}", "")) for n in range(1, MOST_FIELDS + 1)]
        profile: Profile = said | {"fields": lines}
        return profile

    def clean(self) -> dict[str, Any]:
        try:
            return dict(checked(self.profile()))
        except ProfileRefused as refused:
            self.add_error("about_1" if refused.field == "fields" else refused.field, refused.message)
        return {}
