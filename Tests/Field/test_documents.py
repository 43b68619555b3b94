"""What the documents say of other people's software is what was seen of it."""

import pytest

import table


def test_the_documents_show_what_was_kept():
    for page, text in table.pages(table.saved()).items():
        assert page.read_text() == text, f"{page.name}: infra/test-field --save"


@pytest.mark.parametrize("file", sorted(path for path in table.PROXIES_PAGE.parent.iterdir() if path.suffix != ".md"), ids=lambda file: file.name)
def test_each_file_for_operators_is_tried_and_shown(file):
    from proxies import PROXIES

    assert file.name in {name for proxy in PROXIES for name in proxy.files}
    assert f"]({file.name})" in table.PROXIES_PAGE.read_text()
