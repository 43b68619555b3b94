# Python 2.7, on Autobahn|Testsuite's own code: cases.py FOLDER URL PATTERN...
# Writes the run's specification to FOLDER/spec.json and the list of the cases that it selects to FOLDER/cases.json.
import io
import json
import sys

from autobahntestsuite.fuzzing import (
    CaseBasename, CaseCategories, Cases, CaseSet, CaseSetname, CaseSubCategories)

folder, url, patterns = sys.argv[1], sys.argv[2], sys.argv[3:]
spec = {
    "outdir": folder,
    "servers": [{"agent": "tchatter", "url": url}],
    # Seconds; 5 and 1 are too few for a busy machine.
    "options": {"openHandshakeTimeout": 60, "closeHandshakeTimeout": 60, "serverConnectionDropTimeout": 60},
    "cases": patterns,
    "exclude-cases": [],
    "exclude-agent-cases": {},
}
cases = CaseSet(CaseSetname, CaseBasename, Cases, CaseCategories, CaseSubCategories).parseSpecCases(spec)
for name, content in (("spec.json", spec), ("cases.json", cases)):
    with io.open(folder + "/" + name, "wb") as file:
        file.write(json.dumps(content))
