"""Contrast as the Web Content Accessibility Guidelines define it.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and #dfn-relative-luminance. Text needs 4.5:1
(1.4.3); marks, frames and the focus need 3:1 (1.4.11).
"""

TEXT, GRAPHIC = 4.5, 3.0
"""The least contrast of each."""


def contrast(a: str, b: str) -> float:
    """Of two opaque colours as `#rrggbb`: 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance: 0 is black, 1 is white."""
    channels = [value / 255 for value in bytes.fromhex(colour[1:])]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
