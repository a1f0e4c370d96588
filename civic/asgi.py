"""ASGI entry point: pages, live sockets, and the embedded background worker."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
pages = get_asgi_application()

# These need the app registry, which the line above has filled.
from civic.core.consumers import EmbeddedWorkerLifespan  # noqa: E402
from civic.core.routing import websocket_urlpatterns as streams  # noqa: E402
from workshops.routing import websocket_urlpatterns as rooms  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([*streams, *rooms]))
        ),
        "lifespan": EmbeddedWorkerLifespan(),
    }
)
