"""The server of the live benchmarks: notes when each message came, and what was in it.

    stamps.py FILE     prints the ports of its WebSocket and of its plain TCP; SIGTERM: writes FILE

Nothing is written before the end, so that no disk disturbs. FILE holds, for each message: i64
monotonic ns, i32 connection, i32 length, the bytes; for each connection, before them, the same with
the length negated and its path (of plain TCP: its first line).
"""
import asyncio
import signal
import struct
import sys
import time

import websockets

HEAD = struct.Struct("<qii")
notes = []
connections = 0


def opened(path):
    global connections
    connections += 1
    notes.append((time.monotonic_ns(), connections, path.encode(), True))
    return connections


async def take(websocket):
    connection = opened(websocket.path)
    try:
        async for message in websocket:
            now = time.monotonic_ns()
            if isinstance(message, bytes):
                notes.append((now, connection, message, False))
    except websockets.ConnectionClosedError:
        pass


async def take_plain(reader, writer):
    connection = opened((await reader.readline()).decode().strip())
    while data := await reader.read(65536):
        notes.append((time.monotonic_ns(), connection, data, False))
    writer.close()


async def main(file):
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    plain = await asyncio.start_server(take_plain, "127.0.0.1", 0)
    async with websockets.serve(take, "127.0.0.1", 0) as server:
        ports = [each.sockets[0].getsockname()[1] for each in (server, plain)]
        print("listening", *ports, flush=True)
        await over.wait()
        with open(file, "wb") as out:
            for at, connection, data, is_path in notes:
                out.write(HEAD.pack(at, connection, -len(data) if is_path else len(data)) + data)


asyncio.run(main(sys.argv[1]))
