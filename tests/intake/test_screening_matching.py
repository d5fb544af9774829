"""Which names match which rows: the traps of name matching, each with the answer that is right."""

from __future__ import annotations

import json

import pytest

import sim
from sim.intake.screening_aliases import shipped_aliases
from sim.intake.screening_entries import Entry
from sim.intake.screening_list import read_list
from sim.intake.screening_matching import Match, Matcher
from sim.intake.screening_subjects import Subject
from tests.intake.screening_example import EL


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_list("CSL").entries, shipped_aliases())


@pytest.fixture
def found(matcher: Matcher):
    def finding(name: str, country: str = "CN") -> tuple[Match, ...]:
        return matcher.matches([Subject(name, country=country)])

    return finding


def fictional(*names: str) -> Matcher:
    """A list of fictional rows."""
    rows = [Entry(name, (), ("CN",), EL, (), "", "", "", "fictional") for name in names]
    return Matcher(rows, shipped_aliases())


def test_micron_is_innocent(found):
    assert found("Micron Technology Inc", "US") == ()


def test_hikvision_is_found_once_and_no_huawei_digital_technology_with_it(found):
    (match,) = found("Hangzhou Hikvision Digital Technology Co Ltd")
    assert match.entry.name == "Hangzhou Hikvision Digital Technology Co., Ltd."
    assert (match.strength, match.country) == ("same core", "same")


def test_zhejiang_dahua_is_found_and_the_us_firm_of_the_same_name_is_told_apart_by_its_country(found):
    right, other = found("Zhejiang Dahua Technology Co., Ltd.")
    assert (right.entry.name, right.country, right.entry.footnote) == ("Dahua Technology", "same", "4")
    assert other.entry.name == "Dahua Electronics Corporation"
    assert other.entry.source.startswith("Denied Persons List")
    assert (other.entry.countries, other.country) == (("US",), "differs")
    assert "countries differ: CN and US" in other.why


def test_yitu_is_found_once(found):
    (match,) = found("Shanghai Yitu Network Technology Co Ltd")
    assert match.entry.name == "Yitu Technologies"


def test_beijing_kuangshi_is_found_through_the_alias_table_only(found):
    (match,) = found("Beijing Kuangshi")
    assert match.entry.name == "Megvii Technology"
    assert match.through == "alias table"
    assert "grade C" in match.why
    alone = Matcher(read_list("CSL").entries, shipped_aliases().model_copy(update={"aliases": ()}))
    assert alone.matches([Subject("Beijing Kuangshi")]) == ()


def test_nexperia_near_experian_is_shown_as_low_with_the_reason():
    (match,) = fictional("Experian Holdings").matches([Subject("Nexperia BV", country="NL")])
    assert match.strength == "low"
    assert match.score == 87.5
    assert "low: the cores differ by several letters" in match.why
    assert fictional("Experian Holdings").matches([Subject("Nexperia BV")], min_score=90) == ()


def test_smic_is_no_part_of_a_longer_word():
    listed = fictional("Kosmicheskie Example Systems", "Example Foundry (SMIC)")
    (match,) = listed.matches([Subject("SMIC")])
    assert match.entry.name == "Example Foundry (SMIC)"


def test_tsmc_matches_no_other_firm_of_taiwan():
    listed = fictional(
        "Taiwan Example Technology", "Xunwei Technologies Co., Ltd.", "Taiwan Electronics Ltd."
    )
    assert listed.matches([Subject("Taiwan Semiconductor Manufacturing Company", country="TW")]) == ()


def test_han_names_are_compared_as_such(found):
    (match,) = found("浙江大华技术股份有限公司")
    assert (match.entry.name, match.through) == ("Dahua Technology", "alias table")
    assert found("大连大华") == ()


def test_the_parent_of_the_listed_sensetime_is_shown_and_known_apart(found):
    (match,) = found("SenseTime Group Inc.")
    assert "not the listed entity" in match.why


def test_one_body_of_xinjiang_does_not_match_another(found):
    assert [match.entry.name for match in found("Kashgar Public Security Bureau")] == [
        "Kashgar Prefecture Public Security Bureau"
    ]


def test_every_listed_organisation_of_the_scenario_is_found_and_of_its_suppliers_the_one_listed_later():
    screening = sim.screen("entity-list-2019-10")
    scenario = sim.prepare("entity-list-2019-10").file.scenario
    listed = {name for batch in scenario.lists["us-entity-list"].batches.values() for name in batch.entries}
    assert {match.subject.id for match in screening.matches} == listed | {"ymtc"}


def test_an_entry_is_matched_once_by_its_best_name(found):
    (match,) = [each for each in found("Hikvision") if "Hikvision" in each.entry.name]
    assert match.through == "name in the list"
    assert len({match.entry.name for match in found("Sense Time")}) == 1


def test_the_same_names_give_the_same_matches_in_the_same_order(matcher):
    subjects = [Subject(name) for name in ("Huawei", "HiSilicon", "Dahua", "Mikron")]
    assert matcher.matches(subjects) == matcher.matches(subjects)
    scores = [match.score for match in matcher.matches(subjects[:1])]
    assert scores == sorted(scores, reverse=True)


def test_more_matches_than_anyone_reviews_are_refused(monkeypatch):
    monkeypatch.setattr("sim.intake.screening_matching.MOST_MATCHES", 3)
    listed = fictional(*(f"Quillmark {number} Ltd" for number in range(5)))
    with pytest.raises(sim.InputError, match="--min-score: more than"):
        listed.matches([Subject("Quillmark")])


