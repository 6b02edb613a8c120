"""The web shop's cart: a quantity is changed by a browser's own request."""

import json
import subprocess
import urllib.request
from http.cookiejar import CookieJar

from ..case import Case
from ..sweep import start

LINES = 10
OFFERS = 100  # promotions on sale, of every second product of the shop one
SHOP = """
from tests.bench import world
world.ensure(env)
goods = world.World(env).products.sudo()
goods.write({"is_published": True, "website_id": False})
if "allow_out_of_stock_order" in goods._fields:
    goods.allow_out_of_stock_order = True
if "md.promotion" in env and not env["md.promotion"].search([("name", "=", "Bench")]):
    values = [
        {
            "name": "Bench",
            "kind": kind,
            "percent": 10,
            "every": 3,
            "company_id": env.company.id,
            "goods_ids": [
                (0, 0, {"role": "goods", "product_ids": [(6, 0, product.ids)]})
            ],
        }
        for product, kind in zip(goods[::2], ["unit", "nth"] * OFFERS)
    ]
    env["md.promotion.life"]._approved(
        env["md.promotion"].create(values[:OFFERS]), env.user
    )
print("found", [(one.id, one.product_tmpl_id.id) for one in goods[:LINES]])
env.cr.commit()
"""


class Visitor:
    """A browser without a face: cookies, and the calls that the shop's pages make."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.open = urllib.request.build_opener(jar).open

    def call(self, road, **params):
        """The answer of a JSON route."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        asked = urllib.request.Request(
            self.url + road, body.encode(), {"Content-Type": "application/json"}
        )
        with self.open(asked, timeout=120) as answer:
            told = json.load(answer)
        if "error" in told:
            raise RuntimeError(told["error"]["data"]["debug"][-2000:])
        return told["result"]


class CartUpdate(Case):
    """From the request to the answer with the pieces of the page drawn anew."""

    name = "cart_update"
    title = f"Change a quantity in a cart of {LINES} lines, {OFFERS} promotions on sale"
    unit = "change"
    inside = False
    target = 1.2
    rounds = 15
    size = 6
    process = None

    def setup(self, place):
        from tools.stack import odoo, paths, server

        port = server.free_port()
        log = (paths.LOGS / f"bench-cart-{place.name}.log").open("wb")
        goods = self.goods(place)
        self.process = start(
            [
                *odoo.command(ours=place.ours, database=place.database, port=port),
                *("--workers=0", "--max-cron-threads=0", "--log-level=warn"),
            ],
            env=odoo.environment(),
            stdout=log,
            stderr=log,
            cwd=paths.ROOT,
        )
        server.wait(self.process, port)
        self.visitor = Visitor(port)
        self.visitor.open(f"{self.visitor.url}/shop", timeout=120).read()
        for product, template in goods:
            self.visitor.call(
                "/shop/cart/add",
                product_template_id=template,
                product_id=product,
                quantity=1,
            )
        self.lines = self.known(place)
        self.turn = 0

    def goods(self, place):
        """[(product, template)] of the shop, which is made first."""
        from tools.stack import odoo, paths

        done = subprocess.run(
            odoo.command(
                *("shell", "--shell-interface", "python", "--log-level=error"),
                ours=place.ours,
                database=place.database,
            ),
            env=odoo.environment(),
            cwd=paths.ROOT,
            input=SHOP.replace("OFFERS", str(OFFERS)).replace("LINES", str(LINES)),
            capture_output=True,
            text=True,
            check=False,
        )
        found = [row for row in done.stdout.splitlines() if row.startswith("found ")]
        if not found:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(found[0][6:].replace("(", "[").replace(")", "]"))

    def known(self, place):
        """Lines of the visitor's cart."""
        from tools.stack import postgres

        text = postgres.execute(
            "SELECT id FROM sale_order_line WHERE order_id = ("
            "SELECT max(id) FROM sale_order) ORDER BY id",
            database=place.database,
        )
        lines = [int(row) for row in text.split()]
        if len(lines) != LINES:
            raise RuntimeError(f"The cart has {len(lines)} lines")
        return lines

    def run(self, place, size):
        for _time in range(size):
            self.turn += 1
            told = self.visitor.call(
                "/shop/cart/update",
                line_id=self.lines[self.turn % LINES],
                quantity=1 + self.turn // LINES % 5,
            )
            saves = "md_saved" in told["website_sale.total"]
            if saves != place.ours:
                raise AssertionError(told["website_sale.total"])

    def teardown(self, place):
        from tools.stack import server

        if self.process:
            server.end(self.process.pid)
            self.process.wait()
