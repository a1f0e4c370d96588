"""Blocks of pages: what each shows, and what an editor cannot forget."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.rich_text import RichText

from civic.core.blocks import BodyBlock, InformativeImageBlock
from home.models import ContentPage
from tests.factories.territory import make_site
from tests.integration.home.pages import add_page, make_content, make_glossary, make_image

pytestmark = pytest.mark.django_db


def shown(client: Client, *blocks, **extra) -> str:
    page = make_content(title="Une page", body=list(blocks), **extra)
    response = client.get(page.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_an_image_without_alternative_text_is_refused() -> None:
    block = InformativeImageBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"image": make_image().pk, "alternative": ""}))
    assert "alternative" in refused.value.block_errors


def test_an_image_says_what_its_editor_wrote(client: Client) -> None:
    html = shown(
        client,
        ("image", {"image": make_image(), "alternative": "Carte des communes", "caption": "2026"}),
    )
    assert 'alt="Carte des communes"' in html
    assert "width=" in html
    assert "height=" in html
    assert "<figcaption" in html


def test_a_heading_takes_what_follows_it(client: Client) -> None:
    html = shown(
        client,
        ("rich_text", RichText("<p>Avant.</p>")),
        ("heading", "Dire quelque chose"),
        ("rich_text", RichText("<p>Après.</p>")),
    )
    assert html.index("Avant.") < html.index("Dire quelque chose</h2>") < html.index("Après.")
    assert html.count("<h1") == 1


def test_a_link_to_a_page_follows_the_language_and_a_page_taken_back_leaves_its_words(
    client: Client,
) -> None:
    target = make_content(title="La suite")
    taken_back = make_content(title="Retirée")
    taken_back.unpublish()
    text = (
        f'<p><a linktype="page" id="{target.pk}">la suite</a> '
        f'<a linktype="page" id="{taken_back.pk}">retirée</a> '
        '<a linktype="page" id="999999">disparue</a></p>'
    )
    page = make_content(title="Une page", body=[("rich_text", RichText(text))])
    assert 'href="/fr/la-suite/"' in client.get(page.get_absolute_url()).content.decode()
    english = client.get(page.get_absolute_url().replace("/fr/", "/en/")).content.decode()
    assert 'href="/en/la-suite/"' in english
    assert "/fr/retiree/" not in english
    assert "disparue" in english


def test_a_call_to_action_to_a_page_taken_back_keeps_its_sentence(client: Client) -> None:
    target = make_content(title="Contact")
    target.unpublish()
    html = shown(
        client,
        ("call_to_action", {"text": "Passez nous voir.", "label": "Horaires", "page": target}),
    )
    assert "Passez nous voir." in html
    assert "Horaires" not in html


def test_key_figures_come_with_their_source(client: Client) -> None:
    figure = {"figure": "36", "sentence": "communes", "source": "Préfecture, 2026"}
    html = shown(client, ("key_figures", {"title": "En nombres", "figures": [figure]}))
    assert "36" in html
    assert "Préfecture, 2026" in html


def test_a_follow_up_table_of_an_unknown_council_does_not_break_the_page(client: Client) -> None:
    block = ("follow_up_table", {"title": "Suivi", "council": "nulle-part", "count": 5})
    assert "Suivi" in shown(client, block)


def test_nothing_on_a_page_comes_from_elsewhere(client: Client) -> None:
    html = shown(client, ("rich_text", RichText("<p>Un texte.</p>")))
    assert 'src="http' not in html
    assert "<script>" not in html
    assert "style=" not in html


def test_a_page_weighs_little(client: Client) -> None:
    html = shown(client, ("rich_text", RichText("<p>Un texte.</p>")))
    assert len(html.encode()) < 25_000


def test_every_kind_of_block_has_a_template() -> None:
    for name, block in BodyBlock().child_blocks.items():
        assert block.meta.template == f"blocks/{name}.html" or name in {"heading", "rich_text"}


def test_a_word_of_the_glossary_is_underlined_once_and_its_definition_needs_no_script(
    client: Client,
) -> None:
    make_glossary(("concertation", "", "Demander l'avis des habitants avant de décider."))
    html = shown(
        client,
        ("rich_text", RichText("<p>La concertation est ouverte.</p>")),
        ("rich_text", RichText("<p>Cette concertation dure un mois.</p>")),
    )
    assert html.count('class="term"') == 1
    assert "popovertarget=" in html
    assert "Demander l&#x27;avis des habitants avant de décider." in html
    assert "/fr/glossaire/#mot-concertation" in html


def test_a_new_definition_is_read_at_the_next_publication(client: Client) -> None:
    glossary = make_glossary(("concertation", "", "Demander l'avis."))
    html = client.get(glossary.get_absolute_url()).content.decode()
    assert 'id="mot-concertation"' in html
    assert "Demander l&#x27;avis." in html


def test_an_empty_glossary_says_what_will_be_there(client: Client) -> None:
    page = make_glossary()
    assert 'class="empty"' in client.get(page.get_absolute_url()).content.decode()


def test_a_hero_in_a_page_of_content_is_not_shown_twice(client: Client) -> None:
    page = add_page(
        make_site(),
        ContentPage,
        "Une page",
        body=[("hero", {"title": "Un grand titre", "text": "", "link_label": ""})],
    )
    assert client.get(page.get_absolute_url()).content.decode().count("<h1") == 1
