"""People who call the server without a browser, on each of its roads."""

import http.cookiejar
import json
import urllib.error
import urllib.request
import xmlrpc.client


class Refused(Exception):
    """The server's error: ``name`` is its class."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


class Session:
    """A browser's session, with its cookie: it can be used on several servers."""

    def __init__(self, database):
        self.database = database
        jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar)
        ).open

    def login(self, url, login):
        """Log in with the demo password; return self."""
        params = {"db": self.database, "login": login, "password": login}
        self.uid = self._post(f"{url}/web/session/authenticate", params)["uid"]
        return self

    def call(self, url, model, method, *args, **kwargs):
        """Call a method as the web client does."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"{url}/web/dataset/call_kw", params)

    def _post(self, url, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return _answer(self._open(_request(url, body), timeout=60))


class Keyed:
    """Calls with an API key, on the three roads of the external API."""

    def __init__(self, url, database, uid, key):
        self.url = url
        self.who = (database, uid, key)
        self.key = key

    def xmlrpc(self, model, method, *args):
        """Over /xmlrpc/2."""
        proxy = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object")
        try:
            return proxy.execute_kw(*self.who, model, method, args)
        except xmlrpc.client.Fault as fault:
            raise Refused(str(fault.faultCode), fault.faultString) from fault

    def jsonrpc(self, model, method, *args):
        """Over /jsonrpc."""
        call = {"service": "object", "method": "execute_kw"}
        params = {**call, "args": [*self.who, model, method, args]}
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        request = _request(f"{self.url}/jsonrpc", body)
        return _answer(urllib.request.urlopen(request, timeout=60))

    def json2(self, model, method, **kwargs):
        """Over /json/2."""
        request = _request(f"{self.url}/json/2/{model}/{method}", kwargs)
        request.add_header("Authorization", f"bearer {self.key}")
        try:
            return json.load(urllib.request.urlopen(request, timeout=60))
        except urllib.error.HTTPError as error:
            content = json.load(error)
            raise Refused(content["name"], content["message"]) from error


def _request(url, body):
    headers = {"Content-Type": "application/json"}
    return urllib.request.Request(url, json.dumps(body).encode(), headers)


def _answer(reply):
    content = json.load(reply)
    if error := content.get("error"):
        raise Refused(error["data"]["name"], error["data"]["message"])
    return content.get("result")
