from odoo.tests import tagged
from odoo.tools import groupby

from .role_matrix import Matrix
from .role_rpc import RoleCase
from .role_samples import change, make, over_the_wire, values

SYSTEM = ("ir.", "res.")  # what caches depend on
# Slow to make: what is refused is tried on one that is there.
HEAVY = ("pos.config", "res.company", "stock.warehouse", "website")


@tagged("post_install", "-at_install")
class TestRoleMatrix(RoleCase):
    """Every cell of `docs/roles.yaml`, allowed and forbidden, tried over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = Matrix.load()
        cls.users = {role: cls.make_user(role) for role in cls.matrix.roles}

    def test_every_cell(self):
        problems = self.wrong(self.matrix)
        self.assertFalse(problems, "\n".join(["", *problems]))

    def test_a_wrong_matrix_is_found_out(self):
        """What is allowed and said to be forbidden, and the other way round."""
        content = {
            **self.matrix.content,
            "models": {
                "product": {"product.tag": [".", "w", "r", "crw", "rd", "crwd"]},
                "base": {"ir.config_parameter": ["r", ".", ".", ".", "r", "crwd"]},
            },
        }
        found = {line.partition(":")[0] for line in self.wrong(Matrix(content))}
        self.assertEqual(
            found,
            {
                "cashier may not read product.tag",
                "warehouse may not read product.tag",
                "warehouse may write product.tag",
                "manager may not unlink product.tag",
                "auditor may unlink product.tag",
                "cashier may read ir.config_parameter",
                "auditor may read ir.config_parameter",
            },
        )

    def wrong(self, matrix):
        """What the server answers otherwise than ``matrix`` says, one line per cell."""
        installed = self.env.registry._init_modules
        problems = []
        for role, user in self.users.items():
            self.login(user)
            mine = [c for c in matrix.cells if c.role == role and c.addon in installed]
            for _kind, cells in groupby(mine, lambda cell: (cell.model, cell.kind)):
                problems += self.wrong_of_model(list(cells), user)
        return problems

    def wrong_of_model(self, cells, user):
        """Try the cells of one model: what is forbidden first, all on one record."""
        problems = []
        refused = [cell for cell in cells if not cell.allowed]
        for together in [refused, *([cell] for cell in cells if cell.allowed)]:
            savepoint = self.env.cr.savepoint()
            problems += self.tried(together, user)
            self.env.invalidate_all(flush=False)
            savepoint.close(rollback=True)
            changes = together != refused and together[0].operation != "read"
            if changes and cells[0].model.startswith(SYSTEM):
                self.env.registry.clear_all_caches()
        return problems

    def tried(self, cells, user):
        """Try cells of one model; what is wrong."""
        env, record, problems = self.env(user=user, su=True), None, []
        for cell in cells:
            try:
                if cell.operation != "create":
                    record = record or self.sample(cell, env)
                answer = self.answer(cell, env, record)
            except Exception as error:  # noqa: BLE001 no sample: a failure of the cell
                problems.append(f"{cell}: {type(error).__name__} {error}"[:300])
                break
            seen = not answer.denied and (cell.operation != "read" or answer.result)
            if bool(seen) != cell.allowed:
                problems.append(f"{cell}: {answer}"[:300])
        return problems

    def sample(self, cell, env):
        """A record to try a cell on, made for it."""
        known = env[cell.model]
        if cell.model in HEAVY and not cell.allowed:
            known = known.search([], limit=1)
        return known or make(env, cell.model, cell.kind)

    def answer(self, cell, env, record):
        """What the server says to the operation of a cell."""
        name = cell.model
        if cell.operation == "create":
            vals = over_the_wire(values(env, name, cell.kind))
            return self.call(name, "create", vals)
        if cell.operation == "read":
            domain, context = [("id", "in", record.ids)], {"active_test": False}
            return self.call(name, "search_read", domain, ["id"], context=context)
        if cell.operation == "write":
            return self.call(name, "write", record.ids, over_the_wire(change(record)))
        return self.call(name, "unlink", record.ids)
