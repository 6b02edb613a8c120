"""What must be true of stock and claims: at every commit, and when all is at rest.

Text only, read by the tests and by the processes that they start. Each law is a query
of the rows that break it, among the products from ``first`` on: a test makes its own.
"""

# ruff: noqa: S608 - put together of constants of this file
SLOT = "product_id, warehouse_id, owner_id"
ON_HAND = """
SELECT q.product_id, l.warehouse_id, 0 AS owner_id, sum(q.quantity) AS on_hand
  FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
 WHERE l.usage = 'internal' AND q.product_id >= %(first)s GROUP BY 1, 2, 3
"""
PENDING = f"""
SELECT {SLOT}, sum(quantity) AS pending FROM md_pending_sale
 WHERE product_id >= %(first)s GROUP BY 1, 2, 3
"""
# Delivered, and told in the same commit, but not settled yet: still in the counter.
GONE = f"""
SELECT {SLOT}, sum(LEAST(told, live)) AS gone
  FROM (SELECT key, {SLOT}, sum(quantity) AS told FROM md_claim_fact f
         WHERE kind = 'consume' AND product_id >= %(first)s
           AND NOT EXISTS (SELECT 1 FROM md_stock_journal j
                            WHERE j.kind = 'consume' AND j.source = f.source)
         GROUP BY 1, 2, 3, 4) f
  JOIN (SELECT key, {SLOT}, sum(granted - gone) AS live FROM md_stock_claim
         WHERE state IN ('held', 'confirmed') AND product_id >= %(first)s
         GROUP BY 1, 2, 3, 4) c USING (key, {SLOT})
 GROUP BY 1, 2, 3
"""
# Each place: what is promised out of all pools, and what there is to promise.
SLOTS = f"""
SELECT {SLOT}, c.claimed - COALESCE(gone, 0) AS promised,
       COALESCE(on_hand, 0) - COALESCE(pending, 0) AS sellable
  FROM (SELECT {SLOT}, sum(claimed) AS claimed FROM md_stock_counter
         WHERE product_id >= %(first)s GROUP BY 1, 2, 3) c
  LEFT JOIN ({ON_HAND}) o USING ({SLOT})
  LEFT JOIN ({PENDING}) p USING ({SLOT})
  LEFT JOIN ({GONE}) g USING ({SLOT})
"""
PROMISED_TOO_MUCH = f"""
SELECT * FROM ({SLOTS}) s WHERE promised > GREATEST(sellable, 0) OR promised < 0
"""
RESERVED_TOO_MUCH = """
SELECT q.id, product_id, quantity, reserved_quantity FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id
 WHERE l.usage = 'internal' AND product_id >= %(first)s
   AND reserved_quantity > 0 AND reserved_quantity > quantity
"""
ALL = f"{SLOT}, pool_id"
DRIFT = f"""
SELECT {ALL}, c.claimed, l.live, j.written
  FROM md_stock_counter c
  FULL JOIN (SELECT {ALL}, sum(granted - gone) AS live FROM md_stock_claim
              WHERE state IN ('held', 'confirmed') AND product_id >= %(first)s
              GROUP BY {ALL}) l USING ({ALL})
  FULL JOIN (SELECT {ALL}, sum(change) AS written FROM md_stock_journal
              WHERE product_id >= %(first)s GROUP BY {ALL}) j USING ({ALL})
 WHERE product_id >= %(first)s
   AND (COALESCE(c.claimed, 0) <> COALESCE(l.live, 0)
        OR COALESCE(c.claimed, 0) <> COALESCE(j.written, 0))
"""
# What core's lines have reserved is what its quants say.
UNTRUE_RESERVATION = """
SELECT product_id, l.id, q.reserved, m.lines
  FROM (SELECT product_id, location_id, sum(reserved_quantity) AS reserved
          FROM stock_quant WHERE product_id >= %(first)s GROUP BY 1, 2) q
  FULL JOIN (SELECT product_id, location_id, sum(quantity_product_uom) AS lines
          FROM stock_move_line
         WHERE product_id >= %(first)s AND state NOT IN ('done', 'cancel', 'draft')
         GROUP BY 1, 2) m USING (product_id, location_id)
  JOIN stock_location l
    ON l.id = COALESCE(q.location_id, m.location_id) AND l.usage = 'internal'
 WHERE COALESCE(q.reserved, 0) <> COALESCE(m.lines, 0)
"""
ALWAYS = {
    "promised too much": PROMISED_TOO_MUCH,
    "reserved too much": RESERVED_TOO_MUCH,
    "counter, claims, journal": DRIFT,
    "reserved, but not by lines": UNTRUE_RESERVATION,
}
# The same whatever was counted or sold over the counter.
IN_SHORTAGE = {k: v for k, v in ALWAYS.items() if k != "promised too much"}

