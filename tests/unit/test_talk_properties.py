"""Whatever is said, in whatever order: the promises of the API hold after every turn, and the talk comes to an end."""

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.conversation.asks import CARING_TOPICS, LIFE_TOPICS
from bot.conversation.commands import METHODS
from bot.conversation.understood import Sentence, Understood
from bot.understanding.moves import CONCERN_KINDS, ELEMENTS, STORY_MOVES
from bot.understanding.sentences import sentence_spans
from tests.unit.talks import Talk, check_turn

ROLES = ("carer", "handler", "practitioner")
#: More turns than any talk needs that is only skipped or only answered.
ENOUGH = 70

a_talk = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_WORDS = (
    "I go to choir on Thursdays", "my independence", "a break", "ok", "dunno", "nobody", "no", "yes", "Yes, and Sioned sits with him",
    "Mae Mam yn y gadair drwy'r nos", "neb", "ydw", "dim byd", "he can still drive", "my daughter thinks I should move to be near her",
    "four calls a day", "I can't leave him after six, he frets", "It's for my mother, I look after her",
    "my neighbour, number 9",
    "{about} and {matter}", "Dr. Price says 2.5 hours", "“quoted”", "…", "🙂🙂", "line one\nline two", "Cymraeg", "English", "16", "42",
    "Yes, share it", "rather not say", "a\u0301 combining", "Mae'r bws yn stopio am saith", "/restart",
    "It is hard: the nights; the mornings",
)  # fmt: skip
phrases = st.one_of(st.sampled_from(_WORDS), st.text(alphabet="abc éŵ'\"“”,{}:;-🙂", max_size=30).map("a{}".format))
texts = st.lists(phrases, min_size=1, max_size=4).map(". ".join)
told = st.dictionaries(st.sampled_from(ELEMENTS), st.sampled_from((0.2, 0.5, 0.6, 0.75, 0.95)), max_size=3)


@st.composite
def understandings(draw: Any, text: str) -> Understood:
    """Whatever the move model might say of ``text``, sensible or not."""
    spans = sentence_spans(text)
    sentences = tuple(Sentence(start, end, draw(told) if text[start].isalpha() else {}) for start, end in spans)
    elements = tuple(dict.fromkeys(e for s in sentences for e, p in s.elements.items() if p >= 0.5))
    move = draw(st.sampled_from((*STORY_MOVES, "accept", "accept", "control", "control", "concern")))
    command = kind = term = None
    if move == "control":
        command = draw(st.sampled_from(sorted(METHODS)))
    elif move == "concern":
        kind = draw(st.sampled_from(CONCERN_KINDS))
    elif move in ("so_what", "why", "own_view", "context"):
        words = [(w, w + len(word)) for word in text.split() if (w := text.find(word)) >= 0]
        term = draw(st.sampled_from([*words, None])) if words else None
    return Understood(move, command, kind, term, elements, sentences)


def begin(data: Any) -> Talk:
    """A talk of any role, language and age, its first question put."""
    role = data.draw(st.sampled_from(ROLES))
    talk = Talk(role, data.draw(st.sampled_from(("en", "cy", None))))
    check_turn(talk)
    if talk.state.talk.language is None:
        talk.say(data.draw(st.sampled_from(("Cymraeg", "English"))))
        check_turn(talk)
    if role == "carer" and data.draw(st.booleans()):
        talk.say(data.draw(st.sampled_from(("Yes", "No", "Ydw", "Nac ydw"))))
        check_turn(talk)
    return talk


def turn(talk: Talk, data: Any) -> None:
    """Say anything at all, and see that every promise holds."""
    text = data.draw(texts)
    talk.hear(text, data.draw(understandings(text)), word_for_word=data.draw(st.booleans()))
    check_turn(talk)


@given(st.data())
@a_talk
def test_every_promise_holds_after_every_turn_of_any_talk(data: Any) -> None:
    talk = begin(data)
    for _ in range(data.draw(st.integers(1, 30))):
        if talk.state.talk.state == "ended":
            break
        turn(talk, data)


@given(st.data())
@a_talk
def test_a_talk_in_which_everything_is_skipped_comes_to_its_end_whatever_was_said_before(data: Any) -> None:
    talk = begin(data)
    for _ in range(data.draw(st.integers(0, 8))):
        if talk.state.talk.state != "ended":
            turn(talk, data)
    for _ in range(ENOUGH):
        if talk.state.talk.state == "ended":
            break
        talk.do("skip")
        check_turn(talk)
    assert talk.state.talk.state == "ended"


