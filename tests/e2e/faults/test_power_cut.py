"""The power fails while a till writes: what the disk holds then is all there is."""

import random
import shutil

import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter, kept, settle

pytestmark = pytest.mark.e2e

SEED = 9


def shown(machine):
    """{uuid: cents} of receipts that a customer has seen."""
    told = [facts for _key, word, facts in machine.said if word == "shown"]
    return {facts["uuid"]: facts["total"] for facts in told}


def cut_power(shop, machine_of, tmp_path, copies, baskets):
    """Copy the profile while the till sells; each copy is a till after a power cut.

    Every second copy is made while the browser goes on writing, which is worse than any
    power cut: its files are of different moments.
    """
    line, config, pick = shop.lines[2], shop.configs[2], random.Random(SEED)
    machine = machine_of().start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, config)
    settle(page)
    line.become("cut")
    work = [
        {"key": str(n), "lines": [[CODE, 1 + n % 3, PRICE + n / 100]]}
        for n in range(baskets)
    ]
    page.evaluate("(baskets) => { mdFaults.work(baskets, 30) }", work)
    seen = {}
    for number in range(copies):
        page.wait_for_timeout(pick.randint(200, 900))
        before = shown(machine)
        copy = tmp_path / f"copy-{number}"
        if number % 2:
            machine.pause()
        shutil.copytree(machine.profile, copy, symlinks=True, ignore=_sockets)
        if number % 2:
            machine.resume()
        seen[copy] = before
    while not any(word == "done" for _key, word, _facts in machine.said):
        page.wait_for_timeout(200)
    sold = shown(machine)
    assert len(sold) == baskets
    assert len(set(map(len, seen.values()))) > 1, "copies of different moments"
    machine.kill()
    lost = {}
    for copy, before in seen.items():
        after = machine_of(profile=copy).start()
        page = after.page()
        enter(page, line.url, config)  # without a server
        gone = before.keys() - set(kept(page))
        lost |= {copy.name: sorted(gone)} if gone else {}
        line.become("good")
        after.login(line.url, "cashier")
        enter(page, line.url, config)
        empty(page)
        after.kill()
        line.become("cut")
    assert not lost
    line.become("good")
    machine.start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, config)
    empty(page)
    shop.check(sold)


def _sockets(folder, names):
    return [name for name in names if name.startswith("Singleton")]


def test_the_power_fails_while_a_till_writes(shop, machine_of, tmp_path):
    cut_power(shop, machine_of, tmp_path, copies=2, baskets=25)


@pytest.mark.deep
def test_the_power_fails_often(shop, machine_of, tmp_path):
    cut_power(shop, machine_of, tmp_path, copies=20, baskets=250)
