from odoo.http import request, route

from odoo.addons.rpc.controllers import RPC

from ..lib import caller


class MdRpc(RPC):
    """XML-RPC and JSON-RPC: the address of the caller stays known during the call."""

    @route()
    def jsonrpc(self, service, method, args):
        """Core's JSON-RPC."""
        with caller.calls_from(request.httprequest.remote_addr):
            return super().jsonrpc(service, method, args)

    @route()
    def xmlrpc_1(self, service):
        """Core's XML-RPC, first version."""
        with caller.calls_from(request.httprequest.remote_addr):
            return super().xmlrpc_1(service)

    @route()
    def xmlrpc_2(self, service):
        """Core's XML-RPC, second version."""
        with caller.calls_from(request.httprequest.remote_addr):
            return super().xmlrpc_2(service)