@given(st.data())
@a_talk
def test_a_talk_of_particular_answers_comes_to_its_end_and_leaves_nothing_out(data: Any) -> None:
    talk = begin(data)
    for number in range(ENOUGH + 60):
        if talk.state.talk.state == "ended":
            break
        if talk.open and talk.open.element == "outcome" and (talk.open.outcome or 0) > 1:
            talk.say("No, that's all")
        else:
            talk.say(f"{data.draw(st.sampled_from(_WORDS[:1] + _WORDS[16:18]))} number {number}", tells=[data.draw(told)])
        check_turn(talk)
    assert talk.state.talk.state == "ended"
    keys = {ask.key for ask in talk.asks()}
    keys |= _told(talk)
    assert {"circumstances", "outcome/1", "need/1", "anything_else", "read_back", "consent/share", "consent/assessment"} <= keys
    if talk.role != "handler":
        assert _caring_keys() <= keys


@given(st.data())
@settings(a_talk, phases=[Phase.generate])
def test_the_carers_part_is_asked_whatever_came_before_unless_the_person_stops(data: Any) -> None:
    talk = Talk(data.draw(st.sampled_from(("carer", "practitioner"))))
    for _ in range(120):
        ask = talk.open
        if ask is None or ask.element == "anything_else":
            break
        if ask.element == "offer":
            talk.do("deny", "No, carry on")
            continue
        text = data.draw(texts)
        understood = data.draw(understandings(text))
        if understood.move in ("concern", "control"):
            understood = Understood("control", data.draw(st.sampled_from(("skip", "deny", "affirm"))), None, None, (), understood.sentences)
        talk.hear(text, understood)
        check_turn(talk)
    if talk.role == "practitioner" and (talk.open is None or talk.open.element != "anything_else"):
        return  # still talking: there is no limit
    assert _caring_keys() <= {ask.key for ask in talk.asks()} | _told(talk)


@given(st.data())
@a_talk
def test_what_was_told_is_kept_somewhere_unless_it_was_thin_or_said_to_the_assistant(data: Any) -> None:
    talk = Talk(data.draw(st.sampled_from(ROLES)), young=None)
    while talk.open and talk.open.element == "opening":
        talk.say("No") if talk.open.topic == "under_18" else talk.say("It's about me")
    for _ in range(data.draw(st.integers(1, 15))):
        ask = talk.open
        if ask is None or ask.element in ("anything_else", "read_back", "consent", "offer"):
            break
        text = "He waits at the window until I come. The evenings are long for us both."
        understood = data.draw(understandings(text))
        if understood.move in ("control", "concern", "nudge"):
            understood = Understood("accept", None, None, None, understood.elements, understood.sentences)
        reply = talk.hear(text, understood)
        said_by = reply.message.id if reply.message else ""
        assert any(quote.message == said_by for quote in talk.quotes()), "an answer was lost"


@given(st.data())
@a_talk
def test_a_talk_can_be_reopened_after_its_end_and_ends_again(data: Any) -> None:
    talk = begin(data)
    for _ in range(data.draw(st.integers(0, 6))):
        if talk.state.talk.state != "ended":
            turn(talk, data)
    for _ in range(2):
        for _ in range(ENOUGH):
            if talk.state.talk.state == "ended":
                break
            talk.do("skip")
        assert talk.state.talk.state == "ended"
        said = talk.reopen().said
        assert said and (talk.state.talk.state == "ended" or sum(1 for s in said if s.ask) == 1)


def _caring_keys() -> set[str]:
    return {f"caring_role/{topic}" for topic in CARING_TOPICS} | {f"work_leisure/{topic}" for topic in LIFE_TOPICS}


def _told(talk: Talk) -> set[str]:
    """The keys of questions that the record answers without their having been asked."""
    keys = set()
    for topic in (*CARING_TOPICS, *LIFE_TOPICS):
        if talk.state.record.at("caring/" + topic.replace("_", "/")):
            keys.add(f"{'caring_role' if topic in CARING_TOPICS else 'work_leisure'}/{topic}")
    if talk.state.record.at("circumstances"):
        keys.add("circumstances")
    if talk.state.record.outcomes():
        keys.add("outcome/1")
    if talk.state.record.numbers_used("needs"):
        keys.add("need/1")
    return keys
