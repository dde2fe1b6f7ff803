"""Every address of the pages."""

from django.urls import path, register_converter

from tintype.web import (
    activity,
    comments,
    compose,
    converters,
    files,
    health,
    home,
    media,
    people,
    posts,
    preferences,
    profiles,
    store,
    tags,
    uploads,
)

register_converter(converters.Id, "id")
register_converter(converters.Username, "username")

urlpatterns = [
    path("", home.home, name="home"),
    path("new/", compose.compose, name="compose"),
    path("posts/", compose.publish, name="publish"),
    path("uploads/", uploads.start, name="start_upload"),
    path("uploads/<id:photo_id>/", uploads.one, name="upload"),
    path("p/<id:post_id>/", posts.post, name="post"),
    path("p/<id:post_id>/like/", posts.like, name="like"),
    path("p/<id:post_id>/likes/", posts.likers, name="likers"),
    path("p/<id:post_id>/delete/", posts.delete, name="delete_post"),
    path("p/<id:post_id>/comments/", comments.comment, name="comment"),
    path("p/<id:post_id>/comments/<id:comment_id>/delete/", comments.delete, name="delete_comment"),
    path("@<username:username>/", profiles.profile, name="profile"),
    path("@<username:username>/followers/", people.followers, name="followers"),
    path("@<username:username>/following/", people.following, name="following"),
    path("@<username:username>/follow/", people.follow, name="follow"),
    path("@<username:username>/block/", people.block, name="block"),
    path("me/", profiles.me, name="me"),
    path("people/", people.find, name="people"),
    path("requests/", profiles.requests, name="requests"),
    path("requests/<username:username>/", profiles.decide, name="decide_request"),
    path("activity/", activity.activity, name="activity"),
    path("settings/", preferences.preferences, name="settings"),
    path("settings/picture/", preferences.avatar, name="avatar"),
    path("t/<str:name>/", tags.tag, name="tag"),
    path("store/", store.store, name="store"),
    path("media/<path:key>", media.media, name="media"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", files.robots, name="robots"),
    path("favicon.ico", files.favicon, name="favicon"),
]
