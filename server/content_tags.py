"""Strong tags of content that is known before any of it is written."""

from __future__ import annotations

from hashlib import sha256

from flask import Response, request


def content_tag(digest: str, media_type: str) -> str:
    """The tag of content with that digest, written in that format."""
    return f"{digest}.{sha256(media_type.encode()).hexdigest()[:6]}"


def held(tag: str) -> Response | None:
    """The answer 304 where the asker holds what has this tag."""
    asked = request.if_none_match
    for each in (tag, f"{tag}-gzip"):
        if each in asked.as_set(include_weak=True) or asked.star_tag:
            response = Response(status=304)
            response.set_etag(each)
            return response
    return None
