"""A transport that connects to the address that was checked, with the host's own name in `Host` and TLS.

Known   connections are not used again: two hosts behind one address would share a connection made for the other's name.
"""

from collections.abc import Collection

import httpx

from plugins.fetch.addresses import endpoint, resolve


class CheckedTransport(httpx.AsyncBaseTransport):
    """Resolves and checks a host, then connects to the checked addresses in turn until one answers."""

    def __init__(self, allowed: Collection[str], *, allows_others: bool = True) -> None:
        self._allowed = allowed
        self._allows_others = allows_others
        self._inner = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0), trust_env=False
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` to a checked address of its host."""
        target = endpoint(str(request.url))
        addresses = await resolve(target, self._allowed, allows_others=self._allows_others)
        for address in addresses:
            addressed = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                extensions={**request.extensions, "sni_hostname": target.host},
            )
            try:
                return await self._inner.handle_async_request(addressed)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == addresses[-1]:
                    raise
        raise httpx.ConnectError(f"{target.host} has no address")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
