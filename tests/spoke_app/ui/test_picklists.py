"""The lists as the forms use them."""

from spoke_app.ui.models.picklists import Entry, find_entry, relabelled

FEVER = Entry("fever", "Fever", "बुखार")
MOUTH = Entry("mouth", "Sores in mouth, throat", "मुँह, गले में छाले")


def test_complaints_are_said_in_the_language_of_now() -> None:
    entries = (FEVER, MOUTH)
    assert relabelled(entries, "Fever, sores in mouth, throat", "hi") == "बुखार, मुँह, गले में छाले"
    assert relabelled(entries, "मुँह, गले में छाले, बुखार", "en") == "Sores in mouth, throat, Fever"
    assert relabelled(entries, "Fever, fell from a tree", "hi") == "बुखार, fell from a tree"
    assert relabelled(entries, "", "hi") == ""


def test_a_nukta_more_or_less_is_the_same_word() -> None:
    careful = Entry("fever", "Fever", "बुख\u093cार")
    assert find_entry((careful,), "बुखार") is careful
    assert find_entry((FEVER,), " बुख\u093cार ") is FEVER
    assert find_entry((FEVER,), "बुखा") is None
