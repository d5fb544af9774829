"""What of a name is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.intake.screening_names import core_of, cores_of, marks_an_organisation, words_of


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "hikvision"),
        ("Zhejiang Dahua Technology Co.,Ltd", "dahua"),
        ("Nexperia B.V.", "nexperia"),
        ("Müller & Søn GmbH", "muller son"),
        ("Xi'an Huawei Technologies Co., Ltd., Xi'an, Shaanxi", "huawei"),
        ("Huawei Technologies Canada Co., Ltd.", "huawei canada"),
        ("Urumqi Municipal Public Security Bureau", "urumqi"),
        ("Bayingolin Mongolian Autonomous Prefecture Public Security Bureau", "bayingolin"),
        ("OOO Ижмаш", "ижмаш"),
    ],
)
def test_the_core_is_what_tells_a_name_from_others(name, core):
    assert core_of(name) == core


@pytest.mark.parametrize(
    "name",
    [
        "Taiwan Semiconductor Manufacturing Company",
        "Semiconductor Manufacturing International Corporation",
        "National Electronics Group",
    ],
)
def test_a_name_of_generic_words_alone_is_compared_whole(name):
    assert core_of(name) == name.lower()


@pytest.mark.parametrize(
    ("name", "cores"),
    [
        ("Huawei Technologies Co., Ltd. (Huawei)", {"huawei"}),
        (
            "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Huawei Marine Networks",
            {"huawei marine"},
        ),
        ("HiSilicon Tech (Suzhou) Co., Ltd.", {"hisilicon"}),
        (
            "Example Atomic Commission (EXAC), and subordinate entity Example Lasers",
            {"example atomic commission", "exac", "example lasers"},
        ),
        ("LTS Holding Limited (f.k.a. IPP Petroleum Products Ltd.)", {"lts", "ipp petroleum"}),
        ("海康威视 Hikvision", {"海康威视", "hikvision"}),
        ("杭州海康威视数字技术股份有限公司", {"杭州海康威视数字技术股份有限公司"}),
    ],
)
def test_stray_text_in_a_name_makes_names_of_its_own(name, cores):
    assert {core for core, _ in cores_of(name)} == cores


def test_an_organisation_is_marked_by_a_legal_form_or_a_trade():
    assert marks_an_organisation("Dahua Electronics Corporation")
    assert marks_an_organisation("TRACO SUPPLIES B.V.")
    assert not marks_an_organisation("ALEX DE LA EXAMPLE")


@given(st.text(max_size=200))
def test_any_text_has_cores_without_space_at_their_ends_and_the_same_ones_again(name):
    cores = cores_of(name)
    assert cores == cores_of(name)
    assert all(core and core == core.strip() for core, _ in cores)
    assert not words_of(name) or core_of(name)
