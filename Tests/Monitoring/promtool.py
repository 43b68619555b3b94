"""Debian's promtool, asked about rules, metrics and simulated series."""

import json
import subprocess


def promtool(*words, stdin=None):
    """(status, everything that it says)."""
    done = subprocess.run(["promtool", *map(str, words)], input=stdin, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def check_metrics(text):
    """What is wrong with what /metrics answers; nothing for nothing."""
    status, said = promtool("check", "metrics", stdin=text)
    return said or ("" if status == 0 else f"status {status}")


def test_rules(folder, rules, simulations):
    """Runs simulations: (name, {series: values}, [(expression, minutes, [labels of what it gives])])."""
    tests = [
        {
            "name": name,
            "interval": "15s",
            "input_series": [{"series": series, "values": values} for series, values in rows.items()],
            "promql_expr_test": [
                {"expr": expr, "eval_time": f"{int(minutes * 60)}s", "exp_samples": [{"labels": labels, "value": 1} for labels in wanted]}
                for expr, minutes, wanted in questions
            ],
        }
        for name, rows, questions in simulations
    ]
    file = folder / "simulation.json"
    file.write_text(json.dumps({"rule_files": [str(rules)], "evaluation_interval": "15s", "tests": tests}))
    return promtool("test", "rules", file)
