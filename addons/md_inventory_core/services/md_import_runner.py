import base64
import json

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import sheets
from ..lib.imports import Entry, Fault, Reader

# Columns of a result file: who mended the rows there can load it as it is.
RESULT = ("row", "result", "result column", "result message")
# Of rows of an import that are not yet looked at, or not yet imported: the next ones.
PIECE_SQL = """
WITH piece AS (
    SELECT bundle FROM md_import_line WHERE import_id = %(job)s AND {}
     ORDER BY bundle, number LIMIT %(most)s)
SELECT id, number, bundle, meant FROM md_import_line
 WHERE import_id = %(job)s AND {} AND bundle <= (SELECT max(bundle) FROM piece)
 ORDER BY bundle, number
"""
LEFT = {"checking": "state = 'waiting'", "running": "NOT done"}
RESULTS_SQL = """
UPDATE md_import_line l
   SET state = v.state, message = v.message, "column" = v.fault, res_id = v.res_id,
       done = %(done)s
  FROM unnest(%(ids)s::int[], %(states)s::text[], %(messages)s::text[],
              %(columns)s::text[], %(records)s::int[])
    AS v (id, state, message, fault, res_id)
 WHERE l.id = v.id
"""
INSERT_SQL = """
INSERT INTO md_import_line (import_id, number, bundle, cells, meant, key, label, state,
                            "column", message, done)
SELECT %(job)s, v.number, v.bundle, v.cells::jsonb, v.meant::jsonb, v.key, v.label,
       v.state, v.fault, v.message, false
  FROM unnest(%(numbers)s::int[], %(bundles)s::int[], %(cells)s::text[],
              %(meant)s::text[], %(keys)s::text[], %(labels)s::text[],
              %(states)s::text[], %(columns)s::text[], %(messages)s::text[])
    AS v (number, bundle, cells, meant, key, label, state, fault, message)
"""


