"""Processes that take steps of one pass of the reconciler; run inside Odoo."""

import time

from claim_scenes import DEEDS, committed, open_shop

# Each step is one product at first, and long enough to be killed in.
SLOW = """
UPDATE md_claim_pass SET pace = 1 WHERE state = 'running';
CREATE OR REPLACE FUNCTION race_step() RETURNS trigger AS $$
BEGIN
    PERFORM pg_sleep(random() * 0.3);
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER race_step BEFORE UPDATE ON md_claim_pass
    FOR EACH ROW EXECUTE FUNCTION race_step();
"""


def step(env):
    """What the scheduled job does, once; tried again while another takes a step."""
    for _try in range(20):
        if env["md.claim.steps"]._step() is not None:
            return "stepped"
        time.sleep(0.02)
    return "nothing to do"


DEEDS["step"] = step


def begin(registry):
    """Goods, and a pass that somebody asked for; its id."""
    open_shop(registry, [5] * 12)
    committed(registry, lambda env: env["md.claim.steps"]._ask(env.user))
    committed(registry, lambda env: env.cr.execute(SLOW))

    def running(env):
        return env["md.claim.pass"].search([("state", "=", "running")]).id

    return committed(registry, running)


def finish(registry):
    """What is left of it."""
    committed(registry, lambda env: env["md.claim.steps"]._work(60))
    committed(
        registry,
        lambda env: env.cr.execute("DROP TRIGGER race_step ON md_claim_pass"),
    )
