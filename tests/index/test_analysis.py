from index.analysis import fold, grams, words


def test_accents_case_and_invisible_characters_make_no_difference() -> None:
    assert fold("Café\u200b Ümit") == "cafe umit"


def test_a_part_of_a_compound_shares_grams_with_the_whole() -> None:
    assert set(grams("paspoort")) & set(grams("paspoortaanvraag"))


def test_words_are_folded() -> None:
    assert words("Wát kost, dat?") == ["wat", "kost", "dat"]
