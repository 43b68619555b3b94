"""From what people, guest and watch tell to figures, each of which holds or does not."""

import dataclasses

# In ms from sending to anybody else's receiving it; of Redis's time and memory.
P99, REDIS_TIME, REDIS_MEMORY = 100, 0.5, 0.8
# In a run of some seconds one pause of a busy machine is p99: what is to be found there takes seconds.
QUICK_P99 = 1_000


@dataclasses.dataclass(frozen=True)
class Figure:
    what: str
    value: str
    bound: str
    holds: bool

    def __str__(self):
        return f"  {self.what:58} {self.value:>12}   {self.bound:18} {'holds' if self.holds else 'DOES NOT HOLD'}"


def none_of(what, counts):
    """A figure that has to be zero: a number, or a counter whose words are told."""
    if isinstance(counts, int):
        return Figure(what, str(counts), "none", counts == 0)
    told = ", ".join(f"{count} {word}" for word, count in counts.items())
    return Figure(what + (f" ({told})" if told else ""), str(sum(counts.values())), "none", not counts)


def below(what, share, bound):
    return Figure(what, f"{100 * share:.1f} %", f"below {100 * bound:.0f} %", share < bound)


def enough(people, seconds, interval):
    """How many messages so many people write at least within a time, each of them one in an interval on average: a third of
    what is to be expected. Of fewer nothing can be said."""
    return int(people * seconds / interval / 3)


def of_people(people, seconds, interval, prefix="", most=P99):
    """What counts: nobody notices that the guest is there."""
    least = enough(people["people"], seconds, interval)
    p99 = people["p99"]
    figures = [
        Figure(f"{prefix}messages written", f"{people['sent']:,}", f"at least {least}", people["sent"] >= least),
        none_of(f"{prefix}messages refused", people["refused"]),
        none_of(f"{prefix}connections cut, polls refused", people["cut"]),
        none_of(f"{prefix}messages never acknowledged", people["undecided"]),
        none_of(f"{prefix}messages lost", people["lost"]),
        none_of(f"{prefix}messages doubled", people["doubled"]),
        Figure(f"{prefix}p99 from sending to receiving", "–" if p99 is None else f"{p99:,.0f} ms", f"below {most} ms", p99 is not None and p99 < most),
    ]
    if not prefix:
        figures.append(none_of("newcomers who could not sign in", people["newcomers_refused"]))
    return figures


def of_watch(row, seen):
    figures = [none_of("instances that HAProxy found down", seen["downs"]), none_of("instances that ended", seen["ended"])]
    if "redis" in seen and row.has_people:
        figures += [below("Redis's share of its time", seen["redis"], REDIS_TIME), below("Redis's memory at its peak", seen["memory"], REDIS_MEMORY)]
    if row.taken is not None:
        figures.append(below("Redis's memory that the guest took", seen["taken"], row.taken))
    if row.grown is not None:
        megabytes, most = seen["grown"] / (1 << 20), row.grown / (1 << 20)
        figures.append(Figure("an instance's growth", f"{megabytes:,.0f} MB", f"below {most:.0f} MB", megabytes < most))
    return figures


def of_words(row, words):
    """What the guest was told."""
    figures = [none_of("refusals of the guest without plain words", words["wordless"])]
    if row.is_told:
        told = sum(words["counts"].values())
        figures.append(Figure("times that the guest was told what it exceeded", f"{told:,}", "at least 1", told > 0))
    return figures


def of_bounds(row, figures):
    """The row's own bounds. What is not told is nothing, unless there has to be some."""
    found = []
    for bound in row.bounds:
        value = figures.get(bound.what, 0)
        limits = [f"at least {bound.least}"] * (bound.least is not None) + [f"at most {bound.most}"] * (bound.most is not None)
        holds = (bound.least is None or value >= bound.least) and (bound.most is None or value <= bound.most)
        found.append(Figure(bound.what, f"{value:,}", ", ".join(limits), holds))
    return found
