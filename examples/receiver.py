#!/usr/bin/env python3
"""A receiver for tapewire.v1, written from docs/protocol.md: a session becomes SESSION.wav.

First the audio is made durable, then a line of SESSION.journal that vouches for it, then it is
acknowledged. Each hello goes on from the newest line and cuts off the audio behind it: a lost
connection, a takeover and a kill -9 are one and the same case. One process per directory.
"""
import asyncio
import contextlib
import hashlib
import json
import os
import re
import shutil
import struct
import sys
import time

import websockets

MESSAGE_BYTES_MAX, SYNC_BYTES, SYNC_SECONDS, LINE_BYTES = 1 << 20, 1 << 20, 0.1, 300
HEADER, FRAME, GAP, ANCHOR, END, ADDRESS = KINDS = range(1, 7)
ENCODINGS = {  # WAV format tag, bytes per sample, silence
    "s16le": (1, 2, 0), "s24le": (1, 3, 0), "s32le": (1, 4, 0), "f32le": (3, 4, 0),
    "u8": (1, 1, 0x80), "mulaw": (7, 1, 0xff), "alaw": (6, 1, 0xd5)}
newest = {}  # path -> the Delivery that came last, which alone may write there


class Delivery:
    """One delivery on disk. `now` is its state in memory, ahead of the journal until a sync."""

    def __init__(self, hello):
        names = hello["session"] + "@" + hello["delivery"]
        if not re.fullmatch(r"(?!\.)[A-Za-z0-9._-]{1,80}@[A-Za-z0-9-]{1,40}", names):
            raise ValueError("no good session or delivery")
        tag, width, self.silence = ENCODINGS[hello["encoding"]]
        self.block, rate = width * hello["channels"], hello["rate"]
        self.format = struct.pack("<HHIIHH", tag, hello["channels"], rate, rate * self.block,
                                  self.block, 8 * width)
        self.now = {"incarnation": "", "next": hello["first"], "digest": "00" * 32, "size": 44}
        self.path = re.sub("@first$", "", names)
        newest[self.path] = self

    def go_back(self, incarnation=None, number=None):
        """Goes to the newest durable state; a rewind rules out an incarnation's above a number."""
        with open(self.path + ".journal", "a+b") as journal, open(self.path + ".wav", "a+b") as wav:
            end = 0
            for end in range(journal.tell() // LINE_BYTES * LINE_BYTES, 0, -LINE_BYTES):
                journal.seek(end - LINE_BYTES)
                self.now = json.loads(journal.read(LINE_BYTES))
                if self.now["incarnation"] != incarnation or self.now["next"] <= number:
                    break
            if end and wav.tell() < self.now["size"]:
                raise OSError("the WAV is shorter than its journal says")
            if incarnation:  # what is taken back is recorded audio
                with open(f"{self.path}+{time.time_ns()}.pcm", "wb") as aside:
                    wav.seek(self.now["size"])
                    shutil.copyfileobj(wav, aside)
            journal.truncate(end)  # and with it a line that a crash has torn
            os.fdatasync(journal)
            wav.truncate(self.now["size"])
        os.fsync(self.directory)  # the names of new files
        self.sync()

    def store(self, message):
        """Takes the records of a message; they are durable only after the next sync."""
        now, at = self.now, 0
        with open(self.path + ".wav", "ab") as wav:
            while at < len(message):
                length, number, _, kind, flags = struct.unpack_from("<IQQBB", message, at + 4)
                record = message[at:at + length]
                if not 28 <= length == len(record) or number != now["next"]:
                    raise ValueError(f"{length} bytes as record {number}, due is {now['next']}")
                if kind == HEADER:
                    name = json.loads(record[32:])["incarnation"]
                    now["incarnation"] = re.fullmatch("[0-9a-f]{32}", name)[0]
                elif kind == FRAME:
                    now["size"] += wav.write(record[48:])
                elif kind == GAP:
                    now["size"] += struct.unpack_from("<Q", record, 32)[0] * self.block
                    if self.silence:
                        wav.write(bytes([self.silence]) * (now["size"] - wav.tell()))
                    wav.truncate(now["size"])  # makes a hole, which reads as zeros
                elif kind not in KINDS and not flags & 1:
                    raise ValueError(f"unknown kind {kind}")
                chained = hashlib.sha256(bytes.fromhex(now["digest"]) + record)
                now.update(next=number + 1, digest=chained.hexdigest())
                at += length
        self.unsynced_bytes += len(message)

    def sync(self):
        size = min(self.now["size"], 0xFFFFFFFF) - 44  # players read past 4 GiB, or stop
        with open(self.path + ".wav", "r+b", buffering=0) as wav:
            wav.write(struct.pack("<4sI8sI16s4sI", b"RIFF", size + 36, b"WAVEfmt ", 16,
                                  self.format, b"data", size))
            os.fdatasync(wav)
        with open(self.path + ".journal", "ab") as journal:
            journal.write((json.dumps(self.now).ljust(LINE_BYTES - 1) + "\n").encode())
            journal.flush()
            os.fdatasync(journal)
        self.unsynced_bytes, self.sync_due = 0, time.monotonic() + SYNC_SECONDS


async def serve(ws):
    """One connection, from the greeting to the close."""
    delivery = None
    try:
        await ws.send(json.dumps({"type": "greeting", "protocol": "tapewire.v1",
                                  "message_bytes_max": MESSAGE_BYTES_MAX}))
        while True:
            message = None
            with contextlib.suppress(asyncio.TimeoutError):
                message = await asyncio.wait_for(ws.recv(), SYNC_SECONDS)
            if delivery and newest[delivery.path] is not delivery:
                return await ws.close(4409, "taken over")
            if isinstance(message, bytes):
                delivery.store(message)
            control = json.loads(message) if isinstance(message, str) else {}
            kind = control.get("type")
            if kind in ("hello", "rewind"):
                delivery = delivery or Delivery(control)
                delivery.go_back(control.get("incarnation"), control.get("next"))
                known = {key: delivery.now[key] for key in ("incarnation", "next", "digest")}
                await ws.send(json.dumps({"type": "welcome", "from": "here", **known}))
            if delivery and delivery.unsynced_bytes > (
                    0 if kind == "end" or time.monotonic() >= delivery.sync_due else SYNC_BYTES):
                delivery.sync()
                await ws.send(json.dumps({"type": "ack", "next": delivery.now["next"]}))
            if kind == "end":
                if control["digest"] != delivery.now["digest"]:
                    code = 4422 if control["next"] == delivery.now["next"] else 4400
                    return await ws.close(code, "the digests differ")
                await ws.send(json.dumps({"type": "complete", "digest": control["digest"]}))
    except Exception as error:  # a lost connection, too: what was not acknowledged comes again
        print("closing:", repr(error), flush=True)
        await ws.close(4500 if isinstance(error, OSError) else 4400, ascii(error)[:100])


async def main(out_dir, port=8765, host="127.0.0.1"):
    os.chdir(out_dir)
    Delivery.directory = os.open(".", os.O_RDONLY)
    async with websockets.serve(serve, host, int(port), subprotocols=["tapewire.v1"],
                                compression=None, max_size=MESSAGE_BYTES_MAX) as server:
        print("listening ws://{}:{}".format(*server.sockets[0].getsockname()), flush=True)
        await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
