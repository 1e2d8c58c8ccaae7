"""What the rules find in invented papers: header, people, entries, outputs, meetings ahead."""

from __future__ import annotations

import pytest

from secretariat.archive.reading.sentences import sentences
from secretariat.archive.reading.states import state_named, state_of_adjective
from tests.archive_reading.papers import MINUTES, REPORT, read, said


def test_a_report_gives_its_header_with_the_words_it_rests_on() -> None:
    reading = read(REPORT)
    header = reading.header
    assert {
        name: found.value
        for name in (
            "body",
            "starts_on",
            "ends_on",
            "place",
            "country",
            "closed",
            "within",
            "organiser",
            "secretariat",
        )
        if (found := getattr(header, name)) is not None
    } == {
        "body": "Coast Guard Liaison Network of the Amber Isles (CGLN)",
        "starts_on": "2022-03-03",
        "ends_on": "2022-03-03",
        "place": "Port Ilmar",
        "country": "MT",
        "closed": True,
        "within": "Maritime Safety Conference of the Amber Isles",
        "organiser": "Lighthouse Institute for Sea Rescue (LISR)",
        "secretariat": "Lighthouse Institute for Sea Rescue (LISR)",
    }
    assert header.place is not None
    assert reading.text[slice(*header.place.span)] == "Port Ilmar"


def test_what_a_paper_does_not_say_stays_unsaid() -> None:
    header = read("Mr. Galen Tross said that the nets were old.").header
    assert header.body is None
    assert header.starts_on is None
    assert header.place is None
    assert header.country is None
    assert header.closed is None
    assert header.chair is None


def test_people_come_with_function_member_and_presence() -> None:
    people = {p.name: p for p in read(REPORT).people}
    assert list(people) == ["Oda Brenner", "Tiberiu Vance", "Edvin Sorel", "Bruno Katan", "Lena Orlik"]
    assert people["Oda Brenner"].function == "National Liaison Officer"
    assert people["Oda Brenner"].member == "Croatia"
    assert people["Oda Brenner"].honorific == "Ms."
    assert people["Tiberiu Vance"].function == "Head of Sea Rescue"
    assert people["Tiberiu Vance"].member == "Albania"
    assert people["Bruno Katan"].present is False
    assert people["Edvin Sorel"].present is True
    assert people["Lena Orlik"].member is None


def test_entries_name_kind_and_speaker_in_the_order_of_the_report() -> None:
    reading = read(REPORT)
    assert [said(reading, e)[:2] for e in reading.entries] == [
        ("opening", "Oda Brenner"),
        ("information", "Oda Brenner"),
        ("proposal", "Oda Brenner"),
        ("proposal", "Oda Brenner"),
        ("support", "Tiberiu Vance"),
        ("statement", "Tiberiu Vance"),
        ("request", "Edvin Sorel"),
        ("reservation", "Lena Orlik"),
        ("offer", "Oda Brenner"),
    ]
    assert said(reading, reading.entries[2])[2] == "Write a leaflet about five years of joint exercises"


def test_a_message_is_credited_to_the_one_whose_words_it_carries() -> None:
    reading = read(REPORT)
    request = next(e for e in reading.entries if e.kind == "request")
    names = {p.ref: p.name for p in reading.people}
    assert request.on_behalf_of is not None
    assert names[request.on_behalf_of] == "Bruno Katan"


def test_a_refusal_to_support_is_no_support() -> None:
    reading = read("Mr. Odo Farr did not support the plan. Ms. Ina Wold supported the plan.")
    assert [e.kind for e in reading.entries] == ["reservation", "support"]


def test_a_sentence_that_only_reports_a_discussion_is_no_entry() -> None:
    assert read("At the end the dates of further meetings were discussed.").entries == ()


def test_documents_asked_for_become_outputs() -> None:
    outputs = read(REPORT).outputs
    assert [(o.kind, o.addressee) for o in outputs] == [
        ("leaflet", None),
        ("position paper", "Harbour Council"),
    ]


