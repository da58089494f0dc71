"""What Android is told of the app: that reminders come back after a restart, and inexactly."""

from __future__ import annotations

import xml.etree.ElementTree as ET

ANDROID = "http://schemas.android.com/apk/res/android"
TOOLS = "http://schemas.android.com/tools"
NAME = f"{{{ANDROID}}}name"
NODE = f"{{{TOOLS}}}node"

EXACT = ("android.permission.SCHEDULE_EXACT_ALARM", "android.permission.USE_EXACT_ALARM")
"""Stores ask what they are for, and the system deletes a reminder with them."""

RECEIVERS = (
    "com.dexterous.flutterlocalnotifications.ScheduledNotificationReceiver",
    "com.dexterous.flutterlocalnotifications.ScheduledNotificationBootReceiver",
)
"""What shows a reminder, and what sets it again after a restart of the phone."""


class ManifestError(Exception):
    """The manifest is not as reminders need it; the message says what is wrong."""


def without_exact_alarms(manifest: str) -> str:
    """`manifest` without those permissions, also if a library asks for them."""
    ET.register_namespace("android", ANDROID)
    ET.register_namespace("tools", TOOLS)
    root = _parsed(manifest)
    for asked in root.findall("uses-permission"):
        if asked.get(NAME) in EXACT:
            root.remove(asked)
    for name in EXACT:
        ET.SubElement(root, "uses-permission", {NAME: name, NODE: "remove"})
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def check(manifest: str) -> None:
    """Raises `ManifestError` where reminders would not arrive, or would ask for exact alarms."""
    root = _parsed(manifest)
    receivers = {receiver.get(NAME) for receiver in root.iter("receiver")}
    lacks = [name for name in RECEIVERS if name not in receivers]
    if lacks:
        raise ManifestError(f"The Android manifest has no receiver {', '.join(lacks)}.")
    for asked in root.findall("uses-permission"):
        if asked.get(NAME) in EXACT and asked.get(NODE) != "remove":
            raise ManifestError(f"The Android manifest asks for {asked.get(NAME)}.")


def _parsed(manifest: str) -> ET.Element:
    try:
        return ET.fromstring(manifest)
    except ET.ParseError as error:
        raise ManifestError(f"The Android manifest is no XML: {error}") from error
