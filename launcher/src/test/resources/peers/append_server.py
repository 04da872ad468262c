"""A WebSocket server as simple programs have it: appends what arrives to a file, answers nothing.

    append_server.py PORT FILE     port 0 picks one; prints the port once it listens
"""
import asyncio
import os
import sys

import websockets


async def main(port, path):
    # No buffer of our own: what was appended outlives a kill, as it would in a careful program.
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    async def handler(websocket):
        print("connected", flush=True)
        try:
            async for message in websocket:
                if isinstance(message, bytes):
                    os.write(out, message)
                else:
                    print("text", message[:200], flush=True)
        except websockets.ConnectionClosedError as e:
            print("lost", e, flush=True)

    async with websockets.serve(handler, "127.0.0.1", port) as server:
        print("listening", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
