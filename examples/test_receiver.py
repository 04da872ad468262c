"""Plays a sender against receiver.py, and checks the worked examples in docs/protocol.md."""
import asyncio
import contextlib
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

import receiver

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER, FRAME, GAP, ANCHOR, END, ADDRESS = range(1, 7)
INCARNATION, LATER_INCARNATION = "1a" * 16, "2b" * 16
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
    digest = bytes(32)
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

    async def finish(self, records, wanted):
        """Sends the records from the wanted one on, and hears that they are complete."""
        await self.ws.send(b"".join(records[wanted:]))
        await self.say("end", next=len(records), digest=digest_of(records))
        assert (await self.hear("complete"))["digest"] == digest_of(records)
        await self.ws.close()


class WithReceiver(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.start()

    def tearDown(self):
        self.kill()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "receiver.py"), self.directory.name, "0"],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[1]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def path(self, name):
        return os.path.join(self.directory.name, name)

    def audio(self):
        with wave.open(self.path("lab.wav")) as wav:
            self.assertEqual((wav.getframerate(), wav.getnchannels()), (8000, 1))
            self.assertEqual(os.path.getsize(self.path("lab.wav")), 44 + 2 * wav.getnframes())
            return wav.readframes(wav.getnframes())

    async def connect(self):
        ws = await websockets.connect(self.url, subprotocols=["tapewire.v1"], compression=None)
        greeting = json.loads(await asyncio.wait_for(ws.recv(), 3))
        self.assertEqual((greeting["type"], greeting["protocol"]), ("greeting", "tapewire.v1"))
        return Link(ws)

    async def sent(self, records, wanted=0, **hello):
        """A link on which records, from the wanted one on, were sent and acknowledged."""
        link = await self.connect()
        self.assertEqual((await link.hello(**hello))["next"], wanted)
        await link.ws.send(b"".join(records[wanted:]))
        await link.hear_ack(len(records))
        return link


