#!/usr/bin/env python3
"""Plays a sender of tapewire.v1 against receiver.py; written from docs/protocol.md alone.

Run it as `python3 examples/test_receiver.py`. It checks the page's worked examples as well.
"""
import asyncio
import hashlib
import json
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import wave

import websockets

import delivery

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "docs", "protocol.md")
HEADER, FRAME, GAP, ANCHOR, END, ADDRESS = range(1, 7)
INCARNATION, LATER_INCARNATION = "1a" * 16, "2b" * 16
NOTHING = bytes(32)
SAMPLES = 160  # in each frame of these tests


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def record(number, position, kind, body, flags=0):
    rest = struct.pack("<IQQBBH", 28 + len(body), number, position, kind, flags, 0) + body
    return struct.pack("<I", crc32c(rest)) + rest


def header(number, position, incarnation=INCARNATION, session="lab"):
    members = {"session": session, "incarnation": incarnation, "rate": 8000, "channels": 1,
               "encoding": "s16le", "source": "tone", "host": "h", "started_ns": 1,
               "frame": SAMPLES, "first_sequence": 0, "to": [], "lost_samples": 0}
    return record(number, position, HEADER, struct.pack("<HH", 1, 0) + json.dumps(members).encode())


def pcm(seed, samples=SAMPLES):
    return random.Random(seed).randbytes(2 * samples)


def frame(number, position, seed):
    body = struct.pack("<IQq", SAMPLES, number, 1000 * number) + pcm(seed)
    return record(number, position, FRAME, body)


def gap(number, position, lost):
    return record(number, position, GAP, struct.pack("<BBHQ", 1, 0, 0, lost))


def end(number, position, frames, lost):
    return record(number, position, END, struct.pack("<IQQ", 0, frames, lost))


def tape(frames, incarnation=INCARNATION, session="lab"):
    """A finished session: its records and its audio."""
    records, audio = [header(0, 0, incarnation, session)], b""
    for index in range(frames):
        records.append(frame(index + 1, index * SAMPLES, f"{incarnation}{index}"))
        audio += pcm(f"{incarnation}{index}")
    return records + [end(frames + 1, frames * SAMPLES, frames, 0)], audio


def digest_of(records):
    digest = NOTHING
    for each in records:
        digest = hashlib.sha256(digest + each).digest()
    return digest.hex()


class Link:
    """A sender's end of one connection, past the greeting."""

    def __init__(self, ws):
        self.ws = ws

    async def say(self, kind, **members):
        await self.ws.send(json.dumps({"type": kind, **members}))

    async def hear(self, kind):
        """The next message of this kind; acknowledgements in between are passed over."""
        while True:
            message = json.loads(await asyncio.wait_for(self.ws.recv(), 20))
            if message["type"] == kind:
                return message
            assert message["type"] == "ack", message

    async def hear_ack(self, number):
        while (await self.hear("ack"))["next"] < number:
            pass

    async def hello(self, **changed):
        await self.say("hello", **{
            "session": "lab", "delivery": "first", "rate": 8000, "channels": 1,
            "encoding": "s16le", "first": 0, "first_position": 0, **changed})
        return await self.hear("welcome")

    async def close_code(self):
        await asyncio.wait_for(self.ws.wait_closed(), 20)
        return self.ws.close_code

    async def finish(self, records):
        await self.say("end", next=len(records), digest=digest_of(records))
        complete = await self.hear("complete")
        await self.ws.close()
        return complete["digest"]


class WithReceiver(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.start()

    def tearDown(self):
        self.kill()
        self.directory.cleanup()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "receiver.py"), "--port", "0", self.directory.name],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[1]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def audio(self, name="lab.wav"):
        with wave.open(self.path(name)) as wav:
            self.assertEqual((wav.getframerate(), wav.getnchannels()), (8000, 1))
            self.assertEqual(os.path.getsize(self.path(name)), 44 + 2 * wav.getnframes())
            return wav.readframes(wav.getnframes())

    async def connect(self):
        ws = await websockets.connect(self.url, subprotocols=["tapewire.v1"], compression=None)
        self.assertEqual(ws.subprotocol, "tapewire.v1")
        greeting = json.loads(await asyncio.wait_for(ws.recv(), 3))
        self.assertEqual((greeting["type"], greeting["protocol"]), ("greeting", "tapewire.v1"))
        self.assertGreaterEqual(greeting["message_bytes_max"], 131072)
        return Link(ws)


