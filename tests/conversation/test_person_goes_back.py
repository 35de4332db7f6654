"""Somebody goes back: the last answer is opened again, and the new words replace the old ones."""

from tests.live import PLAIN, Talk, says, words_in

NEW = "I want to go back to painting with Nerys in Treherbert library every Monday morning like we used to."


def test_back_opens_the_last_answer_again(talk: Talk) -> None:
    asked = talk.go_to("outcome")
    talk.answer_plainly()
    reply = talk.say("go back")
    assert "action_go_back" in talk.actions_run()
    assert says(reply.besides, "utter_back")
    assert reply.ask["id"] == asked.ask["id"]


def test_the_new_answer_replaces_the_old_one_and_is_not_added_to_it(talk: Talk) -> None:
    talk.go_to("outcome")
    old = talk.plain_answer()
    talk.answer_plainly()
    talk.say("go back")
    talk.say(NEW)
    record = talk.record
    assert [outcome["statement"]["text"] for outcome in record["outcomes"]] == [NEW]
    assert old not in words_in(record)


def test_the_old_words_stay_in_the_log(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.answer_plainly()
    talk.say("go back")
    talk.say(NEW)
    assert [message["text"] for message in talk.said][-3:] == [PLAIN["en"]["outcome"], "go back", NEW]


def test_after_the_new_answer_the_talk_goes_on_where_it_was(talk: Talk) -> None:
    talk.go_to("outcome")
    was = talk.answer_plainly().ask
    talk.say("go back")
    assert talk.say(NEW).ask["id"] == was["id"]


def test_going_back_to_a_question_that_was_skipped(talk: Talk) -> None:
    asked = talk.go_to("barrier").ask
    answer = talk.plain_answer()
    talk.say("Skip")
    assert talk.say("go back").ask["id"] == asked["id"]
    talk.say(answer)
    assert words_in(talk.record["outcomes"][0]["barriers"]) == [answer]


def test_before_the_first_question_there_is_nothing_to_go_back_to(ready) -> None:
    talk = ready.begin("carer", "en")
    asked = talk.ask
    reply = talk.say("go back")
    assert says(reply.besides, "utter_back_nothing")
    assert reply.ask["id"] == asked["id"]


def test_skipping_what_was_opened_again_takes_the_old_words_away(talk: Talk) -> None:
    talk.go_to("outcome")
    talk.answer_plainly()
    talk.say("go back")
    talk.say("Skip")
    assert PLAIN["en"]["outcome"] not in words_in(talk.record)
    assert PLAIN["en"]["outcome"] in [message["text"] for message in talk.said]


def test_twice_in_a_row_goes_one_further(talk: Talk) -> None:
    day = talk.ask
    talk.go_to("barrier")
    talk.say("go back")
    reply = talk.say("go back")
    assert "action_go_back" in talk.actions_run()
    assert reply.ask["id"] == day["id"]


def test_from_the_close_back_into_the_talk(talk: Talk) -> None:
    asked = talk.go_to("outcome").ask
    talk.answer_plainly()
    assert talk.say("stop").ask["element"] == "read_back"
    assert talk.say("go back").ask["id"] == asked["id"]
    talk.say(NEW)
    assert [outcome["statement"]["text"] for outcome in talk.record["outcomes"]] == [NEW]
