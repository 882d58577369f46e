"""One table says who may do what."""

import pytest

from saturday.rules.permissions import GRANTS, Permission, Role, allowed

# The lines of the table of roles as the commune agreed on them.
ONLY_THE_CENTRE = """approve_lists assign_people cancel_saturday move_saturday open_saturday
 plan_year record_attendance replace_people see_whole_log send_list_on_behalf"""
ONLY_THE_CLERK = "check_form correct_papers issue_papers record_earlier_papers record_signing"
ONLY_THE_ADMIN = "manage_accounts manage_backups manage_series manage_settings see_audit"
CENTRE_AND_CLERK = "check_content draft_papers edit_templates return_papers"


def holders(permission: str) -> str:
    """Name the roles that hold a permission, in alphabetical order."""
    return " ".join(sorted(GRANTS[Permission(permission)]))


def test_every_permission_is_granted_to_somebody() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


@pytest.mark.parametrize(
    ("permissions", "roles"),
    [
        (ONLY_THE_CENTRE, "CENTRE"),
        (ONLY_THE_CLERK, "CLERK"),
        (ONLY_THE_ADMIN, "ADMIN"),
        (CENTRE_AND_CLERK, "CENTRE CLERK"),
        ("log_at_desk", "CENTRE OFFICER"),
        ("send_list", "DEPARTMENT"),
        ("choose_leave", "OFFICER"),
        ("see_attendance", "CENTRE DEPARTMENT LEADER"),
        ("edit_own_officers", "ADMIN CENTRE DEPARTMENT"),
        ("print_nomination", "CENTRE CLERK DEPARTMENT"),
        ("edit_commune_data manage_personal_data", "ADMIN CENTRE"),
        ("see_unissued_papers", "CENTRE CLERK LEADER"),
        ("see_unapproved_lists", "CENTRE DEPARTMENT"),
        ("see_register", "ADMIN CENTRE CLERK LEADER"),
        ("see_saturdays see_commune_data", "ADMIN CENTRE CLERK DEPARTMENT LEADER OFFICER"),
        ("see_papers", "ADMIN BROADCASTER CENTRE CLERK DEPARTMENT LEADER OFFICER"),
        ("see_own_village", "HAMLET"),
        ("use_account", " ".join(sorted(Role))),
    ],
)
def test_these_roles_and_no_others_may(permissions: str, roles: str) -> None:
    for permission in permissions.split():
        assert holders(permission) == roles


def test_one_role_of_several_is_enough() -> None:
    assert allowed([Role.OFFICER, Role.CLERK], Permission.ISSUE_PAPERS)
    assert not allowed([Role.OFFICER, Role.ADMIN], Permission.ISSUE_PAPERS)
    assert not allowed([], Permission.USE_ACCOUNT)


def test_permissions_are_alphabetical_verb_first_and_described() -> None:
    names = [permission.value for permission in Permission]

    assert names == sorted(names)
    assert all(permission.name.lower() == permission.value for permission in Permission)
    assert len({permission.description for permission in Permission}) == len(names)
    assert all("_" in name for name in names)


def test_roles_have_names_for_people() -> None:
    assert [role.words for role in (Role.ADMIN, Role.CLERK)] == ["Quản trị", "Văn thư"]