def test_every_alias_has_a_source_and_names_a_listed_organisation():
    table = shipped_aliases()
    listed = {entry.name for entry in read_list("CSL").entries}
    for each in (*table.aliases, *table.apart):
        assert each.ref in table.references
        assert each.listed_as in listed


def test_the_answer_as_plain_values_is_json(tmp_path):
    (tmp_path / "names.txt").write_text("Zhejiang Dahua Technology Co., Ltd.\n")
    plain = json.loads(json.dumps(sim.screen(tmp_path / "names.txt").plain()))
    assert plain["note"].startswith("For review, not a finding.")
    assert [match["listed_as"] for match in plain["matches"]] == [
        "Dahua Technology",
        "Dahua Electronics Corporation",
    ]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Huawai Tech. Co., Ltd.", "Huawei"),
        ("Huawie", "Huawei"),
        ("Huaway", "Huawei"),
        ("Hauwei", "Huawei"),
        ("Dahau Technology", "Dahua Technology"),
        ("Megvvi Technology", "Megvii Technology"),
        ("Yitoo", "Yitu Technologies"),
        ("Yiut Technology", "Yitu Technologies"),
    ],
)
def test_a_short_name_is_found_though_it_is_misspelt(name, listed, found):
    match = found(name)[0]
    assert listed in match.entry.name
    assert (match.strength, match.score) == ("near", 90.0)
    assert "short names: " in match.why


@pytest.mark.parametrize(
    "name",
    [
        "Micron",
        "Micron Technology Inc",
        "Yito",
        "Lahua",
        "Dohea",
        "Hawaii Gas",
        "Yidu",
        "Megan",
        "Huarui",
        "Daihatsu",
    ],
)
def test_a_short_name_that_differs_by_more_or_is_of_a_known_firm_is_not(name, found):
    assert found(name) == ()


def test_a_slip_hides_no_better_score_and_is_left_out_above_its_own():
    listed = fictional("Quilla Ltd")
    assert [match.score for match in listed.matches([Subject("Quilla")])] == [100.0]
    assert [match.score for match in listed.matches([Subject("Quilma")])] == [90.0]
    assert listed.matches([Subject("Quilma")], min_score=91) == ()


def test_the_screen_says_once_how_a_short_name_was_found_and_what_a_same_core_is_not(tmp_path):
    (tmp_path / "names.txt").write_text("Huawie\n")
    shown = " ".join(sim.screen(tmp_path / "names.txt").summary(every=True).split())
    assert "); short names: one letter differs, or two are swapped" in shown
    assert "short names: short names" not in shown
    assert "A same core is not the same name: compare the whole names." in shown


def test_names_without_a_match_are_listed_too(tmp_path):
    (tmp_path / "names.txt").write_text("Yitu\nAcme Widgets\nNowhere Gears\n")
    screening = sim.screen(tmp_path / "names.txt")
    assert [subject.name for subject in screening.unmatched] == ["Acme Widgets", "Nowhere Gears"]
    assert "No match: 2 names (Acme Widgets; Nowhere Gears)." in " ".join(str(screening).split())
    assert screening.plain()["no_match"] == ["Acme Widgets", "Nowhere Gears"]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Dahua Technolgy", "Dahua Technology"),
        ("Huawei Technolgies", "Huawei Technologies Co., Ltd. (Huawei)"),
        ("SenseTime Grp", "Beijing Sensetime Technology Development Co., Ltd."),
        ("Hangzhou Hikvision Digtal Tecnology", "Hangzhou Hikvision Digital Technology Co., Ltd."),
        ("Hangzou Hikvision Digital Technology", "Hangzhou Hikvision Digital Technology Co., Ltd."),
        ("Megvii Technolgy Limted", "Megvii Technology"),
        ("iFlytek Compnay", "IFLYTEK"),
        ("Yitu Gruop", "Yitu Technologies"),
    ],
)
def test_a_name_is_found_though_its_common_words_are_misspelt_or_shortened(name, listed, found):
    match = found(name)[0]
    assert match.entry.name == listed
    assert match.score == 100.0
    assert " is taken as " in match.why


def test_a_misspelt_common_word_beside_a_misspelt_name_tells_both(found):
    match = found("Huawai Technolgies")[0]
    assert (match.strength, match.score) == ("near", 90.0)
    assert "`technolgies` is taken as `technologies`; short names: one letter differs" in match.why


def test_a_misspelt_common_word_still_shows_the_firm_of_another_country_as_such(found):
    right, other = found("Dahua Electroncs")
    assert (right.entry.name, other.entry.name) == ("Dahua Technology", "Dahua Electronics Corporation")
    assert "`electroncs` is taken as `electronics`" in other.why
    assert "countries differ: CN and US" in other.why


@pytest.mark.parametrize(
    "name", ["Micron Tecnology", "Micron Grp", "Micro Crystal Tecnology", "Technolgy", "Grp Intl"]
)
def test_what_is_left_of_a_misspelt_name_is_no_reason_for_a_match(name, found):
    assert found(name, "US") == ()
    assert fictional("Micro Tools Group", "Global Gears Technology").matches([Subject(name)]) == ()


@pytest.mark.parametrize("name", ["SenseTime Group Inc.", "SenseTime Group", "SenseTime Grp"])
def test_a_parent_is_told_from_the_listed_entity_in_whatever_form_its_name_is_written(name, found):
    assert "the parent; it is not the listed entity" in found(name)[0].known_apart
    assert found("SenseTime")[0].known_apart == ""  # the bare name may mean either
