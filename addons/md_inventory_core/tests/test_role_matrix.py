from odoo.tests import tagged

from .role_matrix import Matrix
from .role_rpc import RoleCase
from .role_samples import harmless, make, over_the_wire, values


@tagged("post_install", "-at_install")
class TestRoleMatrix(RoleCase):
    """Every cell of `docs/roles.yaml`, allowed and forbidden, tried over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = Matrix.load()
        cls.users = {role: cls.make_user(role) for role in cls.matrix.roles}
        cls.installed = cls.env.registry._init_modules

    def test_every_cell(self):
        self.assertEqual(self.wrong(self.matrix), [])

    def wrong(self, matrix, only=None):
        """What the server answers otherwise than ``matrix`` says, one line per cell."""
        problems = []
        for role, user in self.users.items():
            self.login(user)
            for cell in matrix.cells:
                if cell.role == role and cell.addon in self.installed:
                    if only is None or cell.model in only:
                        try:
                            with self.env.cr.savepoint():
                                problems += self.tried(cell, user)
                        except Exception as e:
                            problems.append(f"SAMPLE {cell.model} {cell.operation} {type(e).__name__} {str(e)[:200]!r}")
        return problems

    def tried(self, cell, user):
        """Try one cell; [] or [what is wrong]."""
        env = self.env(user=user, su=True)
        if cell.operation == "create":
            vals = over_the_wire(values(env, cell.model, cell.kind))
            answer = self.call(cell.model, "create", vals)
        else:
            record = make(env, cell.model, cell.kind)
            answer = self.on_record(cell.operation, record)
        if answer.denied == cell.allowed:
            return [f"{cell}: {str(answer)[:300]}"]
        if not answer.denied and not cell.allowed:
            return [f"{cell}: {str(answer)[:300]}"]
        return []

    def on_record(self, operation, record):
        name, ids = record._name, record.ids
        if operation == "read":
            return self.call(name, "search_read", [("id", "in", ids)], ["id"])
        if operation == "write":
            return self.call(name, "write", ids, over_the_wire(harmless(record)))
        return self.call(name, "unlink", ids)
