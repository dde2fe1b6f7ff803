from datetime import datetime
from functools import cache

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tintype.accounts.records import Person
from tintype.web import editor, pictures, words

register = template.Library()

register.filter("linkify", words.linkify)
register.filter("address", words.address)
register.filter("is_long", words.is_long)
register.filter("face", pictures.face)
register.filter("picture", pictures.picture)
register.filter("kind", pictures.kind)
register.simple_tag(pictures.photo_image)
register.simple_tag(pictures.square_image)
register.simple_tag(pictures.avatar)
register.simple_tag(pictures.accepted_types)
register.simple_tag(pictures.accepted_words)
register.inclusion_tag("web/editor.html")(editor.editor)


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    sprite = static("tintype/icons.svg")
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', size, sprite, name)


@register.simple_tag
def ago(moment: datetime) -> SafeString:
    """The day for everyone; the script makes "5 min. ago" of it, since this may lie in a cache."""
    day = f"{moment.day} {moment:%b %Y}"
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), day)


@register.simple_tag
def who(person: Person) -> SafeString:
    return format_html(
        '<a class="who" href="{}">{}<span class="names"><b><bdi>{}</bdi></b><span class="muted">@{}</span></span></a>',
        reverse("profile", args=[person.username]),
        pictures.avatar(person),
        person.display_name,
        person.username,
    )
