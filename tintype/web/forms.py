"""Forms. What a room decides (lengths, tags, whose photo it is) is left to it; here only shapes are checked."""

import json
import uuid
from typing import Any, Self

from django import forms

from tintype.lib.paging import parse_id
from tintype.photos.limits import CAPTION_LENGTH, COMMENT_LENGTH, SPOILER_LENGTH, Visibility
from tintype.photos.records import PostRecord

AUDIENCES = [choice for choice in Visibility.choices if choice[0] != Visibility.DIRECT]
RELOAD = "This form was not complete. Please load the page again."


class Strings(forms.Field):
    """Values sent several times under one name, in their order."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        return list(value or [])


class Ids(Strings):
    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        ids = [parse_id(text) for text in super().to_python(value)]
        if None in ids:
            raise forms.ValidationError(RELOAD)
        return [number for number in ids if number]


class Recipes(Strings):
    """How photos are to be developed, in JSON; what of it is a recipe is for the room to say."""

    def to_python(self, value: Any) -> list[Any]:
        try:
            return [json.loads(text or "{}") for text in super().to_python(value)]
        except (ValueError, RecursionError):
            raise forms.ValidationError(RELOAD) from None


def key_field() -> forms.UUIDField:
    """Made by the server with the form: the same form sent twice counts once."""
    errors = {"required": RELOAD, "invalid": RELOAD}
    return forms.UUIDField(widget=forms.HiddenInput, error_messages=errors)


class CommentForm(forms.Form):
    text = forms.CharField(
        error_messages={"required": "Write a comment first."},
        widget=forms.Textarea(
            attrs={"rows": 1, "dir": "auto", "placeholder": "Add a comment", "maxlength": COMMENT_LENGTH}
        ),
    )
    idempotency_key = key_field()

    @classmethod
    def fresh(cls) -> Self:
        return cls(initial={"idempotency_key": uuid.uuid4()})

    def clean(self) -> dict[str, Any]:
        if "idempotency_key" in self.errors:
            self.add_error(None, RELOAD)
        return self.cleaned_data


class ComposeForm(forms.Form):
    caption = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"dir": "auto", "placeholder": "Say something about it", "rows": 4}),
    )
    visibility = forms.ChoiceField(choices=Visibility.choices, widget=forms.RadioSelect)
    photo_ids = Ids(error_messages={"required": "Choose at least one photo."})
    alts = Strings(required=False)
    recipes = Recipes(required=False)
    idempotency_key = key_field()

    @classmethod
    def fresh(cls) -> Self:
        return cls(initial={"idempotency_key": uuid.uuid4(), "visibility": Visibility.PUBLIC})


class EditForm(forms.Form):
    caption = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4, "maxlength": CAPTION_LENGTH}),
    )
    spoiler = forms.CharField(
        required=False,
        label="Warning",
        help_text="Shown first; the photos and the caption are opened by whoever wants to see them.",
        widget=forms.TextInput(attrs={"dir": "auto", "maxlength": SPOILER_LENGTH}),
    )
    is_sensitive = forms.BooleanField(required=False, help_text="The photos are closed until somebody opens them.")
    # Nobody but those whom it mentions sees a direct post, and that stays so.
    visibility = forms.ChoiceField(choices=AUDIENCES, widget=forms.RadioSelect, required=False)
    # One for each photo, in their order.
    alts = Strings(required=False)
    recipes = Recipes(required=False)
    # Photos that are taken out.
    removed = Ids(required=False)

    @classmethod
    def of(cls, post: PostRecord) -> Self:
        alts = [photo.alt for photo in post.photos]
        said = {"caption": post.caption, "spoiler": post.spoiler, "is_sensitive": post.is_sensitive}
        return cls(initial={**said, "alts": alts, "visibility": post.visibility})
