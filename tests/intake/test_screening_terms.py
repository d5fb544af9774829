"""The footnotes and review policies of the Entity List, in the words the list of 2026-07-31 uses."""

from __future__ import annotations

import pytest

from sim.intake.screening_terms import Policy, footnote_of, policy_of

FOOTNOTES = {
    "For all items subject to the EAR. (See §744.11 of the EAR)": "",
    "For all items subject to the EAR. (See §744.11 of the EAR)4": "4",
    "For all items subject to the EAR (See §744.11 of the EAR).": "",
    "For all items subject to the EAR (See §744.2 of the EAR)": "",
    "For all items subject to the EAR. (See part§744.11 of the EAR).": "",
    "For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR)4": "4",
    "For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR) 4": "4",
    "For All Items Subject to the EAR (See §734.9(e), and 744.11 of the EAR)4.": "4",
    "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4": "4",
    "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)": "4",
    "For All Items Subject to the EAR (See §734.9(e)(2), and §744.11 of the EAR)4.": "4",
    "For all items subject to the EAR. (See §§ 734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5": "5",
    "For all items subject to the EAR, see §§ 734.9(e)1 and 744.11 of the EAR2": "1 and 2",
    "For all items subject to the EAR, see §§ 734.9(e)1, and 744.11 of the EAR2": "1 and 2",
    "For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2": "1 and 2",
    "For All Items Subject to the EAR (See §734.9(e)1, and §744.11 of the EAR)2.": "1 and 2",
    "For all items subject to the EAR, see §§ 734.9(e)(1) and 744.11 of the EAR": "1",
    "For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)": "3",
    "For all items subject to the EAR (See §§734.9(g)3, 746.8(a)(3), and 744.2l(b) of the EAR": "3",
    "For all items subject to the EAR (See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)": "3",
    "For All Items Subject to the EAR (See §734.9(g), 3 §746.8(a)(3), and §744.11 of the EAR).": "3",
    "For all items subject to the EAR. (See § 746.8(a)(4) of the EAR)": "",
    "For any item subject to the EAR listed in supplement no. 2 to part 744.": "",
    "": "",
}


@pytest.mark.parametrize(("requirement", "footnote"), FOOTNOTES.items())
def test_a_footnote_is_read_off_the_rule_it_brings_in_or_off_the_last_digit(requirement, footnote):
    assert footnote_of(requirement) == footnote


@pytest.mark.parametrize(
    "requirement",
    [
        "For all items subject to the EAR. (See §734.9(e) and §744.11 of the EAR)",
        "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)5",
        "For all items subject to the EAR. (See §§ 734.9(e)(2), 734.9(g),3 and 744.11 of the EAR)4",
    ],
)
def test_a_footnote_that_the_text_does_not_tell_is_not_guessed(requirement):
    assert footnote_of(requirement) == "ambiguous"


POLICIES = {
    "Presumption of denial.": Policy.PRESUMED_DENIAL,
    "Presumption of Denial": Policy.PRESUMED_DENIAL,
    "Presumption for denial": Policy.PRESUMED_DENIAL,
    "Policy of denial": Policy.DENIAL,
    "Policy of denial See §§ 746.8(b) and 744.21(e).": Policy.DENIAL,
    "Policy of denial for all items subject to the EAR apart from food and medicine designated as EAR99, which will "
    "be reviewed on a case-by case basis. See §§ 746.8(b) and 744.21(e)": Policy.DENIAL,
    "Policy of Denial. Case-by-case basis for items for U.S. Government supported use in the International Space "
    "Station (ISS).": Policy.DENIAL,
    "Case-by-case basis": Policy.CASE_BY_CASE,
    "Case-by-case review.": Policy.CASE_BY_CASE,
    "Case-by-Case review for licenses for the safety of civil aviation of aircraft.": Policy.CASE_BY_CASE,
    "casa-by-case review for items necessary to detect, identify and treat infectious disease": Policy.CASE_BY_CASE,
    "Case-by-case review for ECCNs 1A004.c, 1A004.d, 1A995, 1A999.a, 1D003, 2A983, 2D983, and 2E983, and for EAR99 "
    "items described in the Note to ECCN 1A995; casa-by-case review for items necessary to detect, identify and treat "
    "infectious disease; and presumption of denial for all other items subject to the EAR.": Policy.SPLIT,
    "Presumption of denial except case-by-case for items not described in ECCN 3B001.a.4": Policy.SPLIT,
    "Presumption of approval for EAR99 items": Policy.PRESUMED_APPROVAL,
    "Case-by-case for all items listed on the CCL. Presumption of approval for EAR99 items": Policy.PRESUMED_APPROVAL,
    "See §744.3 of this part": Policy.REFERENCE,
    "See §744.2 (d) of the EAR": Policy.REFERENCE,
    "See §§740.26, 744.11 and 744.23(d) of the EAR.": Policy.REFERENCE,
    "The license application procedure and license review policy for entities specified in supplement no. 2 to part "
    "744 is specified in §744.21(d) and (e).": Policy.REFERENCE,
    " ": Policy.NOT_STATED,
}


@pytest.mark.parametrize(("text", "policy"), POLICIES.items())
def test_a_review_policy_is_classed_whatever_its_typing(text, policy):
    assert policy_of(text) is policy


@pytest.mark.parametrize(
    "text",
    [
        "For all items subject to the EAR. (See § 744.11 of the EAR)",  # a requirement in the column of policies
        "For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR",
        "Applications are returned without action.",
        "Denied persons are not reviewed on their merits",
    ],
)
def test_words_that_fit_no_class_are_unparsed(text):
    assert policy_of(text) is Policy.UNPARSED
