"""HTML and MarkdownV2 become text and entities, or are refused with Telegram's sentence."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator import html, markdown
from simulator.entities import as_html, found_in, part, trimmed
from simulator.links import utf16_length
from simulator.refusals import Refused

Json = dict[str, Any]
Spans = list[tuple[str, int, int]]


def spans(entities: list[Json]) -> Spans:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("a & b", "a & b", []),
        ("&lt;b&gt; &amp; &quot;x&quot; &#228;&#xE4 &auml;", '<b> & "x" ää &auml;', []),
        ("<b>fett</b> <i>k</i>", "fett k", [("bold", 0, 4), ("italic", 5, 1)]),
        ("<STRONG>x</>y", "xy", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🏠<u>x</u>", "🏠x", [("underline", 2, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<code>x</code><pre>y</pre>", "xy", [("code", 0, 1), ("pre", 1, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<a>example.org</a>", "example.org", [("text_link", 0, 11)]),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', "x", [("custom_emoji", 0, 1)]),
    ],
)
def test_html(source: str, text: str, expected: Spans) -> None:
    plain, entities = html.parse(source)
    assert (plain, spans(entities)) == (text, expected)


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://x.de/?a=1&amp;b=2">x</a>', {"type": "text_link", "url": "https://x.de/?a=1&b=2"}),
        ("<a href=x.de >x</a>", {"type": "text_link", "url": "http://x.de"}),
        ('<a href="tg://user?id=7">x</a>', {"type": "text_mention", "user_id": 7}),
        ('<pre><code class="language-py">x</code></pre>', {"type": "pre", "language": "py"}),
        ('<code class="language-py"><pre>x</pre></code>', {"type": "pre", "language": "py"}),
    ],
)
def test_html_with_arguments(source: str, entity: Json) -> None:
    _, entities = html.parse(source)
    assert entities == [{**entity, "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ä<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("<>", 'Unsupported start tag "" at byte offset 0'),
        ("a<3", "Unclosed start tag at byte offset 1"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a ='x'>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href=x$>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji emoji-id='x'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_bad_html(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        html.parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("*b* _i_ __u__ ~s~ ||p||", "b i u s p", "bold italic underline strikethrough spoiler"),
        ("_*x*_", "x", "bold italic"),
        (r"1\. x\!", "1. x!", ""),
        ("`a.b` ```py\nc.d```", "a.b c.d", "code pre"),
        ("[t](https://x.de/a\\)b)", "t", "text_link"),
        ("[x\\.de]", "x.de", "text_link"),
        ("![x](tg://emoji?id=5)", "x", "custom_emoji"),
        (">a\n>b\nc", "a\nb\nc", "blockquote"),
        (">a\n>b||", "a\nb", "expandable_blockquote"),
        (">a||\nb", "a\nb", "expandable_blockquote"),
        (">>a", "a", "blockquote"),
        ("`>` `\\``", "> `", "code code"),
        ("**", "", ""),
    ],
)
def test_markdown_v2(source: str, text: str, expected: str) -> None:
    plain, entities = markdown.parse_v2(source)
    assert (plain, " ".join(entity["type"] for entity in entities)) == (text, expected)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        (">a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("!a", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("ä *x", "Can't find end of Bold entity at byte offset 3"),
        ("__x_", "Can't find end of Italic entity at byte offset 3"),
        ("```py\nx", "Can't find end of PreCode entity at byte offset 0"),
        (">a*\nb", "Can't find end of Bold entity at byte offset 2"),
        ("[x](y", "Can't find end of a URL at byte offset 4"),
        ("![x]", "The entity must contain a tg://emoji or tg://time URL"),
        ("![x](y)", "Invalid tg://emoji or tg://time URL specified"),
    ],
)
def test_bad_markdown_v2(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        markdown.parse_v2(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_the_older_markdown() -> None:
    plain, entities = markdown.parse_v1("*b* _i_ [t](x.de) `c` ```py\nd``` \\_")
    assert plain == "b i t c d _"
    assert [entity["type"] for entity in entities] == ["bold", "italic", "text_link", "code", "pre"]
    with pytest.raises(Refused, match="Can't find end of the entity starting at byte offset 1"):
        markdown.parse_v1("a_b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("bitte /hilfe@kurze_bot", [("bot_command", 6, 16)]),
        ("a/b und/oder 1/2", []),
        ("@anna_k fragt @x", [("mention", 0, 7)]),
        ("siehe https://x.de/a?b=c.", [("url", 6, 18)]),
        ("bei example.org/x melden", [("url", 4, 13)]),
        ("an anna@x-amt.de schreiben", [("email", 3, 13)]),
        ("#wohnen #1", [("hashtag", 0, 7)]),
        ("+49 571 12345-0 anrufen", [("phone_number", 0, 15)]),
        ("🏠 /fall", [("bot_command", 3, 5)]),
    ],
)
def test_entities_that_telegram_finds(text: str, expected: Spans) -> None:
    assert spans(found_in(text, [])) == expected


def test_nothing_is_found_inside_code_and_links() -> None:
    given_entities = [{"type": "code", "offset": 0, "length": 6}]
    assert found_in("/start", given_entities) == given_entities


def test_trimming_moves_entities() -> None:
    entities = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 5, "length": 2}]
    assert trimmed("  ab   ", entities) == ("ab", [{"type": "bold", "offset": 0, "length": 1}])


def test_a_part_counts_in_utf16() -> None:
    assert part("🏠ab", {"offset": 2, "length": 1}) == "a"


def test_formatted_text_as_html() -> None:
    text, entities = html.parse(
        '<b>a<i>b</i></b> &lt; <a href="https://x.de">l</a> <tg-spoiler>s</tg-spoiler>'
    )
    entities = found_in(text + " /go x.de a@b.de +4957112345", entities)
    assert as_html(text + " /go x.de a@b.de +4957112345", entities) == (
        '<b>a<i>b</i></b> &lt; <a href="https://x.de">l</a> <span class="spoiler">s</span> '
        '<span class="bot_command">/go</span> <a href="http://x.de">x.de</a> '
        '<a href="mailto:a@b.de">a@b.de</a> <a href="tel:+4957112345">+4957112345</a>'
    )


@settings(max_examples=300)
@example(">>")
@given(st.text(alphabet="ab<>/&;=\"' b*_`[]()!|\\\n🏠", max_size=30))
def test_any_source_is_parsed_or_refused(source: str) -> None:
    for parse in (html.parse, markdown.parse_v2, markdown.parse_v1):
        with suppress(Refused):
            text, entities = parse(source)
            assert all(entity["length"] > 0 for entity in entities)
            assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in entities)
