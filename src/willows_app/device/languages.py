"""The languages that this device is set to, as its system or its browser tells them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

log = logging.getLogger(__name__)


def system_languages() -> Sequence[str]:
    """BCP 47 tags, the preferred language first; none where the system does not say."""
    if sys.platform == "emscripten":
        import js

        return [str(tag) for tag in js.navigator.languages]
    if sys.platform == "android":
        return _of_android()
    if sys.platform in ("darwin", "ios"):
        return _of_apple()
    return _of_environment()


def _of_environment() -> list[str]:
    """Of the variables in the order of gettext: "de_AT.UTF-8:en" is "de-AT" and "en"."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((value for name in names if (value := os.environ.get(name))), "")
    tags = (each.partition(".")[0].partition("@")[0] for each in said.split(":"))
    return [tag.replace("_", "-") for tag in tags if tag not in ("", "C", "POSIX")]


def _of_android() -> list[str]:
    """What the person chose, else what the phone came with; as Android's own runtime reads it."""
    from ctypes import CDLL, c_char_p, create_string_buffer

    longest = 92  # PROP_VALUE_MAX of sys/system_properties.h, with the end of the text
    read = CDLL("libc.so").__getattr__("__system_property_get")
    read.argtypes = c_char_p, c_char_p
    for name in (b"persist.sys.locale", b"ro.product.locale"):
        value = create_string_buffer(longest)
        if read(name, value):
            return value.value.decode("ascii", "replace").split(",")
    log.warning("Android does not say which language it speaks.")
    return []


def _of_apple() -> list[str]:
    """The list of the system's settings, by Core Foundation."""
    from ctypes import CDLL, c_bool, c_char_p, c_long, c_uint32, c_void_p, create_string_buffer

    utf_8, longest = 0x08000100, 64  # kCFStringEncodingUTF8; a tag is shorter
    try:
        core = CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    except OSError as refusal:
        log.warning("The system does not say which language it speaks: %s", refusal)
        return []
    core.CFLocaleCopyPreferredLanguages.restype = c_void_p
    core.CFArrayGetCount.argtypes, core.CFArrayGetCount.restype = (c_void_p,), c_long
    core.CFArrayGetValueAtIndex.argtypes = c_void_p, c_long
    core.CFArrayGetValueAtIndex.restype = c_void_p
    core.CFStringGetCString.argtypes = c_void_p, c_char_p, c_long, c_uint32
    core.CFStringGetCString.restype = c_bool
    core.CFRelease.argtypes = (c_void_p,)
    listed = core.CFLocaleCopyPreferredLanguages()
    if not listed:
        return []
    tags = []
    for place in range(core.CFArrayGetCount(listed)):
        tag = create_string_buffer(longest)
        if core.CFStringGetCString(core.CFArrayGetValueAtIndex(listed, place), tag, longest, utf_8):
            tags.append(tag.value.decode("ascii", "replace"))
    core.CFRelease(listed)
    return tags
