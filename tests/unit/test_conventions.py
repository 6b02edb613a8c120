"""The project keeps the rules of the house; every rule is shown to be able to fail."""

from collections import ChainMap
from pathlib import Path

import pytest

from conventions import addons, cards, habits, layers, secrets, sizes, tree
from conventions.samples import BAD, GOOD

ROOT = Path(__file__).resolve().parents[2]
CHECKS = [
    sizes.check_python_files,
    sizes.check_script_files,
    sizes.check_functions,
    sizes.check_routes,
    layers.check_lib_imports,
    layers.check_model_files,
    layers.check_sudo_reasons,
    layers.check_data_functions,
    habits.check_old_habits,
    habits.check_machine_traces,
    cards.check_card_numbers,
    secrets.check_secret_fields,
    secrets.check_secret_data,
    secrets.check_secret_literals,
    addons.check_manifests,
    addons.check_depends,
    addons.check_arrows,
]


def name_of(check):
    """Return the name under which a check is shown and its samples are kept."""
    return check.__name__.removeprefix("check_")


@pytest.fixture
def plant(tmp_path_factory):
    """Write samples {path: content} into a new project and return its root.

    A later sample wins; the content None leaves a file out.
    """

    def write(*samples):
        root = tmp_path_factory.mktemp("project")
        for name, content in ChainMap(*reversed(samples)).items():
            if content is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
        return root

    return write


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_project(check):
    assert check(ROOT) == []


def test_the_project_is_really_read():
    assert Path(__file__) in tree.files(ROOT)
    assert len(tree.addons(ROOT)) == 5


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_check_accepts_a_good_sample(check, plant):
    assert check(plant(GOOD)) == []


@pytest.mark.parametrize(
    ("check", "changes", "expected"),
    [
        pytest.param(check, *bad, id=f"{name_of(check)}-{bad[1]}")
        for check in CHECKS
        for bad in BAD[name_of(check)]
    ],
)
def test_check_refuses_a_bad_sample(check, changes, expected, plant):
    problems = check(plant(GOOD, changes))
    assert len(problems) == 1, problems
    assert expected in problems[0]


def test_every_check_has_bad_samples():
    assert {name for name, samples in BAD.items() if samples} == set(
        map(name_of, CHECKS)
    )


@pytest.mark.parametrize(
    ("depends", "expected"),
    [
        ("stock", None),
        ("helpdesk", "depends on helpdesk: OEEL-1"),
        ("queue_job", "depends on queue_job: neither ours nor an addon of Odoo"),
    ],
)
def test_depends_are_looked_up_in_the_odoo_source(depends, expected, plant):
    root = plant(
        {
            "addons/md_hw_proxy/__manifest__.py": repr({"depends": [depends]}),
            ".stack/odoo/addons/stock/__manifest__.py": "{'license': 'LGPL-3'}",
            ".stack/odoo/addons/helpdesk/__manifest__.py": "{'license': 'OEEL-1'}",
        }
    )
    problems = addons.check_depends(root, odoo=root / ".stack" / "odoo")
    assert len(problems) == (1 if expected else 0), problems
    assert not expected or problems[0].endswith(expected)
