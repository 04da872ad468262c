#!/usr/bin/env python3
"""A receiver for tapewire.v1, written from docs/protocol.md alone; delivery.py keeps the files.

A delivery becomes SESSION.wav (a replay: SESSION@DELIVERY.wav) with its journal beside it. The disk
is the only truth: every hello reads it anew, so going on after a lost connection, a takeover or a
kill -9 is one and the same path. One process per OUT_DIR.
"""
import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import struct
import time

import websockets

from delivery import Delivery, Refusal, records_in, require

PROTOCOL = "tapewire.v1"
CONTROL_CHARS_MAX, MESSAGE_BYTES_MAX = 4096, 1 << 20
SYNC_SECONDS, SYNC_BYTES = 0.4, 1 << 20  # acks are due every 1 s, and before 4 MiB are waiting


class Connection:
    """One connection, from the greeting to the close."""

    live = {}  # path of a delivery -> the connection that writes there

    def __init__(self, ws, out_dir):
        self.ws, self.out_dir, self.path, self.delivery = ws, out_dir, None, None

    async def serve(self):
        try:
            require(self.ws.subprotocol == PROTOCOL, "offer the subprotocol " + PROTOCOL, 1008)
            await self.say("greeting", protocol=PROTOCOL, message_bytes_max=MESSAGE_BYTES_MAX)
            await self.converse()
        except websockets.ConnectionClosed:
            pass  # whatever was not acknowledged comes again
        except Refusal as refusal:
            await self.close(*refusal.args)
        except (KeyError, TypeError, ValueError, struct.error, RecursionError) as error:
            await self.close(4400, f"malformed: {error!r}")
        except OSError as error:
            await self.close(4500, f"cannot store: {error}")
        finally:
            self.let_go()

    async def converse(self):
        sync_due = 0
        while True:
            message = None
            with contextlib.suppress(asyncio.TimeoutError):
                message = await asyncio.wait_for(self.ws.recv(), SYNC_SECONDS)
            if self.delivery and self.live.get(self.path) is not self:
                return  # taken over; the newer connection closes this one
            if isinstance(message, bytes):
                self.take_records(message)
            elif message is not None:
                await self.take_control(message)
            unsynced = self.delivery.unsynced_bytes if self.delivery else 0
            if unsynced >= SYNC_BYTES or unsynced and time.monotonic() >= sync_due:
                await self.acknowledge()
                sync_due = time.monotonic() + SYNC_SECONDS

    def take_records(self, message):
        require(self.delivery, "records before hello")
        require(len(message) <= MESSAGE_BYTES_MAX, "message too long", 4413)
        for record in records_in(message):
            self.delivery.store(record)

    async def take_control(self, text):
        require(len(text) <= CONTROL_CHARS_MAX, "control message too long", 4413)
        message = json.loads(text)
        kind = message["type"]
        require(self.delivery or kind not in ("rewind", "end"), "no hello yet")
        if kind == "hello":
            require(not self.delivery, "a second hello")
            self.begin(message)
            await self.welcome()
        elif kind == "rewind":
            require(not self.delivery.records_came, "rewind after records")
            require(message["incarnation"] == self.delivery.now["incarnation"], "not what I have")
            self.delivery.rewind(message["next"])
            await self.welcome()
        elif kind == "end":
            await self.acknowledge()
            now = self.delivery.now
            require(message["next"] == now["next"], f"end where record {now['next']} is due")
            require(message["digest"] == now["digest"], "the digests differ", 4422)
            await self.say("complete", digest=now["digest"])
            print(f"complete {self.path}.wav", flush=True)

    def begin(self, hello):
        session, delivery = hello["session"], hello["delivery"]
        require(re.fullmatch(r"(?!\.)[A-Za-z0-9._-]{1,80}", session), "no good session name")
        require(re.fullmatch(r"[A-Za-z0-9-]{1,40}", delivery), "no good delivery name")
        replay = "" if delivery == "first" else "@" + delivery
        self.path = os.path.join(self.out_dir, session + replay)
        older = self.live.get(self.path)
        if older:
            older.let_go()  # before its files are opened again
            self.closing = asyncio.ensure_future(older.close(4409, "taken over"))
        self.delivery = Delivery(self.path, hello)
        self.live[self.path] = self

    def let_go(self):
        if self.delivery and self.live.get(self.path) is self:
            del self.live[self.path]
            self.delivery.close()

    async def acknowledge(self):
        if self.delivery.unsynced_bytes:
            self.delivery.sync()  # halts every connection meanwhile, which a few senders can bear
            await self.say("ack", next=self.delivery.now["next"])

    async def welcome(self):
        known = {key: self.delivery.now[key] for key in ("incarnation", "next", "digest")}
        await self.say("welcome", **{"from": "here"}, **known)

    async def say(self, kind, **members):
        await self.ws.send(json.dumps({"type": kind, **members}))

    async def close(self, code, reason):
        print(f"closing {self.path} with {code}: {reason}", flush=True)
        await self.ws.close(code, reason[:100])


async def main():
    parser = argparse.ArgumentParser(description="Receives tapewire.v1 deliveries as WAV files.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8765, help="0 picks a free one")
    parser.add_argument("out_dir", metavar="OUT_DIR")
    options = parser.parse_args()
    os.makedirs(options.out_dir, exist_ok=True)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with websockets.serve(
            lambda ws: Connection(ws, options.out_dir).serve(), options.host, options.port,
            subprotocols=[PROTOCOL], compression=None, max_size=2 * MESSAGE_BYTES_MAX) as server:
        print(f"listening ws://{options.host}:{server.sockets[0].getsockname()[1]}", flush=True)
        await stopped.wait()  # leaving the block closes every connection with 1001


if __name__ == "__main__":
    asyncio.run(main())
