"""What secure connections are checked by. Loaded only when one is made."""

import os
import ssl


def secure_context() -> ssl.SSLContext:
    """Return what secure connections are checked by; SSL_CERT_FILE and SSL_CERT_DIR are heeded."""
    if file := os.environ.get("SSL_CERT_FILE"):
        context = ssl.create_default_context(cafile=file)
    elif folder := os.environ.get("SSL_CERT_DIR"):
        context = ssl.create_default_context(capath=folder)
    else:
        import certifi

        context = ssl.create_default_context(cafile=certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
