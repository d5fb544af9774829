"""This is a test of parts lists in CycloneDX, sound and broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.intake.conftest import Import, Refused


def document(**changes: Any) -> str:
    """A small hardware list, with some keys changed."""
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": "2026-01-15T00:00:00Z",
            "component": {"type": "device", "name": "Camera", "bom-ref": "camera"},
        },
        "components": [
            {
                "type": "device",
                "bom-ref": "soc",
                "name": "HI3516",
                "description": "IP camera SoC",
                "supplier": {"name": "HiSilicon", "address": {"country": "CN"}},
                "properties": [
                    {"name": "acme:quantity", "value": "1"},
                    {"name": "acme:made_in", "value": "TW"},
                ],
            },
            {
                "type": "library",
                "bom-ref": "lib",
                "name": "codec",
                "version": "2.1",
                "publisher": "Codec Works",
            },
        ],
        "dependencies": [{"ref": "camera", "dependsOn": ["soc", "lib"]}],
    }
    return json.dumps(whole | changes)


XML = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
  <components>
    <component type="device" bom-ref="a"><supplier><name>Sony</name></supplier><name>IMX307</name>
      <description>image sensor</description></component>
  </components>
</bom>
"""


def test_components_become_parts_and_their_properties_columns(imported: Import) -> None:
    _, scenario = imported(document(), "camera.json")
    (line,) = scenario.lines.values()
    assert line.title == "Camera"
    assert {name: item.class_ for name, item in line.inputs.items()} == {
        "codec-2-1": "software-component",
        "hi3516": "camera-soc",
    }
    source = line.inputs["hi3516"].sources["hisilicon"]
    assert source.made_in == "TW"
    assert scenario.clock.start.isoformat() == "2026-01-15"


def test_a_list_in_xml_is_read_too(imported: Import) -> None:
    _, scenario = imported(XML, "camera.xml")
    assert list(next(iter(scenario.lines.values())).inputs["imx307"].sources) == ["sony"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("{", "a.json", "cannot be read as JSON"),
        ("[1]", "a.json", "is JSON but not CycloneDX"),
        (document(specVersion="9.9"), "a.json", "is CycloneDX `9.9`; known are 1.0 to 1.7"),
        (document(components=[]), "a.json", "components: there are none"),
        (
            document(components=[{"type": "nonsense", "name": "x"}]),
            "a.json",
            "does not hold to CycloneDX 1.6",
        ),
        (
            document(
                dependencies=[
                    {"ref": "soc", "dependsOn": ["lib"]},
                    {"ref": "lib", "dependsOn": ["soc"]},
                    {"ref": "camera", "dependsOn": ["soc"]},
                ]
            ),
            "a.json",
            "soc -> lib -> soc: a part cannot be made of itself",
        ),
        (XML.replace("bom/1.5", "bom/7.0"), "a.xml", "is CycloneDX `7.0`"),
        (XML.replace("cyclonedx.org", "example.org"), "a.xml", "is XML but not CycloneDX"),
        (XML[:-10], "a.xml", "cannot be read as XML"),
        (XML.replace("<bom", '<!DOCTYPE bom [<!ENTITY a "b">]><bom'), "a.xml", "declares XML entities"),
    ],
)
def test_a_broken_document_is_answered_by_one_message(
    content: str, name: str, said: str, refused: Refused
) -> None:
    (found,) = refused(content, name)
    assert said in found


def test_a_document_without_a_version_is_told_what_to_write(refused: Refused) -> None:
    (found,) = refused('{"bomFormat": "CycloneDX"}', "bom.json")
    assert found == (
        'bom.json: specVersion: names no version of CycloneDX; write `"specVersion": "1.7"` or the one it holds'
    )