# At rest
UNSETTLED = """
SELECT kind, key, source FROM md_claim_fact WHERE kind <> 'void'
"""
LEFT_HELD = """
SELECT key, product_id, warehouse_id, granted - gone FROM md_stock_claim
 WHERE state = 'held' AND product_id >= %(first)s
"""
NEEDED = """
SELECT m.md_claim_key AS key, m.product_id, l.warehouse_id,
       sum(m.product_qty) AS needed,
       sum(COALESCE((SELECT sum(quantity_product_uom) FROM stock_move_line
                      WHERE move_id = m.id), 0)) AS reserved
  FROM stock_move m JOIN stock_location l ON l.id = m.location_id
 WHERE m.product_id >= %(first)s AND l.usage = 'internal'
   AND m.md_claim_key IS NOT NULL
   AND m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
 GROUP BY 1, 2, 3
"""
HAVE = """
SELECT key, product_id, warehouse_id, sum(granted - gone) AS have
  FROM md_stock_claim WHERE state = 'confirmed' AND product_id >= %(first)s
 GROUP BY 1, 2, 3
"""
# Both: COALESCE(needed, 0), COALESCE(have, 0) of each key and place.
BALANCE = f"""
SELECT key, product_id, warehouse_id, COALESCE(needed, 0) AS needed,
       COALESCE(reserved, 0) AS reserved, COALESCE(have, 0) AS have
  FROM ({NEEDED}) n FULL JOIN ({HAVE}) h USING (key, product_id, warehouse_id)
"""
CLAIMED_FOR_NOTHING = f"SELECT * FROM ({BALANCE}) b WHERE have > needed"
RESERVED_UNCLAIMED = f"SELECT * FROM ({BALANCE}) b WHERE reserved > have"
# Who waits although its channel may promise more: a demand of which a part is missing.
WAITS_IN_VAIN = f"""
SELECT b.*, s.promised, s.sellable
  FROM ({BALANCE}) b JOIN ({SLOTS}) s USING (product_id, warehouse_id)
  LEFT JOIN sale_order o ON 'so:' || o.id || ':' || o.md_claim_round = b.key
  LEFT JOIN md_channel c ON c.id = o.md_channel_id
 WHERE have < needed AND s.sellable - s.promised - COALESCE(c.buffer_units, 0) > 0
"""
AT_REST = {
    **IN_SHORTAGE,
    "facts are left": UNSETTLED,
    "holds are left": LEFT_HELD,
    "claimed for nothing": CLAIMED_FOR_NOTHING,
    "reserved without claim": RESERVED_UNCLAIMED,
    "waits in vain": WAITS_IN_VAIN,
}

# Judges each commit of a counter or quant from inside: a deferred trigger runs when its
# transaction commits, in READ COMMITTED with all that is committed by then in sight,
# and while it still has the counter locked. It writes down, and refuses nothing.
JUDGE = """
CREATE TABLE IF NOT EXISTS race_breach (
    since timestamp DEFAULT transaction_timestamp(),
    at timestamp DEFAULT clock_timestamp(), product_id int, what text);
CREATE TABLE IF NOT EXISTS race_shrunk (
    at timestamp DEFAULT clock_timestamp(), product_id int);
CREATE OR REPLACE FUNCTION race_judge_counter() RETURNS trigger AS $$
DECLARE
    held numeric; live numeric; written numeric; on_hand numeric;
BEGIN
    SELECT claimed INTO held FROM md_stock_counter WHERE id = NEW.id;
    SELECT COALESCE(sum(granted - gone), 0) INTO live FROM md_stock_claim c
     WHERE (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)
         = (NEW.product_id, NEW.warehouse_id, NEW.owner_id, NEW.pool_id)
       AND state IN ('held', 'confirmed');
    SELECT COALESCE(sum(change), 0) INTO written FROM md_stock_journal c
     WHERE (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)
         = (NEW.product_id, NEW.warehouse_id, NEW.owner_id, NEW.pool_id);
    IF held <> live OR held <> written THEN
        INSERT INTO race_breach (product_id, what) VALUES (NEW.product_id,
            format('counter %s, claims %s, journal %s', held, live, written));
    END IF;
    SELECT COALESCE(sum(quantity), 0) INTO on_hand FROM stock_quant q
      JOIN stock_location l ON l.id = q.location_id
     WHERE q.product_id = NEW.product_id AND l.warehouse_id = NEW.warehouse_id
       AND l.usage = 'internal';
    IF TG_OP = 'UPDATE' AND NEW.claimed > OLD.claimed AND held > on_hand THEN
        INSERT INTO race_breach (product_id, what) VALUES (NEW.product_id,
            format('claimed %s of %s', held, on_hand));
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION race_judge_quant() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.quantity < OLD.quantity THEN
        INSERT INTO race_shrunk (product_id) VALUES (NEW.product_id);
    END IF;
    INSERT INTO race_breach (product_id, what)
    SELECT q.product_id, format('reserved %s of %s', reserved_quantity, quantity)
      FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
     WHERE q.id = NEW.id AND l.usage = 'internal'
       AND reserved_quantity > 0 AND reserved_quantity > quantity;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE CONSTRAINT TRIGGER race_counter AFTER INSERT OR UPDATE ON md_stock_counter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION race_judge_counter();
CREATE CONSTRAINT TRIGGER race_quant AFTER INSERT OR UPDATE ON stock_quant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION race_judge_quant();
"""
# Makes the moment between a decision and its commit long enough to be hit.
LINGER = """
CREATE FUNCTION race_linger() RETURNS trigger AS $$
BEGIN
    PERFORM pg_sleep(random() * 0.04);
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER race_linger BEFORE UPDATE ON md_stock_counter
    FOR EACH ROW EXECUTE FUNCTION race_linger();
"""
BREACHES = "SELECT what FROM race_breach WHERE product_id >= %(first)s"
# What is counted away asks nobody. Who took a unit that was there when it looked, and
# was gone when it committed, did no wrong: the goods shrank while it was at work. The
# second is what a commit takes from its trigger until others see it, on a busy disk.
UNEXCUSED = f"""
{BREACHES} AND NOT (what LIKE 'claimed%%' AND EXISTS (
    SELECT 1 FROM race_shrunk s WHERE s.product_id = race_breach.product_id
       AND s.at BETWEEN race_breach.since - interval '1 second' AND race_breach.at))
"""


def broken(ask, laws, first):
    """[(law, row)] of all that is broken; ``ask(query, parameters)`` gives rows."""
    return [(n, row) for n, law in laws.items() for row in ask(law, {"first": first})]
