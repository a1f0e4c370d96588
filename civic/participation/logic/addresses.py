"""Who is at the other end of a request, behind the proxies of an installation."""


def client_address(remote: str, forwarded_for: str, trusted_proxies: int) -> str:
    """Return the network address of a client.

    `forwarded_for` is the header X-Forwarded-For, to which each trusted proxy appends the address
    it saw; anything further left was written by the client and proves nothing.
    """
    if trusted_proxies < 1:
        return remote
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    return hops[-trusted_proxies] if len(hops) >= trusted_proxies else remote