class ReceiverTest(WithReceiver):
    async def test_takes_a_session_whole(self):
        records, audio = tape(50)
        link = await self.connect()
        welcome = await link.hello()
        self.assertEqual(welcome, {"type": "welcome", "from": "here", "incarnation": "", "next": 0,
                                   "digest": NOTHING.hex()})
        for at in range(0, len(records), 7):
            await link.ws.send(b"".join(records[at:at + 7]))
        await link.hear_ack(len(records))
        self.assertEqual(await link.finish(records), digest_of(records))
        self.assertEqual(self.audio(), audio)

    async def test_goes_on_where_a_lost_connection_stopped(self):
        records, audio = tape(50)
        link = await self.connect()
        await link.hello()
        await link.ws.send(b"".join(records[:20]))
        await link.hear_ack(20)
        link.ws.transport.abort()
        link = await self.connect()
        welcome = await link.hello()
        self.assertEqual(welcome["next"], 20)
        self.assertEqual(welcome["incarnation"], INCARNATION)
        self.assertEqual(welcome["digest"], digest_of(records[:20]))
        await link.ws.send(b"".join(records[20:]))
        await link.finish(records)
        self.assertEqual(self.audio(), audio)

    async def test_loses_and_doubles_nothing_when_killed_at_any_time(self):
        records, audio = tape(3000)
        chance, acknowledged = random.Random(5), 0
        for round_ in range(8):
            link = await self.connect()
            wanted = (await link.hello())["next"]
            self.assertGreaterEqual(wanted, acknowledged)
            acknowledged = wanted
            killing = asyncio.get_running_loop().call_later(
                chance.uniform(0.02, 1.0), self.process.kill)
            try:
                for each in records[wanted:wanted + 300]:
                    await link.ws.send(each)
                    await asyncio.sleep(0.001)
                while True:
                    acknowledged = (await link.hear("ack"))["next"]
            except websockets.ConnectionClosed:
                killing.cancel()
            self.kill()
            self.start()
        self.assertGreater(acknowledged, 0)
        link = await self.connect()
        wanted = (await link.hello())["next"]
        self.assertLess(wanted, len(records))
        await link.ws.send(b"".join(records[wanted:]))
        await link.finish(records)
        self.assertEqual(self.audio(), audio)

    async def test_cuts_off_what_a_crash_left_behind_the_newest_state(self):
        records, audio = tape(10)
        link = await self.connect()
        await link.hello()
        await link.ws.send(b"".join(records[:6]))
        await link.hear_ack(6)
        self.kill()
        with open(self.path("lab.wav"), "ab") as wav:
            wav.write(bytes(10_000))  # audio that no line of the journal vouches for
        with open(self.path("lab.journal"), "ab") as journal:
            journal.write(b'{"next": 9, "incarn')
        self.start()
        link = await self.connect()
        self.assertEqual((await link.hello())["next"], 6)
        await link.ws.send(b"".join(records[6:]))
        await link.finish(records)
        self.assertEqual(self.audio(), audio)

    async def test_answers_a_repeated_end_after_a_restart(self):
        records, _ = tape(3)
        link = await self.connect()
        await link.hello()
        await link.ws.send(b"".join(records))
        await link.finish(records)
        self.kill()
        self.start()
        link = await self.connect()
        self.assertEqual((await link.hello())["next"], len(records))
        self.assertEqual(await link.finish(records), digest_of(records))

    async def test_goes_back_and_keeps_aside_what_it_takes_back(self):
        records, audio = tape(8)
        link = await self.connect()
        await link.hello()
        for start, stop in ((0, 4), (4, 9)):
            await link.ws.send(b"".join(records[start:stop]))
            await link.hear_ack(stop)
        await link.ws.close()
        # The tape was cut back to six records, and another life of the capture went on from there.
        cut = records[:6] + [header(6, 5 * SAMPLES, LATER_INCARNATION),
                             frame(7, 5 * SAMPLES, "new"), end(8, 6 * SAMPLES, 6, 0)]
        link = await self.connect()
        self.assertEqual((await link.hello())["next"], 9)
        await link.say("rewind", incarnation=INCARNATION, next=6)
        welcome = await link.hear("welcome")
        self.assertEqual((welcome["incarnation"], welcome["next"]), (INCARNATION, 4))
        self.assertEqual(welcome["digest"], digest_of(records[:4]))
        await link.ws.send(b"".join(cut[4:]))
        await link.finish(cut)
        self.assertEqual(self.audio(), audio[:5 * 2 * SAMPLES] + pcm("new"))
        aside, = (name for name in os.listdir(self.directory.name) if "+" in name)
        self.assertEqual(self.audio(aside), audio[3 * 2 * SAMPLES:])

    async def test_goes_back_to_nothing_from_an_incarnation_the_tape_does_not_know(self):
        records, _ = tape(5)
        link = await self.connect()
        await link.hello()
        await link.ws.send(b"".join(records))
        await link.hear_ack(len(records))
        await link.ws.close()
        link = await self.connect()
        await link.hello()
        await link.say("rewind", incarnation=INCARNATION, next=0)
        welcome = await link.hear("welcome")
        self.assertEqual((welcome["incarnation"], welcome["next"]), ("", 0))
        other, audio = tape(4, LATER_INCARNATION)
        await link.ws.send(b"".join(other))
        await link.finish(other)
        self.assertEqual(self.audio(), audio)

    async def test_writes_gaps_as_silence_and_passes_over_what_it_may(self):
        records = [header(0, 0), record(1, 0, ADDRESS, b"wss://x"), frame(2, 0, "a"),
                   gap(3, SAMPLES, 100), record(4, SAMPLES + 100, ANCHOR, bytes(28)),
                   record(5, SAMPLES + 100, 77, b"unknown", flags=1), frame(6, SAMPLES + 100, "b"),
                   end(7, 2 * SAMPLES + 100, 2, 100)]
        link = await self.connect()
        await link.hello()
        await link.say("of a later version", whatever=True)
        await link.ws.send(b"".join(records))
        await link.finish(records)
        self.assertEqual(self.audio(), pcm("a") + bytes(200) + pcm("b"))

    async def test_stores_a_replay_beside_the_first_delivery(self):
        records, audio = tape(5)
        for delivery in ("first", "again-1"):
            link = await self.connect()
            self.assertEqual((await link.hello(delivery=delivery))["next"], 0)
            await link.ws.send(b"".join(records))
            await link.finish(records)
        self.assertEqual(self.audio(), audio)
        self.assertEqual(self.audio("lab@again-1.wav"), audio)

    async def test_closes_the_older_connection_when_a_newer_takes_over(self):
        records, audio = tape(20)
        older = await self.connect()
        await older.hello()
        await older.ws.send(b"".join(records[:5]))
        await older.hear_ack(5)
        newer = await self.connect()
        self.assertEqual((await newer.hello())["next"], 5)
        self.assertEqual(await older.close_code(), 4409)
        await newer.ws.send(b"".join(records[5:]))
        await newer.finish(records)
        self.assertEqual(self.audio(), audio)

    async def test_refuses_with_4422_an_end_whose_digest_differs(self):
        records, _ = tape(3)
        link = await self.connect()
        await link.hello()
        await link.ws.send(b"".join(records))
        await link.say("end", next=len(records), digest="ff" * 32)
        await link.hear_ack(len(records))
        self.assertEqual(await link.close_code(), 4422)

    async def refusal(self, *binary, **hello):
        link = await self.connect()
        try:
            await link.hello(**hello)
            for message in binary:
                await link.ws.send(message)
        except websockets.ConnectionClosed:
            pass
        return await link.close_code()

    async def test_refuses_with_4400_what_is_out_of_order_or_malformed(self):
        records, _ = tape(5)
        for binary in (
                [records[1]],  # a hole before the first
                records[:3] + [records[4]],  # a hole
                records[:3] + [records[2]],  # one twice
                [records[0], frame(1, 1, "x")],  # samples that no gap tells of
                [records[0], record(1, 0, 77, b"")],  # a kind that must be known
                [records[0][:-1]],  # half a record
                [records[0], record(1, 0, FRAME, struct.pack("<IQq", 9, 0, 0) + b"short")]):
            self.assertEqual(await self.refusal(*binary), 4400)
        link = await self.connect()
        await link.ws.send(records[0])
        self.assertEqual(await link.close_code(), 4400)
        early_end = '{"type":"end","next":0,"digest":""}'
        for text in ("{", "[]", "[" * 4000, early_end, '{"type":"hello"}'):
            link = await self.connect()
            await link.ws.send(text)
            self.assertEqual(await link.close_code(), 4400, text)

    async def test_refuses_names_that_are_no_file_names(self):
        for session in ("../lab", ".lab", "", "a/b", "lab\n", "x" * 81, "l\u00e4b", 7, None):
            self.assertEqual(await self.refusal(session=session), 4400, session)
        for delivery in ("a.b", "", "../x", "x" * 41):
            self.assertEqual(await self.refusal(delivery=delivery), 4400, delivery)
        self.assertEqual(os.listdir(self.directory.name), [])

    async def test_refuses_with_4413_what_is_over_a_limit(self):
        self.assertEqual(await self.refusal(header(0, 0), bytes((1 << 20) + 1)), 4413)
        link = await self.connect()
        await link.ws.send(json.dumps({"type": "x" * 4096}))
        self.assertEqual(await link.close_code(), 4413)

    async def test_closes_with_1001_when_told_to_stop(self):
        link = await self.connect()
        await link.hello()
        self.process.terminate()
        self.assertEqual(await link.close_code(), 1001)
        self.assertEqual(self.process.wait(20), 0)


