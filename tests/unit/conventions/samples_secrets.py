"""Samples of the rules on secrets. Those of known forms are written in halves."""

CORE = "addons/md_inventory_core"
CARD = "411111" + "1111111111"


def field(line: str) -> dict[str, str]:
    """Return a model with this field."""
    return {
        f"{CORE}/models/md_safe.py": "class Safe(models.Model):\n"
        f'    _name = "md.safe"\n    {line}\n'
    }


def data(name: str, value: str, model: str = "md.safe") -> dict[str, str]:
    """Return a data file with a record that has this field."""
    record = f'<record id="x" model="{model}"><field name="{name}">{value}</field>'
    return {f"{CORE}/data/safe.xml": f"<odoo>{record}</record></odoo>"}


def service(line: str) -> dict[str, str]:
    """Return a service with this line."""
    return {f"{CORE}/services/md_safe.py": f"{line}\n"}


GOOD = {
    f"{CORE}/models/md_good_safe.py": "class Safe(models.Model):\n"
    '    _name = "md.good.safe"\n'
    '    token_digest = fields.Char("Digest")\n'
    '    pin_set_at = fields.Datetime("PIN Since")\n'
    '    password = fields.Char(compute="_compute_x", inverse="_inverse_x")\n'
    "    api_key = fields.Char(groups=fields.NO_ACCESS)\n"
    "    new_secret = fields.Char(store=False)\n"
    '    tries_pin = fields.Integer(config_parameter="md.tries_pin_user")\n',
    f"{CORE}/data/good.xml": '<odoo><record id="x" model="md.safe">'
    '<field name="password" eval="False"/><field name="name">word</field>'
    "</record></odoo>",
    f"{CORE}/services/md_good_safe.py": 'TOKEN = "MD_METRICS_TOKEN"\n'
    'KEY_FILE_TOKEN = "/run/secrets/token"\nread(password=given)\n',
    "tests/vectors/good.json": f'["4006381333931", "a{CARD}b", "23.{CARD}"]',
    "tests/unit/test_card_numbers.py": CARD,
    "docker/compose.yaml": "secrets:\n  db_password:\n    file: ./secret\n"
    "environment:\n  DB_PASSWORD_FILE: /run/secrets/db_password\n"
    "  API_TOKEN: ${API_TOKEN}\n",
}

BAD = {
    "card_numbers": [
        ({"tests/vectors/x.json": f'["{CARD}"]'}, "x.json:1: a visa card number"),
        ({f"{CORE}/tests/x.py": f"# {CARD}\n"}, "x.py:1: a visa card number"),
        ({"docs/x.md": "\n4111-1111" + "-1111-1111"}, "docs/x.md:2: a visa"),
    ],
    "secret_fields": [
        (field("pin = fields.Char()"), "pin keeps a secret"),
        (field('api_key = fields.Char(groups="base.group_system")'), "api_key keeps"),
        (field('token = fields.Char(compute="_c", store=True)'), "token keeps"),
        (field("x = fields.Char(config_parameter='md.api_key')"), "md.api_key: a para"),
        (service("p.set_param('md.web.secret', x)"), "md.web.secret: a parameter"),
    ],
    "secret_data": [
        (data("password", "hello"), "password has a value"),
        (data("key", "md.token", "ir.config_parameter"), "md.token has a value"),
        ({"docker/compose.yaml": "  DB_PASSWORD: hello\n"}, ":1: DB_PASSWORD has a"),
        ({"odoo.conf": "[options]\ndb_password = hello\n"}, ":2: db_password has a"),
    ],
    "secret_literals": [
        (service('PASSWORD = "hello"'), ":1: PASSWORD is a secret"),
        (service('connect(api_key="hello")'), "api_key is a secret"),
        (service('x = {"access_token": "hello"}'), "access_token is a secret"),
        (service('user.password = "hello"'), "user.password is a secret"),
        (
            {"docs/x.md": "AKIA" + "ABCDEFGHIJKLMNOP"},
            "docs/x.md: has a key in it: AKIA",
        ),
        (
            {"tools/key.pem": "-----BEGIN PRIVATE " + "KEY-----\n" + "A" * 64},
            "has a key in it",
        ),
    ],
}
