"""An invented region and its meeting, for the tests and the bench of the typesetter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from secretariat.publishing.typeset.model import (
    Decision,
    Delegation,
    FollowUp,
    Footnote,
    HostingOffer,
    Letterhead,
    MeetingFacts,
    Participant,
    ReportData,
    ReportEntry,
)

DENOMINATION = Footnote(
    mark="*",
    text="This name is used without prejudice to any position on the status of the islands, as the members "
    "of the network agreed in the Lagoon Arrangement.",
)

ENTRIES = (
    ReportEntry(
        number=1,
        kind="opening",
        kind_word="Opening",
        speaker_line="Ms Žofija Črnič, Chair, Veldania",
        text="The Chair opened the closed session, thanked the host town for its hospitality and recalled that "
        "what is said in the room stays with the members until they release it.",
    ),
    ReportEntry(
        number=2,
        kind="statement",
        kind_word="Statement",
        speaker_line="Ђорђе Ђурашковић (Đorđe Đurašković), National Coordinator, Morava Coast",
        text="The coordinator gave an account of the first year of the coastal teams. Four towns now meet every "
        "month; two others wait for a decision of their councils.\n"
        "He underlined that labour inspectors were the first to notice what later became a joint inquiry, and "
        "asked that they be invited to the next training.",
    ),
    ReportEntry(
        number=3,
        kind="proposal",
        kind_word="Proposal",
        speaker_line="Mr Ștefan Țurcanu, Deputy Coordinator, Upper Carpathia",
        text="It was proposed that each member name one person who answers questions of the others within five "
        "working days, and that the list be kept by the Secretariat.",
    ),
    ReportEntry(
        number=4,
        kind="support",
        kind_word="Support",
        speaker_line="Ms Élise Mörk, National Coordinator, Osteria*",
        text="Osteria* supported the proposal and added that a substitute should be named as well.",
    ),
    ReportEntry(
        number=5,
        kind="statement",
        kind_word="Statement",
        speaker_line="Mr Şükrü Yıldız, adviser, Lower Thracia",
        on_behalf_line="on behalf of Ms Ağça Güneş, National Coordinator, Lower Thracia",
        text="A message of the absent coordinator was read out: her office has moved to the Ministry of Labour, "
        "the telephone line stays the same, and the new address will be sent in writing.",
    ),
    ReportEntry(
        number=6,
        kind="request",
        kind_word="Request",
        speaker_line="Ms Élise Mörk, National Coordinator, Osteria*",
        text="Osteria* asked the others for their model agreements between police and shelters, in any language.",
        ring_word="Bureau",
    ),
    ReportEntry(
        number=8,
        kind="decision",
        kind_word="Decision",
        text="The meeting agreed that each member names a contact person and a substitute, and that the "
        "Secretariat keeps the list and sends it round in January and in July.",
        decision_number="2031/1",
    ),
    ReportEntry(
        number=9,
        kind="offer",
        kind_word="Offer",
        speaker_line="Ms Žofija Črnič, Chair, Veldania",
        text="Veldania intends to hold the spring meeting of 2032 in the margins of the Lagoon Forum.",
    ),
    ReportEntry(
        number=10,
        kind="information",
        kind_word="Information",
        speaker_line="Ms Αικατερίνη Παππά, observer, Harbour Institute",
        text="Излагането беше на български език: новият наръчник за местните комисии излиза през есента и ще "
        "бъде изпратен на всички координатори.",
        language="bg",
    ),
    ReportEntry(
        number=11,
        kind="closing",
        kind_word="Closing",
        speaker_line="Ms Žofija Črnič, Chair, Veldania",
        text="The Chair summed up, thanked the interpreters and closed the session at half past five.",
    ),
)


def short_report() -> ReportData:
    """Two pages: ten entries (number 7 is left out), six people of five members, one with a footnote."""
    return ReportData(
        chair=Letterhead(
            office="The Chair",
            name="Republic of Veldania",
            lines=("Office of the National Coordinator", "4 Harbour Street, Vel"),
        ),
        secretariat=Letterhead(
            office="The Secretariat",
            name="Lagoon Secretariat",
            lines=("Centre for Regional Cooperation", "secretariat@lagoon.example"),
        ),
        marking="Members only",
        ref="LN/2031/R-4",
        network_name="Lagoon Network of National Coordinators",
        title="Report of the closed session of the coordinators",
        state_word="Approved on 12 June 2031",
        meeting=MeetingFacts(
            dates="30 May 2031",
            place="Saltmarsh, Veldania",
            within="the Ninth Lagoon Forum, 29 to 31 May 2031",
            organiser="the Chair and the Secretariat",
        ),
        delegations=(
            Delegation(
                member="Veldania",
                people=(
                    Participant(
                        name="Žofija Črnič", function="National Coordinator, Chair", attendance="present"
                    ),
                    Participant(name="Łucja Świętek", function="adviser", attendance="present"),
                ),
            ),
            Delegation(
                member="Morava Coast",
                people=(
                    Participant(
                        name="Ђорђе Ђурашковић (Đorđe Đurašković)",
                        function="National Coordinator",
                        attendance="present",
                    ),
                ),
            ),
            Delegation(
                member="Upper Carpathia",
                people=(
                    Participant(name="Ștefan Țurcanu", function="Deputy Coordinator", attendance="present"),
                ),
            ),
            Delegation(
                member="Osteria*",
                people=(
                    Participant(name="Élise Mörk", function="National Coordinator", attendance="present"),
                ),
            ),
            Delegation(
                member="Lower Thracia",
                people=(
                    Participant(
                        name="Ağça Güneş",
                        function="National Coordinator",
                        attendance="represented by Şükrü Yıldız, adviser",
                    ),
                ),
            ),
        ),
        left_out="One entry is restricted and not in this version.",
        entries=ENTRIES,
        decisions=(
            Decision(
                number="2031/1",
                text="Each member names a contact person and a substitute; the Secretariat keeps the list.",
                entry_number=8,
                review="May 2032",
            ),
        ),
        follow_ups=(
            FollowUp(
                what="Name a contact person and a substitute", who="all members", by_when="30 June 2031"
            ),
            FollowUp(what="Invite labour inspectors to the next training", by_when="autumn 2031"),
            FollowUp(what="Send model agreements between police and shelters to Osteria*", who="all members"),
            FollowUp(what="Send the new address of the office in Lower Thracia"),
        ),
        offers=(
            HostingOffer(
                who="Veldania", when="spring 2032", within="Tenth Lagoon Forum", firmness="intended"
            ),
            HostingOffer(who="Morava Coast", when="October 2032", where="Novi Rt", firmness="tentative"),
        ),
        deed_head="3f0c9a4be21d77c05a8e6f1b94d2c8830fb1a6e95d47c2380b6e1f9ad05c7b42",
        generated="Typeset from the approved record on 14 June 2031.",
        footnotes=(DENOMINATION,),
        made_at=datetime(2031, 6, 14, 9, 30, tzinfo=UTC),
    )


def long_report() -> ReportData:
    """About fifteen pages: eighty entries in four rounds, every text different."""
    rounds = [
        replace(
            entry,
            number=20 * turn + at,
            text=f"Round {turn + 1}, point {at}. {entry.text} Taken up again under point {at + 20 * turn}, with "
            "a written note to follow: the members asked for figures by quarter, for the names of the bodies "
            "that hold them, and for a short account of what had been tried before and given up.\n"
            f"On point {at} no delegation wished to add anything at this stage of round {turn + 1}.",
            decision_number=f"2031/{turn + 1}.{at}" if entry.decision_number else "",
            language="",
        )
        for turn in range(4)
        for at, entry in enumerate([*ENTRIES, *ENTRIES], start=1)
    ]
    short = short_report()
    return replace(
        short, entries=tuple(rounds), follow_ups=short.follow_ups * 6, title="Report of the long session"
    )