class DeliveryTest(unittest.TestCase):
    """delivery.py alone, so that it can die at chosen instants."""

    HELLO = {"rate": 8000, "channels": 1, "encoding": "s16le", "first": 0, "first_position": 0}

    def live(self, path, records, fsyncs):
        """Stores, goes back and stores again, in a process that dies at that many fsyncs."""
        if os.fork():
            return os.waitstatus_to_exitcode(os.wait()[1])
        real, left = os.fsync, [fsyncs]

        def dying_fsync(fd):
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            real(fd)
        os.fsync = dying_fsync
        files = delivery.Delivery(path, self.HELLO)
        for at in (0, 4, 8):
            for each in records[at:at + 4]:
                files.store(each)
            files.sync()
            if at == 4:
                files.rewind(6)
                files.sync()
                self.store_from(files, records[:8])
        os._exit(0)

    def store_from(self, files, records):
        for each in records[files.now["next"]:]:
            files.store(each)
        files.sync()

    def test_dies_at_any_fsync_and_goes_on_with_nothing_lost_or_doubled(self):
        records, audio = tape(10)
        for fsyncs in range(1, 100):
            with tempfile.TemporaryDirectory() as directory:
                path = os.path.join(directory, "lab")
                died = self.live(path, records, fsyncs)
                files = delivery.Delivery(path, self.HELLO)
                self.assertEqual(files.now["digest"], digest_of(records[:files.now["next"]]))
                self.store_from(files, records)
                files.close()
                with wave.open(path + ".wav") as wav:
                    self.assertEqual(wav.readframes(wav.getnframes()), audio)
            if died == 0:
                break
        self.assertEqual((died, fsyncs > 8), (0, True))


