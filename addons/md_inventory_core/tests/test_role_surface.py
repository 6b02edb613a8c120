from odoo.tests import tagged

from ..controllers.health import Answers
from . import role_surface
from .role_matrix import Matrix
from .role_rpc import RoleCase
from .role_samples import make

PROBES = Answers(report=None, snapshot=None, server_pid=None).by_path()

ERRORS = "odoo.addons.md_inventory_core.services"
# Refused not for lack of a right to call, but of one to do so much.
BEYOND = (
    f"{ERRORS}.approval_errors.ApprovalBeyondAll",
    f"{ERRORS}.approval_errors.ApprovalNeeded",
)


@tagged("post_install", "-at_install")
class TestRoleSurface(RoleCase):
    """`docs/roles.yaml` names all there is, menus are as it says, methods too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = Matrix.load()
        cls.users = {role: cls.make_user(role) for role in cls.matrix.roles}
        cls.installed = cls.env.registry._init_modules
        cls.routes = role_surface.routes(cls.env)
        cls.paths = {*cls.routes, *PROBES}

    def test_nothing_of_ours_is_forgotten(self):
        models, methods = role_surface.models(self.env), role_surface.methods(self.env)
        self.assertEqual(self.matrix.forgotten(models, methods, self.paths), [])

    def test_nothing_is_listed_that_does_not_exist(self):
        unknown = self.matrix.unknown(self.installed, self.env.registry, self.paths)
        self.assertEqual(unknown, [])

    def test_what_is_forgotten_or_unknown_is_found(self):
        content = {
            "roles": {"admin": "x"},
            "models": {"md_inventory_core": {"md.gone": ["r"], "md.here": ["r"]}},
            "actions": {},
            "routes": {"md_inventory_core": {"/md/gone": "public"}},
        }
        matrix, new = Matrix(content), [("md.here", "do")]
        self.assertEqual(
            matrix.forgotten({"md.here", "md.new"}, new, {"/md/new"}),
            [
                "model md.new is not listed",
                "method md.here.do is not listed",
                "route /md/new is not listed",
            ],
        )
        self.assertEqual(
            matrix.unknown({"md_inventory_core"}, {"md.here"}, {"/md/new"}),
            ["model md.gone does not exist", "route /md/gone does not exist"],
        )
        self.assertEqual(matrix.unknown({"stock"}, set(), set()), [])

    def test_menus_are_those_of_the_role(self):
        for role, user in self.users.items():
            self.login(user)
            menus = self.call("ir.ui.menu", "load_menus", False).result
            apps = {menus[str(id_)]["xmlid"] for id_ in menus["root"]["children"]}
            entries = {m["xmlid"] for m in menus.values() if m.get("xmlid")}
            entries = {name for name in entries if name.startswith("md_")} - apps
            with self.subTest(role=role):
                expected = self.matrix.menus("apps", role, self.installed)
                self.assertEqual(apps, expected)
                expected = self.matrix.menus("entries", role, self.installed)
                self.assertEqual(entries, expected)

    def test_limits_of_a_new_shop_are_those_of_the_file(self):
        limits = {}
        for limit in self.env["md.approval.limit"].search([("company_id", "=", False)]):
            role = limit.group_id.get_external_id()[limit.group_id.id].split("_")[-1]
            limits.setdefault(limit.kind_id.code, {})[role] = limit.maximum
        self.assertEqual(limits, self.matrix.content["approval_limits"])

    def test_roles_exclude_one_another_as_the_file_says(self):
        groups = {
            role: self.env.ref(f"md_inventory_core.group_{role}")
            for role in self.matrix.roles
        }
        excluded = {role: set() for role in groups}
        for pair in self.matrix.content["exclusive"]:
            for one in pair["one"]:
                excluded[one] |= set(pair["other"])
                for other in pair["other"]:
                    excluded[other].add(one)
        for role, group in groups.items():
            found = {r for r, g in groups.items() if g in group.disjoint_ids}
            self.assertEqual(found, excluded[role], role)

    def test_named_methods_are_for_their_roles(self):
        problems = []
        for role, user in self.users.items():
            self.login(user)
            for action in self.matrix.actions:
                if action.addon in self.installed:
                    savepoint = self.env.cr.savepoint()
                    problems += self.tried(action, role, user)
                    self.env.invalidate_all(flush=False)
                    savepoint.close(rollback=True)
        self.assertFalse(problems, "\n".join(["", *problems]))

    def tried(self, action, role, user):
        """Call a method as a role; what is wrong about the answer."""
        env = self.env(user=user, su=True)
        record = make(env, action.model, action.kind)
        answer = self.call(action.model, action.method, record.ids)
        refused = answer.denied or answer.error in BEYOND
        if refused == (role not in action.roles):
            return []
        may = "may" if role in action.roles else "may not"
        return [f"{role} {may} {action.model}.{action.method}: {answer}"[:300]]

    def test_routes_are_for_whom_they_say(self):
        ways = {"public": ("public", "none"), "token": ("bearer", "none")}
        for path, auth in self.routes.items():
            who = self.matrix.routes[path]
            with self.subTest(path=path):
                self.assertIn(auth, ways.get(who, ("user",)))
                if who != "public":  # nobody is logged in
                    reply = self.url_open(path, allow_redirects=False)
                    self.assertGreaterEqual(reply.status_code, 300)

    def test_probes_are_answered_before_a_user_is_known(self):
        for path in PROBES:
            self.assertIn(self.matrix.routes[path], ("public", "token"), path)
