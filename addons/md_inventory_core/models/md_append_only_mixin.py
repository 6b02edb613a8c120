from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# What a refused statement leaves behind although its transaction is undone: sequences
# are the only thing in PostgreSQL that a rollback does not take back.
GUARD_SQL = """
CREATE SEQUENCE IF NOT EXISTS md_append_only_refused;
CREATE SEQUENCE IF NOT EXISTS md_append_only_at;
CREATE SEQUENCE IF NOT EXISTS md_append_only_role;
CREATE SEQUENCE IF NOT EXISTS md_append_only_table;
CREATE SEQUENCE IF NOT EXISTS md_append_only_operation;
CREATE OR REPLACE FUNCTION md_append_only_refuse() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, {schema}, pg_temp AS $body$
BEGIN
    IF TG_OP = 'DELETE' AND md_append_only_sealed(TG_TABLE_NAME, to_jsonb(OLD)) THEN
        RETURN OLD;
    END IF;
    PERFORM nextval('md_append_only_refused'),
            setval('md_append_only_at',
                   (extract(epoch FROM clock_timestamp()) * 1000000)::bigint),
            setval('md_append_only_role',
                   (SELECT oid::bigint FROM pg_roles WHERE rolname = session_user)),
            setval('md_append_only_table', TG_RELID::bigint),
            setval('md_append_only_operation',
                   array_position(ARRAY['UPDATE', 'DELETE', 'TRUNCATE'], TG_OP));
    RAISE EXCEPTION '% is append-only: % was refused and recorded', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $body$;
"""
# Answers "may this row go?"; the audit trail replaces it by its own answer.
NEVER_SQL = """
CREATE FUNCTION md_append_only_sealed(name, jsonb) RETURNS boolean
LANGUAGE sql STABLE AS 'SELECT false'
"""
# pg_temp last, or somebody's temporary table would be taken for the real one
SCHEMA_SQL = "SELECT quote_ident(current_schema())"
TRIGGER_SQL = """
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION md_append_only_refuse();
CREATE OR REPLACE TRIGGER {name}_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION md_append_only_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_all;
"""


class MdAppendOnlyMixin(models.AbstractModel):
    """Rows that are inserted by the system and never changed or deleted by anybody.

    The ORM refuses create, write and unlink, also for the superuser; the database
    refuses UPDATE, DELETE and TRUNCATE by triggers that no session can switch off. An
    attempt is recorded: over the ORM as an event at once, in SQL by counters that
    survive the rollback and that the audit worker turns into an event. A model that
    takes it sets ``_log_access = False`` itself: Odoo does not inherit that.
    """

    _name = "md.append.only.mixin"
    _description = "Append-only Records"
    _allow_sudo_commands = False

    def init(self):
        """Install the database's refusals on the table of a concrete model."""
        super().init()
        if self._abstract:
            return
        cr = self.env.cr
        cr.execute("SELECT 1 FROM pg_proc WHERE proname = 'md_append_only_sealed'")
        if not cr.rowcount:
            cr.execute(NEVER_SQL)
        cr.execute(SCHEMA_SQL)
        cr.execute(GUARD_SQL.replace("{schema}", cr.fetchone()[0]))
        cr.execute(
            SQL(
                TRIGGER_SQL.replace("{name}", "%(name)s")
                .replace("%(name)s_all", "%(all)s")
                .replace("{table}", "%(table)s"),
                name=SQL.identifier(f"{self._table}_append_only"),
                all=SQL.identifier(f"{self._table}_append_only_all"),
                table=SQL.identifier(self._table),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Refused for everybody: the system inserts these rows itself."""
        if vals_list:
            self._refuse("create")
        return super().create(vals_list)

    def write(self, vals):
        """Refused for everybody."""
        if self:
            self._refuse("write")
        return super().write(vals)

    def unlink(self):
        """Refused for everybody."""
        if self:
            self._refuse("unlink")
        return super().unlink()

    def copy(self, default=None):
        """Refused for everybody."""
        if self:
            self._refuse("copy")
        return super().copy(default)

    def _refuse(self, operation):
        """Record the attempt on its own transaction, then refuse it in one line."""
        self.env["md.audit.trail"]._record_apart(
            "refusal", f"append_only.{operation}", model=self._name, res_id=self[:1].id
        )
        error = AccessError(
            self.env._(
                "%(name)s: records are append-only; this attempt was refused and "
                "recorded.",
                name=self._description,
            )
        )
        error.md_recorded = True  # whoever handles it need not record it again
        raise error
