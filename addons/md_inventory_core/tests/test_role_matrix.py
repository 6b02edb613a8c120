from odoo.tests import tagged

from .role_matrix import Matrix
from .role_rpc import RoleCase
from .role_samples import change, make, over_the_wire, values

SYSTEM = ("ir.", "res.")  # what caches depend on


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
        problems=self.wrong(self.matrix)
        open("/tmp/problems.txt","w").write("\n".join(problems))
        self.assertEqual(problems, [])

    def wrong(self, matrix, only=None):
        """What the server answers otherwise than ``matrix`` says, one line per cell."""
        problems = []
        for role, user in self.users.items():
            self.login(user)
            for cell in matrix.cells:
                if cell.role == role and cell.addon in self.installed:
                    if only is None or cell.model in only:
                        problems += self.undone(cell, user)
        return problems

    def undone(self, cell, user):
        """Try one cell and undo it."""
        savepoint = self.env.cr.savepoint()
        try:
            return self.tried(cell, user)
        except Exception as error:
            return [f"SAMPLE {cell}: {type(error).__name__} {str(error)[:200]!r}"]
        finally:
            self.env.invalidate_all(flush=False)
            savepoint.close(rollback=True)
            if cell.allowed and cell.model.startswith(SYSTEM):
                self.env.registry.clear_all_caches()

    def tried(self, cell, user):
        """Try one cell; [] or [what is wrong]."""
        env = self.env(user=user, su=True)
        if cell.operation == "create":
            vals = over_the_wire(values(env, cell.model, cell.kind))
            answer = self.call(cell.model, "create", vals)
        else:
            record = make(env, cell.model, cell.kind)
            answer = self.on_record(cell.operation, record)
        hidden = cell.operation == "read" and not answer.result
        if answer.denied == cell.allowed or (cell.allowed and hidden):
            return [f"{cell}: {str(answer)[:300]}"]
        return []

    def on_record(self, operation, record):
        name, ids = record._name, record.ids
        if operation == "read":
            return self.call(name, "search_read", [("id", "in", ids)], ["id"],
                             context={"active_test": False})
        if operation == "write":
            return self.call(name, "write", ids, over_the_wire(change(record)))
        return self.call(name, "unlink", ids)
