"""What of ours can be reached from outside: models, methods, routes."""

import inspect

OURS = "odoo.addons.md_"


def models(env):
    """Names of our models that have records."""
    return {
        name
        for name in env.registry
        if name.startswith("md.") and (not env[name]._abstract or has_table(env, name))
    }


def has_table(env, name):
    """Whether the database has a table or view of this model."""
    query = "SELECT to_regclass(%s) IS NOT NULL"
    env.cr.execute(query, [env[name]._table])
    return env.cr.fetchone()[0]


def methods(env):
    """{(model, method)}: what we added to models and may be called over the wire."""
    found = set()
    for name in env.registry:
        classes = type(env[name]).mro()
        core = [c for c in classes if not c.__module__.startswith(OURS)]
        for ours in (c for c in classes if c.__module__.startswith(OURS)):
            for method, function in vars(ours).items():
                overrides = any(method in vars(c) for c in core)
                private = method.startswith("_") or _private(classes, method)
                if inspect.isfunction(function) and not overrides and not private:
                    found.add((name, method))
    return found


def routes(env):
    """{path: how a caller is known}; a core route that we extend is core's."""
    found, http = {}, env["ir.http"]
    addons = sorted(env.registry._init_modules)
    for path, endpoint in http._generate_routing_rules(addons, http._get_converters()):
        function = endpoint.func
        classes = type(function.__self__).mro()
        defined = [c for c in classes if function.__name__ in vars(c)]
        if defined and all(c.__module__.startswith(OURS) for c in defined):
            found[path] = endpoint.routing["auth"]
    return found


def _private(classes, method):
    functions = (vars(c).get(method) for c in classes)
    return any(getattr(function, "_api_private", False) for function in functions)
