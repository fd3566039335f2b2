"""What the page shows around the phones is complete, and every deed of the tour can be read."""

import json

import pytest

from bot.demo import play


def test_the_tour_has_both_languages_and_only_known_people() -> None:
    shown = play.play(ready=True)
    assert json.loads(json.dumps(shown)) == shown
    users = {one["user"] for one in shown["cast"]}
    for step in shown["tour"]:
        for words in (step["title"], step["text"], step["look"]):
            assert set(words) == {"de", "en"}
            assert all(words.values())
        for deed in (*step["do"], *step["look_at"]):
            assert deed.get("user", 1001) in users
    assert shown["known"]
    assert {"Petra", "Uwe"} <= set(shown["names"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_tour_is_read_in_little_more_than_three_minutes(language: str) -> None:
    """Two hundred words a minute; showing itself takes two minutes more, and five is what it may take."""
    said = (
        step[part][language] for step in play.play(ready=True)["tour"] for part in ("title", "text", "look")
    )
    assert sum(len(words.split()) for words in said) <= 3.3 * 200


@pytest.mark.parametrize("line", ["Nobody [x]", "Yvonne x", "tomorrow", "2026-13-01 09:00"])
def test_a_deed_that_means_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"not enough values|isoformat|month must"):
        play.deed(line)


@pytest.mark.parametrize(
    ("line", "deed"),
    [
        ("Yvonne [20]", {"kind": "tap", "label": "20", "user": 1002}),
        ('TEAM "/melden"', {"kind": "type", "text": "/melden", "user": 1002, "group": "Team Mieten"}),
        ("2026-11-24 12:00", {"kind": "time", "to": "2026-11-24T12:00:00+01:00"}),
        ("search x", {"kind": "search", "text": "x"}),
        ("kill", {"kind": "child", "deed": "kill"}),
    ],
)
def test_deeds_are_read(line: str, deed: dict[str, object]) -> None:
    assert play.deed(line) == deed