class ReceiverTest(WithReceiver):
    async def test_takes_a_session_whole_over_two_connections(self):
        records, audio = tape(50)
        (await self.sent(records[:20])).ws.transport.abort()
        link = await self.connect()
        self.assertEqual(await link.hello(), {
            "type": "welcome", "from": "here", "incarnation": INCARNATION, "next": 20,
            "digest": digest_of(records[:20])})
        await link.say("of a later version", whatever=True)
        await link.finish(records, 20)
        self.assertEqual(self.audio(), audio)

    async def test_loses_and_doubles_nothing_when_killed_at_any_time(self):
        records, audio = tape(3000)
        chance, acknowledged = random.Random(5), 0
        for _ in range(8):
            link = await self.connect()
            wanted = (await link.hello())["next"]
            self.assertGreaterEqual(wanted, acknowledged)
            acknowledged = wanted
            asyncio.get_running_loop().call_later(chance.uniform(0.02, 1.0), self.process.kill)
            with contextlib.suppress(websockets.ConnectionClosed):
                for each in records[wanted:wanted + 300]:
                    await link.ws.send(each)
                    await asyncio.sleep(0.001)
                while True:
                    acknowledged = (await link.hear("ack"))["next"]
            self.kill()
            self.start()
        self.assertGreater(acknowledged, 0)
        link = await self.connect()
        wanted = (await link.hello())["next"]
        self.assertLess(wanted, len(records))
        await link.finish(records, wanted)
        self.assertEqual(self.audio(), audio)

    async def test_cuts_off_what_a_crash_left_behind_the_newest_state(self):
        records, audio = tape(10)
        await self.sent(records[:6])
        self.kill()
        with open(self.path("lab.wav"), "ab") as wav:
            wav.write(bytes(10_000))  # audio that no line of the journal vouches for
        with open(self.path("lab.journal"), "ab") as journal:
            journal.write(b'{"next": 9, "incarn')
        self.start()
        await (await self.sent(records, 6)).finish(records, len(records))
        self.kill()
        self.start()
        link = await self.connect()
        await link.finish(records, (await link.hello())["next"])  # says complete again
        self.assertEqual(self.audio(), audio)

    async def test_goes_back_and_keeps_aside_what_it_takes_back(self):
        records, audio = tape(8)
        link = await self.sent(records[:4])
        await link.ws.send(b"".join(records[4:9]))
        await link.hear_ack(9)
        # The tape was cut back to six records, and another life of the capture went on from there.
        cut = records[:6] + [header(6, 5 * SAMPLES, LATER_INCARNATION),
                             frame(7, 5 * SAMPLES, "new"), end(8, 6 * SAMPLES, 6, 0)]
        link = await self.connect()
        self.assertEqual((await link.hello())["next"], 9)
        await link.say("rewind", incarnation=INCARNATION, next=6)
        welcome = await link.hear("welcome")
        self.assertEqual((welcome["incarnation"], welcome["next"]), (INCARNATION, 4))
        self.assertEqual(welcome["digest"], digest_of(records[:4]))
        await link.finish(cut, 4)
        self.assertEqual(self.audio(), audio[:5 * 2 * SAMPLES] + pcm("new"))
        aside, = (name for name in os.listdir(self.directory.name) if "+" in name)
        with open(self.path(aside), "rb") as file:
            self.assertEqual(file.read(), audio[3 * 2 * SAMPLES:])
        for incarnation, wanted in ((LATER_INCARNATION, 4), (INCARNATION, 0)):
            link = await self.connect()
            await link.hello()
            await link.say("rewind", incarnation=incarnation, next=0)
            self.assertEqual((await link.hear("welcome"))["next"], wanted)

    async def test_writes_gaps_as_silence_and_passes_over_what_it_may(self):
        hundred, nine = (struct.pack("<BBHQ", 1, 0, 0, lost) for lost in (100, 9))
        records = [header(0, 0), record(1, 0, ADDRESS, b"wss://x"), frame(2, 0, "a"),
                   record(3, SAMPLES, GAP, hundred), record(4, SAMPLES + 100, ANCHOR, bytes(28)),
                   record(5, SAMPLES + 100, 77, b"unknown", flags=1), frame(6, SAMPLES + 100, "b"),
                   record(7, 2 * SAMPLES + 100, GAP, nine), end(8, 2 * SAMPLES + 109, 2, 109)]
        for encoding, silence in (("s16le", bytes(2)), ("mulaw", b"\xff"), ("u8", b"\x80")):
            link = await self.sent(records, delivery=encoding, encoding=encoding)
            await link.finish(records, len(records))
            with open(self.path(f"lab@{encoding}.wav"), "rb") as file:
                audio = pcm("a") + 100 * silence + pcm("b") + 9 * silence
                self.assertEqual(file.read()[44:], audio)
        self.assertFalse(os.path.exists(self.path("lab.wav")))  # replays are stored beside it

    async def test_closes_the_older_connection_when_a_newer_takes_over(self):
        records, audio = tape(20)
        older = await self.sent(records[:5])
        newer = await self.sent(records, 5)
        self.assertEqual(await older.close_code(), 4409)
        await newer.finish(records, len(records))
        self.assertEqual(self.audio(), audio)

    async def test_refuses_with_4422_an_end_whose_digest_differs(self):
        records, _ = tape(3)
        link = await self.sent(records)
        await link.say("end", next=len(records), digest="ff" * 32)
        self.assertEqual(await link.close_code(), 4422)

    async def refusal(self, *binary, **hello):
        link = await self.connect()
        with contextlib.suppress(websockets.ConnectionClosed):
            await link.hello(**hello)
            for message in binary:
                await link.ws.send(message)
        return await link.close_code()

    async def test_refuses_with_4400_what_is_out_of_order_or_malformed(self):
        records, _ = tape(5)
        for binary in (
                [records[1]],  # a hole before the first
                records[:3] + [records[4]],  # a hole
                records[:3] + [records[2]],  # one twice
                [records[0], record(1, 0, 77, b"")],  # a kind that must be known
                [records[0][:-1]]):  # half a record
            self.assertEqual(await self.refusal(*binary), 4400)
        for message in (records[0], "{", "[]", "[" * 4000, '{"type":"end"}', '{"type":"hello"}'):
            link = await self.connect()
            await link.ws.send(message)
            self.assertEqual(await link.close_code(), 4400, message)

    async def test_refuses_names_that_are_no_file_names(self):
        for session in ("../lab", ".lab", "", "a/b", "lab\n", "x" * 81, "l\u00e4b", 7, None):
            self.assertEqual(await self.refusal(session=session), 4400, session)
        for delivery in ("a.b", "", "../x", "x" * 41, "first@first"):
            self.assertEqual(await self.refusal(delivery=delivery), 4400, delivery)
        self.assertEqual(os.listdir(self.directory.name), [])


