"""This is what an open flow has to say of parties that stand on no entry of a list that is not complete here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sim.rules.answer import Truth
from sim.rules.matching import held
from sim.rules.standing import Question


@dataclass(frozen=True)
class Unlisted:
    """One list that names none of the buying parties, though its rule may reach the flow, and that is not complete."""

    text: str
    questions: tuple[Question, ...]  # of the rules that look parties up in it

    def on(self, day: dt.date) -> bool:
        """Whether a rule that asks for the list is in force on a day."""
        return any(
            day >= each.provision.comply_from
            and held(each.provision.in_force, day, each.law).truth is not Truth.NO
            for each in self.questions
        )


def unlisted(questions: Sequence[Question]) -> tuple[Unlisted, ...]:
    """What is to be said of a flow: by list, which of its buying parties are on no entry of it.

    Only of lists that lack entries, and only where a rule for them may reach the flow were the party listed.
    """
    asking: dict[str, list[Question]] = {}
    for question in questions:
        if question.answer.truth is not Truth.NO:
            for title in dict.fromkeys(
                title for _, title, _, batch in question.provision.read if not batch.complete
            ):
                asking.setdefault(title, []).append(question)
    found = []
    for title, asked in asking.items():
        # One list is read by several rules, each through its batches, of which some may be of another file.
        batches = {
            name: batch
            for each in questions
            for _, name_of_list, name, batch in each.provision.read
            if name_of_list == title
        }
        entries = [entity for batch in batches.values() for entity in batch.entries]
        flow, law = asked[0].flow, asked[0].law
        names = [
            law.name(party.entity)
            for party in flow.parties
            if party.role != "seller" and party.entity and party.entity not in entries
        ]
        for name in dict.fromkeys(names):
            text = (
                f"{name} is on none of the {len(entries)} entries of the {title} that are stated here; "
                "the list is not complete: screen the name"
            )
            found.append(Unlisted(text, tuple(asked)))
    return tuple(found)