def test_an_offer_to_host_is_a_tentative_meeting_ahead() -> None:
    reading = read(REPORT)
    (ahead,) = reading.meetings_ahead
    assert (ahead.place, ahead.when, ahead.earliest, ahead.latest, ahead.firmness) == (
        "Rijeka",
        "June",
        "2022-06-01",
        "2022-06-30",
        "tentative",
    )
    assert ahead.offered_by == reading.people[0].ref


def test_minutes_by_topic_give_lists_decisions_and_action_points() -> None:
    reading = read(MINUTES, "minutes.md")
    assert [(p.name, p.present) for p in reading.people] == [
        ("Nils Aldric", True),
        ("Pia Torval", True),
        ("Ruben Ekdal", True),
        ("Sara Quist", False),
    ]
    assert [said(reading, e)[:2] for e in reading.entries] == [
        ("information", "Pia Torval"),
        ("decision", None),
        ("commitment", "Ruben Ekdal"),
        ("information", None),
        ("decision", None),
        ("commitment", "Pia Torval"),
    ]
    assert reading.entries[2].due == "before 1 June 2021"
    assert reading.entries[5].due == "End of May"
    assert reading.header.chair is not None
    assert reading.header.chair.value == "Nils Aldric"
    assert [m.earliest for m in reading.meetings_ahead] == ["2021-09-09"]


def test_a_letterhead_in_two_columns_names_the_chair_when_the_secretariat_is_known() -> None:
    head = "Chair\n\n\nSecretariat\n\nREPUBLIC OF CROATIA MINISTRY OF THE SEA\n\n"
    reading = read(REPORT + "\n\n" + head + "Mr. Odo Farr said that nets are old.\n\n" + head)
    assert reading.header.chair is not None
    assert reading.header.chair.value == "Republic of Croatia Ministry of the Sea"
    assert not any("MINISTRY" in said(reading, e)[2] for e in reading.entries)


def test_a_record_of_speech_goes_from_label_to_label() -> None:
    turns = [
        "**Norland | Representative**\n\nThank you, Chair.\n\nNorland aligns itself with the statement of the islands.",
        "**Sudland | Representative**\n\nWe propose a common register of boats. Fish know no border.",
        "**Board | Co-Chair**\n\nThe meeting is adjourned.",
    ]
    reading = read("\n\n".join(turns), "record.md")
    assert [said(reading, e)[:2] for e in reading.entries] == [
        ("support", "Norland"),
        ("proposal", "Sudland"),
        ("statement", "Sudland"),
        ("closing", "Board Co-Chair"),
    ]


def test_labels_set_by_a_machine_name_nobody() -> None:
    talk = "[Speaker 1]\nWe should paint the whole ferry white again this spring, with all hands on deck.\n\n"
    reading = read(talk + talk.replace("1", "2") + talk)
    assert reading.people == ()
    assert {(e.speaker, e.seat) for e in reading.entries} == {(None, None)}


def test_two_who_act_together_get_one_entry_each_over_the_same_words() -> None:
    reading = read(
        "Present: Ana Lind, Bo Marsk\n\nAna Lind and Bo Marsk proposed a joint patrol of the strait."
    )
    assert [said(reading, e)[:2] for e in reading.entries] == [
        ("proposal", "Ana Lind"),
        ("proposal", "Bo Marsk"),
    ]
    assert reading.entries[0].span == reading.entries[1].span


def test_a_second_verb_of_speaking_opens_an_entry_of_its_own() -> None:
    reading = read(
        "Ms. Ina Wold welcomed the leaflet with much warmth, and encouraged all ports to print it."
    )
    assert [e.kind for e in reading.entries] == ["support", "request"]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("declared the session open.", "opening"),
        ("adjourned the meeting.", "closing"),
        ("urged that the goals be clear.", "statement"),
        ("urged all ports to reply.", "request"),
        ("offered to lend two boats.", "offer"),
        ("pledged to pay the fuel.", "commitment"),
        ("agreed to write the letter.", "commitment"),
        ("agreed with this view.", "support"),
        ("expressed concerns about the cost.", "reservation"),
        ("wondered whether the pier could be longer.", "proposal"),
        ("explained the new signals.", "information"),
        ("stressed the value of trust.", "statement"),
        ("said that he is ready to host the next exercise.", "offer"),
    ],
)
def test_the_verb_and_what_it_governs_give_the_kind(sentence: str, kind: str) -> None:
    assert [e.kind for e in read(f"Mr. Odo Farr {sentence}").entries] == [kind]


