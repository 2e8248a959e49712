"""Articles in other languages are told from English ones, in other scripts by a few words."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes import readers
from quotes.readers import NotForUs
from quotes.readers.language import foreign

ENGLISH = "The harbour master said on Tuesday that the eastern pier would stay shut until spring. " * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("港湾局は火曜日、東埠頭を春まで閉鎖すると発表した。", "ja"),
        ("港务局星期二表示，东码头将关闭到春天。“我们不能说它是安全的。”", "zh"),
        ("항만청은 화요일 동쪽 부두를 봄까지 폐쇄한다고 밝혔다.", "ko"),
        ("Причал закрыт до весны, сообщил во вторник начальник порта.", "ru"),
        ("أعلنت هيئة الميناء يوم الثلاثاء إغلاق الرصيف الشرقي حتى الربيع", "ar"),
        ("Η προβλήτα θα μείνει κλειστή μέχρι την άνοιξη", "el"),
        ("הרציף המזרחי יישאר סגור עד האביב, נמסר ביום שלישי", "he"),
        ("ท่าเรือตะวันออกจะปิดจนถึงฤดูใบไม้ผลิ", "th"),
        ("Der Hafenmeister sagte am Dienstag, der Pier bleibe bis zum Frühjahr gesperrt. " * 3, "de"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert foreign(text) == language


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH + "“Причал закрыт,” she added. “港湾局.”",
        "“Нет,” he said, and left for the pier.",
        "Да.",
        "Zoë Ångström’s café",
        "",
        "12:30 — 14:05",
    ],
)
def test_english_is_english_with_foreign_words_in_it(text: str) -> None:
    assert foreign(text) is None


@pytest.mark.parametrize(
    ("paragraphs", "language"),
    [
        (["港湾局は火曜日、東埠頭を春まで閉鎖すると発表した。", "局長は「安全だとは言えない」と話した。"], "ja"),
        (["港务局星期二表示，东码头将关闭到春天。", "局长布罗克说：“我们不能说它是安全的。”渡轮从煤码头出发。"], "zh"),
        (["ท่าเรือตะวันออกจะปิดจนถึงฤดูใบไม้ผลิ", "เจ้าหน้าที่กล่าวว่าไม่ปลอดภัย"], "th"),
    ],
)
def test_a_page_whose_sentences_end_in_other_stops_is_skipped(
    tmp_path: Path, paragraphs: list[str], language: str
) -> None:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    page = tmp_path / "a.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><body><h1>{paragraphs[0]}</h1>{body}")
    with pytest.raises(NotForUs, match=rf"is not in English \({language}\)$"):
        readers.read(page)


def test_a_short_page_is_skipped_for_its_own_words_whatever_is_around_them(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<!doctype html><html lang=zh><meta charset=utf-8><body><nav><a href=/>Home</a> <a href=/s>Sport</a></nav>"
        "<article><h1>码头关闭</h1><p>港务局星期二表示，东码头将关闭到春天。</p></article>"
        "<footer><p>Copyright 2031 The Hollin Echo. All rights reserved. Contact us at any time of day.</p></footer>"
    )
    with pytest.raises(NotForUs, match=r"is not in English \(zh\)$"):
        readers.read(page)