class MdImportRunner(models.AbstractModel):
    """Reads the file of an import and works on its rows, piece by piece."""

    _name = "md.import.runner"
    _description = "Import at Work"

    _piece_size = 1000  # rows; whole bundles, so it can be more

    def _read(self, job):
        """Write down the rows of the file; the last ones are forgotten.

        :raises UserError: the file cannot be read, with what is wrong
        """
        kind = job._kind()
        rows = self._rows(job, kind)
        reader = Reader(kind._columns(job))
        entries = [reader.entry(row.number, row.cells) for row in rows]
        bundles = kind._bundles(job, entries)
        lines = self.env["md.import.line"].sudo()  # sudo: rows are the system's
        lines.search([("import_id", "=", job.id)]).unlink()
        self._insert(job, rows, bundles)
        lines.invalidate_model()
        system = job.sudo()  # sudo: as above
        system.write({"total": len(rows), "done": 0, "message": False})
        job.invalidate_recordset()

    def _rows(self, job, kind):
        words = self.env["md.import.words"]
        columns = [column.name for column in kind._columns(job)]
        if not job.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            data = base64.b64decode(job.with_context(bin_size=False).file)
            return sheets.read(
                *(data, kind._needed(job), columns),
                also=kind._also(job) | dict.fromkeys(RESULT, ""),
                sheet=words._sheet(),
            )
        except sheets.SheetError as error:
            raise UserError(words._of_file(job, error)) from error

    def _insert(self, job, rows, bundles):
        words = self.env["md.import.words"]
        texts = {row.number: row.cells for row in rows}
        columns = {
            name: []
            for name in (
                *("numbers", "bundles", "cells", "meant", "keys", "labels"),
                *("states", "columns", "messages"),
            )
        }
        for index, bundle in enumerate(bundles):
            fault = next((entry.fault for entry in bundle if entry.fault), None)
            for entry in bundle:
                cells = {n: c.text for n, c in texts[entry.number].items() if c.text}
                own = entry.fault or fault
                told = words._told(own, entry.number) if own else (None, None)
                values = (
                    *(entry.number, index, json.dumps(cells)),
                    None if own else json.dumps(entry.values),
                    cells.get(job.key) or cells.get("code"),
                    cells.get("name"),
                    *("refused" if own else "waiting", *told),
                )
                for into, value in zip(columns.values(), values, strict=True):
                    into.append(value)
        self.env.cr.execute(INSERT_SQL, {"job": job.id, **columns})

    def _set_to_work(self, job, aim):
        system = job.sudo()  # sudo: states are the system's
        if system.state not in ("paused", "failed"):
            if aim == "running":
                # what the check refused stays out
                self.env.cr.execute(
                    "UPDATE md_import_line SET done = true "
                    "WHERE import_id = %s AND state = 'refused'",
                    [job.id],
                )
            system.line_ids.invalidate_recordset()
        system.write(
            {
                "state": aim,
                "aim": aim,
                "message": False,
                "user_id": self.env.uid,
                "started_at": system.started_at or fields.Datetime.now(),
                "done": self._done(job, aim),
            }
        )

    def _done(self, job, aim):
        return job.sudo().total - self._left(job, aim)  # sudo: as above

    def _left(self, job, aim):
        sql = (
            f"SELECT count(*) FROM md_import_line WHERE import_id = %s AND {LEFT[aim]}"  # noqa: S608
        )
        self.env.cr.execute(sql, [job.id])
        return self.env.cr.fetchone()[0]

    def _piece(self, job):
        """Look at, or import, the next rows; the caller commits."""
        aim = job.state
        where = LEFT[aim]
        self.env.cr.execute(
            PIECE_SQL.format(where, where), {"job": job.id, "most": self._piece_size}
        )
        rows = self.env.cr.fetchall()
        if rows:
            lines = {number: line for line, number, _bundle, _meant in rows}
            worker = self._as_starter(job)
            results = worker._work(
                job.with_env(worker.env), _bundles(rows), aim == "running"
            )
            self._write_results(lines, results, aim == "running")
        system = job.sudo()  # sudo: states are the system's
        done = self._done(job, aim)
        system.done = done
        if done == system.total:
            if aim == "running":
                locks = self._as_starter(job).env["md.import.locks"]
                request = locks._draft(job)
                system.request_id = request and request.id
            ended = {"running": "done", "checking": "checked"}[aim]
            system.write({"state": ended, "finished_at": fields.Datetime.now()})
        system.line_ids.invalidate_recordset(flush=False)
        job.invalidate_recordset(["line_ids"], flush=False)

    def _as_starter(self, job):
        """This service as the user who pressed the button, in the import's company."""
        user = job.sudo().user_id  # sudo: whoever drives
        context = {
            "lang": user.lang or "en_US",
            "tz": user.tz,
            "allowed_company_ids": job.company_id.ids,
            "md_audit_reason": self.env._("Import %s", job.name or job.id),
        }
        return self.with_env(self.env(user=user.id, su=False, context=context))

    def _work(self, job, bundles, write):
        """{number of the row: (state, column, message, id)}."""
        kind = job._kind()
        answers = kind._plan(job, bundles)
        results, sound = {}, []
        for bundle, answer in zip(bundles, answers, strict=True):
            if isinstance(answer, Fault):
                results |= self._refused(bundle, answer)
            else:
                sound.append((bundle, answer))
                for entry, state in answer.rows():
                    results[entry.number] = (state, None, None, None)
        if write and sound:
            results |= self._written(job, kind, sound, results)
        return results

    def _written(self, job, kind, planned, results):
        """As `_work`, of bundles that were imported: all at once, or one by one."""
        bundles = [bundle for bundle, _plan in planned]
        try:
            with self.env.cr.savepoint():
                plans = [plan for _bundle, plan in planned]
                ids = kind._write(job, bundles, plans)
                self.env["md.import.locks"]._keep(job, plans)
        except AccessError:
            raise
        except (Fault, UserError, IntegrityError) as error:
            self.env.invalidate_all(flush=False)
            if len(bundles) == 1:
                return self._refused(bundles[0], self._as_fault(bundles[0], error))
            return self._one_by_one(job, kind, bundles, results)
        return {
            number: (results[number][0], None, None, record)
            for number, record in ids.items()
        }

    def _one_by_one(self, job, kind, bundles, results):
        """After one of them could not be written; each is planned anew."""
        found = {}
        for bundle in bundles:
            [plan] = kind._plan(job, [bundle])
            if isinstance(plan, Fault):
                found |= self._refused(bundle, plan)
            else:
                found |= self._written(job, kind, [(bundle, plan)], results)
        return found

    def _as_fault(self, bundle, error):
        if isinstance(error, Fault):
            return error
        text = str(error).strip()
        if isinstance(error, IntegrityError):
            text = self.env["md.import.words"]._of_database(error)
        return Fault("", "said", bundle[0].number, text=text)

    def _refused(self, bundle, fault):
        words = self.env["md.import.words"]
        return {
            entry.number: ("refused", *words._told(fault, entry.number), None)
            for entry in bundle
        }

    def _write_results(self, lines, results, done):
        columns = list(zip(*results.values(), strict=True))
        self.env.cr.execute(
            RESULTS_SQL,
            {
                "ids": [lines[number] for number in results],
                "states": list(columns[0]),
                "columns": list(columns[1]),
                "messages": list(columns[2]),
                "records": list(columns[3]),
                "done": done,
            },
        )


def _bundles(rows):
    """Lists of entries, from (id, number, bundle, what it means)."""
    found = {}
    for _line, number, bundle, meant in rows:
        values = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in meant.items()
        }
        found.setdefault(bundle, []).append(Entry(number, values))
    return list(found.values())
