"""A small project that keeps every rule, and for each rule changes that break it."""

from . import samples_secrets

MANIFEST = """{{
    "name": "Sample",
    "summary": "A sample",
    "version": "19.0.1.0.0",
    "author": "Micro Datasoft",
    "license": "LGPL-3",
    "depends": {depends},
    "external_dependencies": {{"python": ["pillow>=10"]}},
}}
"""
MODEL = 'class {name}(models.Model):\n    {key} = "{model}"\n'
ROUTE = '''class Main(http.Controller):
    @http.route("/md")
    def answer(self):
        """Say
        what."""
{body}
'''
CORE = "addons/md_inventory_core"
POS = "addons/md_pos_ext"


def manifest(*depends: str) -> str:
    """Return a right manifest with these dependencies."""
    return MANIFEST.format(depends=list(depends))


def route(lines: int) -> str:
    """Return a controller whose route counts this many lines."""
    return ROUTE.format(body="\n".join(["        x = 1"] * (lines - 1)))


def function(lines: int) -> str:
    """Return a function of this many lines."""
    return "def long():\n" + "    x = 1\n" * (lines - 1)


def model(model_name: str, key: str = "_name") -> str:
    """Return a model class."""
    return MODEL.format(name="Sample", key=key, model=model_name)


def sudo(*lines: str) -> dict[str, str]:
    """Return a service with these lines."""
    return {f"{CORE}/services/md_x.py": "\n".join(lines) + "\n"}


GOOD = {
    f"{CORE}/__manifest__.py": manifest("md_hw_proxy", "stock"),
    f"{CORE}/README.md": "read",
    f"{CORE}/static/description/icon.png": "image",
    f"{CORE}/static/description/index.html": "<p/>",
    f"{CORE}/lib/__init__.py": "",
    f"{CORE}/lib/gtin.py": "import json\nfrom PIL import Image\nfrom .x import y\n",
    f"{CORE}/models/md_stock_claim.py": model("md.stock.claim"),
    f"{CORE}/models/stock_quant.py": model("stock.quant", "_inherit"),
    f"{CORE}/models/constants.py": "class Plain:\n    size = 1\n",
    f"{CORE}/controllers/main.py": route(25),
    f"{CORE}/views/x.xml": '<list><field name="x" ref="md_hw_proxy.y"/></list>',
    f"{CORE}/static/src/app/x.js": 'import { y } from "@md_hw_proxy/y";\n',
    f"{CORE}/static/lib/third_party.js": "x;\n" * 301,
    f"{CORE}/tests/test_x.py": "from odoo import x\nself.sudo()\n",
    f"{CORE}/wizards/x.py": function(60) + "rows = model._read_group([])\n",
    "tools/x.py": "x = 1\n" * 400,
    "docs/x.md": "see https://example.com/work/ and homework/",
    **sudo(
        "a = self.sudo()  # reads the company of another user",
        "# the cashier may not read quants",
        "b = self.sudo().x",
        "c = self.sudo(False)",
    ),
}