class DeliveryTest(unittest.TestCase):
    """A Delivery alone, so that it can die at chosen instants."""

    def opened(self):
        delivery = receiver.Delivery({
            "session": "lab", "delivery": "first", "rate": 8000, "channels": 1,
            "encoding": "s16le", "first": 0, "first_position": 0})
        delivery.directory = os.open(".", os.O_RDONLY)
        delivery.go_back()
        return delivery

    def live(self, records, syncs):
        """Stores, goes back and stores again, in a process that dies at that many syncs to disk."""
        if os.fork():
            return os.waitstatus_to_exitcode(os.wait()[1])
        real, left = os.fdatasync, [syncs]

        def dying_fdatasync(file):
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            real(file)
        os.fdatasync = dying_fdatasync
        delivery = self.opened()
        for at in (0, 4):
            delivery.store(b"".join(records[at:at + 4]))
            delivery.sync()
        delivery.go_back(INCARNATION, 6)
        delivery.store(b"".join(records[delivery.now["next"]:]))
        delivery.sync()
        os._exit(0)

    def test_dies_at_any_sync_and_goes_on_with_nothing_lost_or_doubled(self):
        records, audio = tape(10)
        self.addCleanup(os.chdir, os.getcwd())
        for syncs in range(1, 100):
            with tempfile.TemporaryDirectory() as directory:
                os.chdir(directory)
                died = self.live(records, syncs)
                delivery = self.opened()
                self.assertEqual(
                    delivery.now["digest"], digest_of(records[:delivery.now["next"]]))
                delivery.store(b"".join(records[delivery.now["next"]:]))
                delivery.sync()
                os.close(delivery.directory)
                with wave.open("lab.wav") as wav:
                    self.assertEqual(wav.readframes(wav.getnframes()), audio)
            if died == 0:
                break
        self.assertEqual((died, syncs > 8), (0, True))


def worked_examples():
    """The page's examples, each a list of [sign, JSON or digest or bytes of a record]."""
    with open(os.path.join(HERE, "../docs/protocol.md"), encoding="utf-8") as file:
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
        self.kill()
        self.setUp()
        common = [what for sign, what in whole if sign == "record"][:2]
        await self.sent(common)
        await self.play(resumed, common)
        self.assertEqual(self.audio(), frame_pcm + bytes(8))

    async def play(self, steps, sent):
        """Speaks the sender's part, and compares the receiver's with the page."""
        async with websockets.connect(self.url, subprotocols=["tapewire.v1"]) as ws:
            for sign, what in steps:
                if sign == "record":
                    crc, length = struct.unpack_from("<II", what)
                    self.assertEqual((crc, length), (crc32c(what[4:]), len(what)))
                    sent = sent + [what]
                    await ws.send(what)
                elif sign == "D":
                    self.assertEqual(what, "= " + digest_of(sent))
                elif sign == ">":
                    await ws.send(json.dumps(what))
                else:  # acknowledgements may come more often than the page shows
                    heard = {"type": "ack"}
                    while heard != what and heard["type"] == "ack":
                        heard = json.loads(await asyncio.wait_for(ws.recv(), 20))
                    self.assertEqual(heard, what)


if __name__ == "__main__":
    unittest.main()
