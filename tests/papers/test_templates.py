"""Tests: the built-in templates are those the script builds; which one makes a paper."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from saturday.extensions import db
from saturday.models.documents import Check, Document
from saturday.models.templates import PaperTemplate
from saturday.papers import making, templates
from saturday.papers.reading import read_word
from saturday.papers.render import TEMPLATES, render
from saturday.rules.refusals import NotAllowedNow
from tests.papers import spoiling
from tests.papers.build_templates import BUILDERS, build
from tests.tracing import untraced
from tests.web.documents import stories


def parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("name", BUILDERS)
@untraced()  # the script is not the program
def test_a_template_is_as_the_script_builds_it(name: str) -> None:
    assert parts((TEMPLATES / f"{name}.docx").read_bytes()) == parts(build(name))


def test_every_template_has_its_builder_and_its_module() -> None:
    modules = Path(__file__).parents[2] / "saturday" / "papers"

    names = {path.stem for path in TEMPLATES.glob("*.docx")}

    assert names == set(BUILDERS)
    assert all((modules / f"{name}.py").is_file() for name in names)


def own(old: str = "{{ opening }}", new: str = "{{ opening }} Theo Quy chế.") -> PaperTemplate:
    """Keep a template of the commune's own."""
    content = spoiling.saying(new, old)
    return templates.accept(db.session, spoiling.NOTICE, content, "", by=None)


def use(row: PaperTemplate) -> None:
    seen = templates.version_in_force(db.session, row.paper)
    templates.put_in_force(db.session, row, seen, by=None)


def words_of(content: bytes) -> str:
    return " ".join(line.text for line in read_word(content).lines)


@pytest.mark.usefixtures("app")
def test_the_built_in_one_is_in_force_until_another_is() -> None:
    assert templates.in_force(db.session, spoiling.NOTICE) == templates.built_in(spoiling.NOTICE)

    row = own()

    assert templates.in_force(db.session, spoiling.NOTICE) == templates.built_in(spoiling.NOTICE)
    use(row)
    assert templates.in_force(db.session, spoiling.NOTICE) == row.content


@pytest.mark.usefixtures("app")
def test_a_draft_follows_the_template_in_force() -> None:
    document = stories.paper()

    use(own())

    assert "Theo Quy chế." in words_of(making.docx_now(db.session, document))


@pytest.mark.usefixtures("app")
def test_a_checked_paper_keeps_its_template_to_the_end() -> None:
    first = own()
    use(first)
    document = stories.paper("checked")
    use(own(new="{{ opening }} Theo Nội quy."))
    stories.take(document, "issued")

    assert document.template is first
    assert document.text_file is not None
    assert "Theo Quy chế." in words_of(document.text_file.content)
    assert "Theo Nội quy." not in words_of(document.text_file.content)


@pytest.mark.usefixtures("app")
def test_a_paper_says_that_the_built_in_one_made_it() -> None:
    document = stories.paper("checked")

    assert document.template is not None
    assert not document.template.is_own
    assert document.template.content == templates.built_in(spoiling.NOTICE)
    assert db.session.scalars(Document.made_by(document.template)).all() == [document]


@pytest.mark.usefixtures("app")
def test_a_check_in_another_template_no_longer_counts() -> None:
    document = stories.paper()
    seen = making.seen_now(db.session, document)
    making.check(db.session, document, Check.CONTENT, seen, by=None)
    use(own())

    assert making.seen_when_checked(document) != making.seen_now(db.session, document)
    with pytest.raises(NotAllowedNow, match="Nội dung vừa đổi sau khi mở trang"):
        making.check(db.session, document, Check.FORM, seen, by=None)
    making.check(db.session, document, Check.FORM, making.seen_now(db.session, document), by=None)
    assert document.content_checked_at is None
    assert document.form_checked_at is not None


@pytest.mark.usefixtures("app")
def test_one_file_sent_twice_is_one_row() -> None:
    assert own() is own()


@pytest.mark.usefixtures("app")
def test_the_built_in_one_is_not_kept_as_ones_own() -> None:
    with pytest.raises(NotAllowedNow, match="chính là mẫu có sẵn"):
        templates.accept(db.session, "nomination", templates.built_in("nomination"), "", by=None)


@pytest.mark.usefixtures("app")
def test_whoever_saw_another_in_force_is_told() -> None:
    seen = templates.version_in_force(db.session, spoiling.NOTICE)
    first, second = own(), own(new="{{ opening }} Theo Nội quy.")
    templates.put_in_force(db.session, first, seen, by=None)

    with pytest.raises(NotAllowedNow, match="Người khác vừa đổi mẫu đang dùng"):
        templates.put_in_force(db.session, second, seen, by=None)
    with pytest.raises(NotAllowedNow, match="Người khác vừa đổi mẫu đang dùng"):
        templates.back_to_built_in(db.session, spoiling.NOTICE, seen, by=None)


@pytest.mark.usefixtures("app")
def test_going_back_to_the_built_in_one_keeps_the_other() -> None:
    row = own()
    use(row)

    templates.back_to_built_in(db.session, spoiling.NOTICE, row.sha256, by=None)

    assert templates.in_force(db.session, spoiling.NOTICE) == templates.built_in(spoiling.NOTICE)
    assert db.session.scalars(PaperTemplate.own_of(spoiling.NOTICE)).all() == [row]


@pytest.mark.usefixtures("app")
def test_an_old_template_that_no_longer_fits_is_refused_in_words() -> None:
    use(own(new="{{ mot_bien_cu }}"))
    document = stories.paper()

    with pytest.raises(NotAllowedNow, match="Hãy quay về mẫu có sẵn"):
        making.docx_now(db.session, document)


@pytest.mark.usefixtures("app")
def test_equal_words_in_one_template_give_equal_bytes() -> None:
    use(own())
    document = stories.paper("issued")

    assert document.text_file is not None
    assert document.template is not None
    words = making.numbered(document, making.frozen_words(document))
    again = render(words, document.template.content, title=making.name_of(document))
    assert again == document.text_file.content
