"""Sends a file from memory over a WebSocket, in messages of so many bytes, as fast as it goes.

    flat.py URI FILE BYTES     URI tcp://HOST:PORT: over plain TCP
"""
import asyncio
import socket
import sys

import websockets

uri, file, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(file, "rb") as source:
    pcm = memoryview(source.read())


async def send():
    async with websockets.connect(uri, compression=None) as link:
        for at in range(0, len(pcm), size):
            await link.send(pcm[at : at + size])


def send_plain():
    host, port = uri.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port))) as link:
        for at in range(0, len(pcm), size):
            link.sendall(pcm[at : at + size])


if uri.startswith("tcp:"):
    send_plain()
else:
    asyncio.run(send())
