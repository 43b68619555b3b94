"""What the documents say of other people's software is what was seen of it."""

import pathlib
import re

import pytest

import table

TESTS = pathlib.Path(__file__).parents[1]


def test_the_documents_show_what_was_kept():
    for page, text in table.pages(table.saved()).items():
        assert page.read_text() == text, f"{page.name}: infra/test-field --save"


@pytest.mark.parametrize("file", sorted(path for path in table.PROXIES_PAGE.parent.iterdir() if path.suffix != ".md"), ids=lambda file: file.name)
def test_each_file_for_operators_is_tried_and_shown(file):
    from proxies import PROXIES

    assert file.name in {name for proxy in PROXIES for name in proxy.files}
    assert f"]({file.name})" in table.PROXIES_PAGE.read_text()


FILES = [path for path in TESTS.rglob("*.*") if path.suffix in (".py", ".js", ".swift")]


def cited():
    """(file, words of a test's name) of each test that the page names, in the last column of its tables."""
    for line in (TESTS / "Field/README.md").read_text().splitlines():
        column = line.rsplit(" | ", 1)[-1] if line.startswith("|") else ""
        for file, names in re.findall(r"`([\w/-]+\.(?:py|js|swift|test\.js))`: ([^`]*)", column):
            for name in names.split("; "):
                # What is said beside a name begins so.
                words = re.split(r" \(|\. |\|", name)[0].strip(" ;|")
                if words and not words.startswith("and "):
                    yield file, words


@pytest.mark.parametrize("file, words", list(cited()), ids=lambda text: text)
def test_each_test_that_the_page_names_is_there(file, words):
    found = [path for path in FILES if str(path).endswith(f"/{file}")]
    assert len(found) == 1, found
    text = found[0].read_text()
    names = re.findall(r"^def (test_\w+)", text, re.MULTILINE) if file.endswith(".py") else [text]
    assert any(words in name for name in names)