def test_sentences_do_not_end_at_honorifics_and_initials() -> None:
    text = "Dr. A. B. Moll spoke. Mr. Roe, Capt. Lee and others agreed. Why?"
    assert [text[s:e] for s, e in sentences(text, 0, len(text))] == [
        "Dr. A. B. Moll spoke.",
        "Mr. Roe, Capt. Lee and others agreed.",
        "Why?",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Republic of Slovenia", "SI"),
        ("Crna Gora", "ME"),
        ("Северна Македонија", "MK"),
        ("FYROM", "MK"),
        ("Kosovo*", "XK"),
        ("Türkiye", "TR"),
        ("BiH", "BA"),
    ],
)
def test_states_are_known_by_their_many_names(words: str, code: str) -> None:
    state = state_named(words)
    assert state is not None
    assert state.code == code


def test_kosovo_keeps_the_asterisk_of_its_footnote() -> None:
    state = state_named("Kosovo")
    assert state is not None
    assert state.name == "Kosovo*"


def test_an_adjective_leads_to_its_state_and_an_unknown_one_to_none() -> None:
    state = state_of_adjective("Serbian")
    assert state is not None
    assert state.code == "RS"
    assert state_of_adjective("Norlandic") is None


def test_talk_begins_where_the_list_of_those_present_ends_without_a_heading() -> None:
    reading = read(
        "PRESENT:\n\nMr G. P. Farr, Chairman.\n\nMs I. Wold, Third Secretary, Office of Nets.\n\n"
        "The meeting commenced at ten in the morning.\n\nMS WOLD asked whether the nets had come."
    )
    assert [(p.name, p.function) for p in reading.people] == [
        ("G. P. Farr", "Chairman"),
        ("I. Wold", "Third Secretary"),
    ]
    assert [said(reading, e)[:2] for e in reading.entries] == [("request", "I. Wold")]


def test_a_name_and_a_colon_open_a_turn() -> None:
    reading = read("MS. WOLD: Welcomed the plan of the islands.\n\nMR. FARR: Is the pier safe?")
    assert [said(reading, e)[:2] for e in reading.entries] == [("support", "WOLD"), ("request", "FARR")]


def test_who_acts_in_the_passive_is_found_behind_the_verb() -> None:
    reading = read("A common register was proposed by Ms. Ina Wold.")
    assert [said(reading, e)[:2] for e in reading.entries] == [("proposal", "Ina Wold")]


def test_those_a_meeting_elects_are_people_of_the_paper() -> None:
    reading = read("The following nominees were elected: Mr. Odo Farr (Croatia), Ms. Ina Wold (Serbia).")
    assert [(p.name, p.member, p.present) for p in reading.people] == [
        ("Odo Farr", "Croatia", None),
        ("Ina Wold", "Serbia", None),
    ]
    assert [e.kind for e in reading.entries] == ["decision"]


def test_people_only_talked_about_leave_no_trace() -> None:
    reading = read("Ms. Ina Wold said that Mr. Odo Farr's boat is old. He had bought it long ago.")
    assert [p.name for p in reading.people] == ["Ina Wold"]


def test_initials_and_slips_of_the_pen_still_mean_the_person() -> None:
    reading = read(
        "Participants:\n- Viktor Lindal (VL)\n- Ana Roswall (AR)\n\nVL - noted the cost.\n\nVictor suggests to wait."
    )
    assert [said(reading, e)[1] for e in reading.entries] == ["Viktor Lindal", "Viktor Lindal"]


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    reading = read("Ms. Ina Wold proposed the following:\n\n\uf0b7 Paint the pier\n\uf0b7 Mend the nets")
    assert [said(reading, e)[2] for e in reading.entries] == ["Paint the pier", "Mend the nets"]