BAD = {
    "python_files": [
        ({f"{CORE}/lib/x.py": "x = 1\n" * 401}, "401 lines, at most 400"),
        ({f"{CORE}/tests/test_x.py": "x = 1\n" * 301}, "301 lines, at most 300"),
        ({"tests/unit/x.py": "x = 1\n" * 301}, "tests/unit/x.py: 301 lines"),
    ],
    "script_files": [
        ({f"{CORE}/static/src/x.js": "x;\n" * 301}, "301 lines, at most 300"),
        ({"tests/js/x.test.mjs": "x;\n" * 301}, "x.test.mjs: 301 lines"),
    ],
    "functions": [
        ({"tools/x.py": function(61)}, "tools/x.py:1: long has 61 lines"),
        ({"tools/x.py": "async " + function(61)}, "long has 61 lines"),
    ],
    "routes": [
        ({f"{CORE}/controllers/main.py": route(26)}, "route answer has 26 lines"),
        (
            {f"{CORE}/controllers/x.py": route(26).replace("http.route", "route")},
            "x.py:3: route answer",
        ),
    ],
    "lib_imports": [
        ({f"{CORE}/lib/x.py": "def f():\n    import odoo.tools\n"}, "odoo.tools"),
        ({f"{CORE}/lib/x.py": "from odoo import fields"}, "lib/ imports odoo,"),
        ({f"{CORE}/lib/x.py": "import pandas"}, "lib/ imports pandas,"),
        ({f"{CORE}/lib/x.py": "from ..models import y"}, "lib/ imports ..models"),
        ({f"{CORE}/lib/p/x.py": "from ... import y"}, "lib/ imports ...,"),
    ],
    "model_files": [
        (
            {f"{CORE}/models/a.py": model("md.b")},
            "a.py:1: model md.b belongs in md_b.py",
        ),
        (
            {f"{CORE}/models/a.py": model("stock.quant", "_inherit")},
            "belongs in stock_quant.py",
        ),
        (
            {f"{CORE}/models/a.py": model("a") + model("a.line")},
            "a.py:3: second model a.line",
        ),
    ],
    "sudo_reasons": [
        (sudo("a = self.sudo()"), "md_x.py:1: sudo() without a reason"),
        (sudo("a = self.sudo()  # noqa: E501"), "without a reason"),
        (sudo("# far above, another matter", "", "a = self.sudo()"), "md_x.py:3:"),
        (sudo('a = self.sudo().x("# this is no comment")'), "without a reason"),
    ],
    "data_functions": [
        (
            {
                f"{CORE}/models/a.py": "class A:\n    def _make(self):\n        pass",
                f"{CORE}/data/a.xml": '<odoo>\n<function model="a" name="_make"/>',
            },
            "a.xml:2: _make() is not @api.model",
        ),
    ],
    "old_habits": [
        ({f"{CORE}/x.py": "a = 1\n_sql_constraints = []"}, "x.py:2: _sql_constraints"),
        ({f"{CORE}/x.py": 'vals = {"groups_id": 1}'}, "groups_id"),
        ({f"{CORE}/views/x.xml": "<tree/>"}, "<tree"),
        ({f"{CORE}/views/x.xml": '<t t-name="kanban-box"/>'}, "kanban-box"),
        ({f"{CORE}/controllers/main.py": "@route('/', type='json')"}, "type='json'"),
        ({f"{CORE}/x.py": "from odoo.osv import expression"}, "odoo.osv"),
        ({f"{CORE}/x.py": "from odoo import osv"}, "from odoo import osv"),
        ({f"{CORE}/x.py": "rows = model.read_group([])"}, "read_group("),
        ({f"{CORE}/views/x.xml": '<field attrs="{}"/>'}, "attrs="),
        ({f"{CORE}/static/src/x.xml": '<t t-esc="x"/>'}, "t-esc"),
    ],
    "machine_traces": [
        ({"README.md": "see /wo" + "rk/main"}, "README.md:1:"),
        ({"x.conf": "a\nhome=/ro" + "ot/x"}, "x.conf:2:"),
        ({"tools/x.py": "'/tmp/ba" + "sh_jobs.0'"}, "belongs to one machine"),
        ({"Dockerfile": "http://deb.deb" + "ian.org/debian"}, "Dockerfile:1:"),
        ({"x.txt": "https://pypi.o" + "rg/simple"}, "x.txt:1:"),
        ({"package-lock.json": "registry.npm" + "js.org"}, "package-lock.json:1:"),
        ({"x.lock": "https://files.python" + "hosted.org/x"}, "x.lock:1:"),
    ],
    "manifests": [
        ({f"{CORE}/__manifest__.py": manifest("stock", "md_hw_proxy")}, "not sorted"),
        ({f"{CORE}/README.md": None}, "README.md is missing"),
        ({f"{CORE}/static/description/icon.png": None}, "icon.png is missing"),
        ({f"{CORE}/static/description/index.html": None}, "index.html is missing"),
        *(
            ({f"{CORE}/__manifest__.py": manifest().replace(*change)}, expected)
            for change, expected in (
                (("LGPL-3", "AGPL-3"), "license is not LGPL-3"),
                (("Micro Datasoft", "Somebody"), "author is not"),
                (("19.0.1.0.0", "18.0.1.0.0"), "version is not"),
                (("19.0.1.0.0", "19.0.1.0"), "version is not"),
                (('"A sample"', '""'), "summary is missing"),
            )
        ),
    ],
    "depends": [
        ({f"{CORE}/__manifest__.py": manifest("md_pos_ext")}, "against the arrows"),
        (
            {f"{POS}/__manifest__.py": manifest("md_ecommerce_sync")},
            "md_pos_ext/__manifest__.py: depends on md_ecommerce_sync",
        ),
        (
            {"addons/md_hw_proxy/__manifest__.py": manifest("md_inventory_core")},
            "depends on md_inventory_core",
        ),
        ({f"{CORE}/__manifest__.py": manifest("md_other")}, "depends on md_other"),
        ({"addons/md_sixth/__manifest__.py": manifest()}, "no addon of the arch"),
    ],
    "arrows": [
        (
            {f"{CORE}/models/x.py": "from odoo.addons.md_pos_ext.lib import y"},
            "md_inventory_core/models/x.py: reaches for md_pos_ext",
        ),
        ({f"{CORE}/x.py": "from odoo.addons import md_reports"}, "for md_reports"),
        ({f"{POS}/x.py": "from ..md_ecommerce_sync import y"}, "md_ecommerce_sync"),
        ({f"{POS}/x.py": "import md_reports.lib.y"}, "reaches for md_reports"),
        (
            {f"{POS}/static/src/x.js": 'import y from "@md_ecommerce_sync/y";'},
            "x.js: reaches for md_ecommerce_sync",
        ),
        ({f"{CORE}/views/x.xml": '<a ref="md_reports.x"/>'}, "for md_reports"),
        ({f"{CORE}/data/x.csv": "a,md_pos_ext.b"}, "x.csv: reaches for md_pos_ext"),
    ],
}

GOOD |= samples_secrets.GOOD
BAD |= samples_secrets.BAD
