"""Our own client in Swift, as `tchatter-bots archive` uses it: what it writes in its log."""

import json
import os
import pathlib
import subprocess
import tempfile

from adapter import ended, fields, opened, texts, url

PROJECT = pathlib.Path(__file__).resolve().parents[3]
# Of the join, where there is one.
room = ([text["room"] for text in map(json.loads, texts) if "room" in text] or ["lobby"])[0]
program = pathlib.Path(os.environ.get("BUILT_PROGRAMS") or PROJECT / ".build" / "release") / "tchatter-bots"
with tempfile.TemporaryDirectory() as folder:
    session = pathlib.Path(folder, "session")
    session.write_text(fields["Authorization"].split()[1])
    command = [program, "archive", f"{folder}/archive", room, "--url", url, "--session", session, "--transport", "webSocket"]
    is_open, end = False, ""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as archive:
        for line in archive.stderr:
            # Each begins with the time.
            words = line.split(" ", 1)[1].strip()
            if words == f"in {room}" and not is_open:
                is_open = True
                opened()
            elif words.startswith("the session has ended"):
                end = f"{words}, then "
            elif words.startswith("cut off") or end:
                ended(end + words)
                archive.kill()
                break
            else:
                print(words, flush=True)
