"""Days and years as Chinese and English reports write them."""

from __future__ import annotations

import datetime as dt
import re

DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
DIGIT = r"[〇零○Ｏ一二三四五六七八九\d]"
CHINESE = re.compile(
    rf"(?P<year>(?<!{DIGIT}){DIGIT}{{4}})年"
    r"(?:(?P<month>[一二三四五六七八九十\d]{1,2})月"
    r"(?:(?P<day>[一二三四五六七八九十\d]{1,3})日(?P<time>\d+[:：时])?)?)?"
)
"""A year, with month, day and a time of day where they follow; 二〇二六年一月二十七日."""
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
ENGLISH = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)}) (?:(?P<day>\d{{1,2}}),? )?(?P<year>(?:19|20)\d\d)"
)


def year(match: re.Match[str]) -> int:
    """The year of a date found by CHINESE or ENGLISH."""
    return number(match["year"])


def day(match: re.Match[str]) -> dt.date | None:
    """The day of a date found by CHINESE or ENGLISH; None where it is not whole or not one."""
    if not match["month"] or not match["day"]:
        return None
    named = match["month"] in MONTHS
    month = MONTHS.index(match["month"]) + 1 if named else number(match["month"])
    try:
        return dt.date(year(match), month, number(match["day"]))
    except ValueError:
        return None


def number(numeral: str) -> int:
    """The number that Arabic (also full-width) or Chinese numerals below 100 write.

    Digits in a row are read as digits: 二〇二六 is 2026, 二十七 is 27.
    """
    if "十" in numeral:
        tens, ones = numeral.split("十", 1)
        return number(tens or "1") * 10 + number(ones or "0")
    return int(numeral.translate(DIGITS))
