"""The page on which a workbook is chosen."""

import pytest

from saturday.models.import_tables import TABLES
from tests.pages import Person


@pytest.mark.parametrize("name", TABLES)
def test_it_offers_template_list_and_upload(centre: Person, name: str) -> None:
    page = centre.get(f"/danh-muc/{name}/excel")

    assert page.status == 200
    assert page.has_form(f"/danh-muc/{name}/excel")
    for file in ("mau.xlsx", "danh-sach.xlsx"):
        answer = centre.client.get(f"/danh-muc/{name}/excel/{file}")
        assert answer.status_code == 200
        assert answer.data[:2] == b"PK"
