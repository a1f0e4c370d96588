"""The demo's pages, news, agenda and glossary lead somewhere and read as good French."""

import re

from .reading import INTERCOMMUNALITY, WITH_OWN_FACE, blocks, load, texts

TAGS = {"p", "ul", "ol", "li", "b", "i", "h3", "h4", "a", "br"}
# Keys whose value is read by a person and follows French typography.
READ = {
    "name", "title", "text", "label", "description", "introduction", "summary", "definition",
    "details", "hint", "sentence", "alternative", "caption", "search_description", "term",
    "services", "example", "college_label", "desk_hours", "value", "reason",
}  # fmt: skip


def test_the_site_has_its_homes_and_the_pages_a_town_owes_its_residents() -> None:
    site = load("site")
    assert {home["organisation"] for home in site["homes"]} == {INTERCOMMUNALITY, *WITH_OWN_FACE}
    assert {
        "comment-participer", "nos-engagements", "participer-sans-internet", "contact",
        "mentions-legales", "donnees-personnelles", "cookies", "accessibilite", "qui-fait-quoi",
    } <= {page["slug"] for page in site["pages"]}  # fmt: skip
    promises = next(page for page in site["pages"] if page["slug"] == "nos-engagements")
    numbered = [b["value"] for b in promises["body"] if b["type"] == "heading"][:8]
    assert [heading[0] for heading in numbered] == list("12345678")
    assert all(len(item["search_description"]) <= 160 for item in site["pages"] + site["homes"])


def test_a_block_leads_to_a_page_an_image_and_a_council_that_exist() -> None:
    site = load("site")
    pages = {page["slug"] for page in site["pages"]}
    # Every branch opens with its page of requests.
    pages |= {f"{home['organisation']}/demandes" for home in site["homes"]}
    images = {image["key"] for image in site["images"]}
    councils = {f["properties"]["slug"] for f in load("neighbourhoods")["features"]}
    assert {value["page"] for _, value in blocks("call_to_action")} <= pages
    assert {value["link_page"] for _, value in blocks("hero")} <= pages
    assert {value["image"] for _, value in blocks("image")} == images
    assert {value["council"] for _, value in blocks("follow_up_table")} <= councils


def test_a_block_fits_the_form_an_editor_fills() -> None:
    for where, value in blocks("hero"):
        assert len(value["title"]) <= 120, where
        assert len(value["text"]) <= 400, where
    for where, value in blocks("call_to_action"):
        assert len(value["text"]) <= 200, where
        assert len(value["label"]) <= 60, where
    for where, value in blocks("image"):
        assert 20 < len(value["alternative"]) <= 250, where
    for where, value in blocks("heading"):
        assert len(value) <= 120, where
    for where, value in blocks("key_figures"):
        assert 1 <= len(value["figures"]) <= 4, where
        for figure in value["figures"]:
            assert len(figure["figure"]) <= 20, where
            assert 0 < len(figure["source"]) <= 160, where
            assert len(figure["sentence"]) <= 160, where


def test_rich_text_holds_simple_html_and_balanced_tags() -> None:
    for where, html in blocks("rich_text"):
        opened: list[str] = []
        for closing, tag, attributes in re.findall(r"<(/?)(\w+)([^>]*)>", html):
            assert tag in TAGS, where
            assert tag == "a" or not attributes.strip("/ "), where
            if tag == "a" and not closing:
                assert re.fullmatch(r' href="(?:tel:\+33\d{9}|mailto:[^"]+)"', attributes), where
            if closing:
                assert opened.pop() == tag, where
            elif tag != "br":
                opened.append(tag)
        assert not opened, where


def test_the_news_are_past_and_most_of_the_agenda_is_ahead() -> None:
    news, agenda = load("news"), load("agenda")
    assert (len(news), len(agenda)) == (14, 12)
    assert all(-90 <= item["day"] < 0 for item in news)
    assert sum(event["day"] > 0 for event in agenda) >= 10
    for event in agenda:
        assert re.fullmatch(r"\d\d:\d\d", event["start"])
        assert event["start"] < event["end"]
    assert {item["organisation"] for item in news} == {INTERCOMMUNALITY, *WITH_OWN_FACE}


def test_the_glossary_explains_forty_terms_in_a_breath_each() -> None:
    glossary = load("glossary")
    assert len(glossary) == 40
    assert all(0 < len(entry["definition"]) <= 240 for entry in glossary)
    assert all(entry["details"] for entry in glossary)
    assert {"PCAET", "EPCI", "ZFE"} <= {entry["acronym"] for entry in glossary}
    terms = {entry["term"] for entry in glossary}
    assert {"Artificialisation", "Maîtrise d’ouvrage", "Régie", "Délibération"} <= terms


def test_the_texts_follow_french_typography() -> None:
    faults = re.compile(r"'|\"|\.\.\.| [;:!?»%](?!\w)|« |lorem", re.IGNORECASE)
    stuck = re.compile(r"[^\W\d_][;!?»]|«[^\u00a0]")
    for name, key, text in texts():
        if key in READ:
            read = re.sub(r"<[^>]*>", "", text)
            assert not faults.search(read), f"{name}.{key}: {text}"
            assert not stuck.search(read), f"{name}.{key}: {text}"
