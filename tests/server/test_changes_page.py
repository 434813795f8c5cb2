"""The page of changes: what anybody wrote is text, and what was announced before a language was spoken is still said."""

from hoolin.catalogue.api import Words
from hoolin.server.changes.page import changes_page


def test_what_was_announced_before_the_site_spoke_a_language_is_said_in_another() -> None:
    """It says in which, for whoever reads it aloud; where the language was spoken, in that one. Nothing that was written runs."""
    told = [
        {"day": "2026-11-30", "text": Words(et="Arve <b>on</b> selgem."), "verified": None},
        {"day": "2026-11-29", "text": Words(et="Rändlus.", en="Roaming."), "verified": None},
    ]
    page = changes_page(told, "en", ("et", "ru", "en"), "Põhjala & Mobiil")
    assert '<p class="what" lang="et">Arve &lt;b&gt;on&lt;/b&gt; selgem.</p>' in page
    assert '<p class="what">Roaming.</p>' in page and "Rändlus" not in page
    assert "Põhjala &amp; Mobiil" in page
