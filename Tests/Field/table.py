"""What was seen, kept in results.json, and the tables that the documents show of it."""

import json
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SAVED = pathlib.Path(__file__).resolve().parent / "results.json"
PROXIES_PAGE, CLIENTS_PAGE = PROJECT / "infra" / "proxies" / "README.md", PROJECT / "Public" / "clients.md"

VISITS = ("page", "sign-in", "WebSocket", "long-poll of 25 s", "Secure cookie", "visitor's address", "idle for 70 s")
DISTURBANCES = ("reload", "drain", "drain notice", "outage of 5 s")
SITUATIONS = ("1012", "4008", "4012", "4501", "busy", "history", "503", "full", "maintenance")


def saved():
    """{"proxies": {"nginx, recommended": outcomes}, "clients": {name: {situation: what its user sees}}}."""
    return json.loads(SAVED.read_text()) if SAVED.exists() else {"proxies": {}, "clients": {}}


def keep(part, name, outcomes):
    """Keeps what came of one proxy or client, and renders all tables anew."""
    records = saved()
    kept = records[part].setdefault(name, {})
    for what, outcome in outcomes.items():
        # What a short run does not try stays as it was.
        kept[what] = kept.get(what, {}) | outcome if isinstance(outcome, dict) else outcome
    SAVED.write_text(json.dumps(records, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    for page, text in pages(records).items():
        page.write_text(text)


def pages(records):
    """{page: its text with the tables of these records}."""
    recommended, shortest = (rows_of(records["proxies"], kind) for kind in ("recommended", "shortest"))
    return {
        PROXIES_PAGE: between(between(PROXIES_PAGE.read_text(), "recommended", recommended), "shortest", shortest),
        CLIENTS_PAGE: between(CLIENTS_PAGE.read_text(), "clients", clients(records["clients"])),
    }


def between(text, name, lines):
    """A page's text, with these lines between the two marks of that name."""
    begin, end = f"<!-- {name}: rendered by infra/test-field --save -->", f"<!-- end of {name} -->"
    head, rest = text.split(begin)
    return f"{head}{begin}\n" + "\n".join(lines) + f"\n{end}{rest.split(end)[1]}"


def row(cells):
    return "| " + " | ".join(cells) + " |"


def rows_of(records, kind):
    """One line a proxy. Where it matters whether there is TLS, without and with it."""
    yield row(["", *VISITS, *DISTURBANCES])
    yield "|" + "---|" * (1 + len(VISITS) + len(DISTURBANCES))
    for name, outcomes in sorted(records.items()):
        if name.endswith(f", {kind}"):
            fronts = [both(*(outcomes[front].get(deed, "not tried") for front in ("plain", "TLS"))) for deed in VISITS]
            yield row([name.split(",")[0], *fronts, *(outcomes["both"].get(deed, "not tried") for deed in DISTURBANCES)])


def both(plain, secure):
    return plain if plain == secure else f"{plain}; TLS: {secure}"


def clients(records):
    """One line a client and way to end, grouped by client."""
    yield row(["client", "", "what its user sees"])
    yield "|---|---|---|"
    for name, outcomes in records.items():
        for number, situation in enumerate(situation for situation in SITUATIONS if situation in outcomes):
            yield row(["" if number else name, situation, f"`{outcomes[situation]}`"])
