"""The table that people read."""

COLUMNS = ["scenario", "tchatter", "floor", "× floor", "baseline", "now/then", "per s", "p50 ms", "p99 ms", "load"]


def number(value, digits=3):
    """Three digits that matter; a dash for what is not there."""
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return f"{value:.{max(0, digits - whole)}f}"


def cells(row):
    latency = row["latency"]
    return [row["title"], f"{number(row['figure'])} {row['unit']}", number(row["floor"]),
            number(row["measure"]) if row["floor"] else "–", number(row["baseline"]), number(row["change"]),
            number(row["rate"]), number(latency["p50"] / 1000 if latency else None),
            number(latency["p99"] / 1000 if latency else None), number(row["load"], 2)]


def print_table(rows):
    lines = [COLUMNS]
    for row in rows:
        lines.append(cells(row))
        for what, value, unit in ("the last has everything", row.get("seconds"), "s"), ("of which Redis", row.get("store"), "µs"):
            if value is not None:
                lines.append(["  " + what, f"{number(value)} {unit}", *[""] * (len(COLUMNS) - 2)])
        for peer, value in row["peers"].items():
            times = f"{number(value / row['figure'])} × ours" if value and row["figure"] else "–"
            lines.append(["  " + peer, f"{number(value)} {row['unit']}", "", times, *[""] * (len(COLUMNS) - 4)])
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    for line in lines:
        first, *rest = (cell.ljust(width) if place == 0 else cell.rjust(width)
                        for place, (cell, width) in enumerate(zip(line, widths)))
        print("  ".join([first, *rest]).rstrip())
    print()
    print("tchatter, floor: µs of the servers' CPU per delivery (or connection), or bytes of memory per connection.")
    print("baseline: the committed multiple of the floor, or the figure itself; load: cores that the load itself took.")