def worked_examples():
    """The page's examples, each a list of [sign, JSON or digest or bytes of a record]."""
    with open(PAGE, encoding="utf-8") as file:
        section = file.read().split("## Two worked examples in hex")[1].split("\n## ")[0]
    examples = []
    for block in re.findall(r"```text\n(.*?)```", section, re.DOTALL):
        steps = []
        for line in block.splitlines():
            sign, rest = line[:2].strip(), line[2:]
            if not sign:
                steps[-1][1] += bytes.fromhex(rest)
            elif rest.startswith("record "):
                steps.append(["record", b""])
            else:
                steps.append([sign, rest if sign == "D" else json.loads(rest)])
        examples.append(steps)
    return examples


class PageTest(WithReceiver):
    async def test_the_worked_examples_are_right(self):
        whole, resumed = worked_examples()
        await self.play(whole, [])
        frame_pcm = struct.pack("<4h", 0, 1000, 0, -1000)
        self.assertEqual(self.audio(), frame_pcm)
        for name in os.listdir(self.directory.name):
            os.remove(self.path(name))
        common = [what for sign, what in whole if sign == "record"][:2]
        link = await self.connect()
        await link.hello()
        await link.ws.send(b"".join(common))
        await link.hear_ack(2)
        link.ws.transport.abort()
        await self.play(resumed, common)
        self.assertEqual(self.audio(), frame_pcm + bytes(8))

    async def play(self, steps, sent):
        """Speaks the sender's part, and compares the receiver's with the page."""
        digest = digest_of(sent)
        async with websockets.connect(self.url, subprotocols=["tapewire.v1"]) as ws:
            for sign, what in steps:
                if sign == "record":
                    crc, length = struct.unpack_from("<II", what)
                    self.assertEqual((crc, length), (crc32c(what[4:]), len(what)))
                    sent = sent + [what]
                    digest = digest_of(sent)
                    await ws.send(what)
                elif sign == "D":
                    self.assertEqual(what, "= " + digest)
                elif sign == ">":
                    await ws.send(json.dumps(what))
                else:  # acknowledgements may come more often than the page shows
                    heard = {"type": "ack"}
                    while heard != what and heard["type"] == "ack":
                        heard = json.loads(await asyncio.wait_for(ws.recv(), 20))
                    self.assertEqual(heard, what)


if __name__ == "__main__":
    unittest.main()
