"""Who is muted while they write has nothing behind the mute, whatever instance they write through. infra/test-muting does it at length."""

import muting


def test_nothing_of_the_muted_gets_a_place_behind_the_mute(fleet, room, capsys):
    trial = muting.Trial(fleet, room, seed=room)
    told = sum((trial.play() for _ in range(20)), muting.Judged())
    trial.close()
    with capsys.disabled():
        print(f"\n  {told.rounds} rounds, {told.stored} messages stored, {told.refused} refused ", end="")
    assert told.wrong == []
    assert told.stored and told.refused


def entry(id, writer, **fields):
    return {"id": id, "type": "message", "from": {"id": writer}} | fields


def test_the_judge_finds_what_must_not_be():
    round = muting.Round("round")
    round.sent, round.refused = {"first", "lost", "twice"}, {"stored"}
    bob = [entry(id, "bob") for id in ("first", "twice", "stored", "twice")]
    mute = [entry("round mute", "ann"), entry("after", "bob"), entry("of another", "ann"), entry("round unmute", "ann"), entry("again", "bob")]
    told = muting.judge(round, bob + mute, "bob")
    assert told.behind == 1
    assert sorted(told.wrong) == [
        "1 behind the mute of round", "acknowledged and not there: lost", "refused and there: stored", "stored twice: twice",
    ]  # fmt: skip
