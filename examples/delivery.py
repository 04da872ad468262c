"""What receiver.py keeps on disk of one delivery: a WAV and the journal of its durable states.

The journal's last line says what is durable; whatever lies behind that in the WAV was never
acknowledged and is cut off. A sync writes the audio first and then the line that vouches for it,
so a kill -9 or a power cut at any instant leaves an older state, whole.
"""
import hashlib
import json
import os
import re
import shutil
import struct

HEADER, FRAME, GAP, ANCHOR, END, ADDRESS = range(1, 7)
PASS_OVER_FLAG = 1
RECORD_BYTES_MAX = 131072
GAP_SAMPLES_MAX = 1 << 40  # what no disk could hold is a mistake
WAV_HEADER_BYTES, U32_MAX = 44, 0xFFFFFFFF
ENCODINGS = {  # WAV format tag, bytes per sample, one sample of silence
    "s16le": (1, 2, bytes(2)), "s24le": (1, 3, bytes(3)), "s32le": (1, 4, bytes(4)),
    "f32le": (3, 4, bytes(4)), "u8": (1, 1, b"\x80"), "mulaw": (7, 1, b"\xff"),
    "alaw": (6, 1, b"\xd5")}


class Refusal(Exception):
    """Ends a connection: a close code and a reason."""


def require(condition, reason, code=4400):
    if not condition:
        raise Refusal(code, reason)


def make_durable(file):
    file.flush()
    os.fsync(file.fileno())


def records_in(message):
    at = 0
    while at < len(message):
        length, = struct.unpack_from("<I", message, at + 4)
        whole = 28 <= length <= min(RECORD_BYTES_MAX, len(message) - at)
        require(whole, f"a record of {length} bytes")
        yield message[at:at + length]
        at += length


class Delivery:
    """One delivery on disk. `now` is the state in memory, ahead of the journal until a sync."""

    def __init__(self, path, hello):
        members = ("rate", "channels", "encoding", "first", "first_position")
        self.path, self.form = path, {member: hello[member] for member in members}
        self.records_came = False  # since this hello
        self.tag, self.width, self.silence = ENCODINGS[hello["encoding"]]
        self.block = self.width * hello["channels"]  # bytes of one sample of all channels
        self.wav_header(0)  # raises if rate or channels make no sense, and so with these:
        struct.pack("<QQ", hello["first"], hello["first_position"])
        self.wav, self.journal = (
            open(os.open(path + suffix, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
            for suffix in (".wav", ".journal"))
        self.journal.truncate(self.journal.read().rfind(b"\n") + 1)  # a line torn by a crash
        if not self.states():
            self.enter({"incarnation": "", "next": hello["first"], "digest": "00" * 32,
                        "samples": 0, "form": self.form})
            directory = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
            os.fsync(directory)  # makes the two names durable
            os.close(directory)
        require(self.states()[0]["form"] == self.form, "not as this delivery began")
        self.go_to_newest_state()

    def states(self):
        """The durable states, oldest first, without those taken back. The first has nothing."""
        states = []
        self.journal.seek(0)
        for state in map(json.loads, self.journal):
            while states and states[-1]["next"] >= state["next"]:
                states.pop()
            states.append(state)
        return states

    def enter(self, state):
        self.journal.seek(0, os.SEEK_END)
        self.journal.write(json.dumps(state).encode() + b"\n")
        make_durable(self.journal)

    def go_to_newest_state(self):
        self.now, self.unsynced_bytes = self.states()[-1], 0
        size, end = self.wav.seek(0, os.SEEK_END), self.write_wav_header()
        require(size >= end or not self.now["samples"], "WAV shorter than its journal says", 4500)
        self.wav.truncate(end)

    def store(self, record):
        """Takes a record; it is durable only after the next sync."""
        number, position, kind, flags = struct.unpack_from("<QQBB", record, 8)
        require(number == self.now["next"], f"record {number} where {self.now['next']} is due")
        require(kind == HEADER or self.now["incarnation"], "a HEADER comes first")
        if kind == HEADER:
            incarnation = json.loads(record[32:])["incarnation"]
            require(re.fullmatch("[0-9a-f]{32}", incarnation), "no good incarnation")
            self.now["incarnation"] = incarnation
        elif kind in (FRAME, GAP):
            due = self.form["first_position"] + self.now["samples"]
            require(position == due, f"position {position} where {due} is due")
            write = self.write_frame if kind == FRAME else self.write_gap
            self.now["samples"] += write(record)
        else:
            require(kind in (ANCHOR, END, ADDRESS) or flags & PASS_OVER_FLAG, f"kind {kind}")
        chained = hashlib.sha256(bytes.fromhex(self.now["digest"]) + record)
        self.now["digest"], self.now["next"] = chained.hexdigest(), number + 1
        self.unsynced_bytes += len(record)
        self.records_came = True

    def write_frame(self, record):
        samples, = struct.unpack_from("<I", record, 28)
        require(len(record) == 48 + samples * self.block, "a frame of a wrong length")
        self.wav.write(record[48:])
        return samples

    def write_gap(self, record):
        samples, = struct.unpack_from("<Q", record, 32)
        require(samples <= GAP_SAMPLES_MAX, "too long a gap", 4413)
        if any(self.silence):
            for start in range(0, samples, 65536):
                count = min(65536, samples - start) * self.form["channels"]
                self.wav.write(self.silence * count)
        else:  # a hole reads as zeros, and costs no disk
            self.wav.truncate(self.wav.seek(samples * self.block, os.SEEK_CUR))
        return samples

    def sync(self):
        self.write_wav_header()
        make_durable(self.wav)
        self.enter(self.now)
        self.unsynced_bytes = 0

    def rewind(self, number):
        """Goes back; the audio taken back stays in a WAV named after what it ended with."""
        taken, states = self.now, self.states()
        while states[1:] and states[-1]["next"] > number and (
                states[-1]["incarnation"] == taken["incarnation"]):
            states.pop()
        start = states[-1]["samples"]
        with open(f"{self.path}+{start}-{taken['digest'][:8]}.wav", "wb") as aside:
            aside.write(self.wav_header(taken["samples"] - start))
            self.wav.seek(WAV_HEADER_BYTES + start * self.block)
            shutil.copyfileobj(self.wav, aside)
            make_durable(aside)
        self.enter(states[-1])
        self.go_to_newest_state()

    def wav_header(self, samples):
        rate, size = self.form["rate"], samples * self.block  # players read past 4 GiB, or stop
        return struct.pack(
            "<4sI4s4sIHHIIHH4sI", b"RIFF", min(size + 36, U32_MAX), b"WAVE", b"fmt ", 16,
            self.tag, self.form["channels"], rate, rate * self.block, self.block,
            8 * self.width, b"data", min(size, U32_MAX))

    def write_wav_header(self):
        """Patches the sizes, and leaves the file at the end of the audio, which it returns."""
        self.wav.seek(0)
        self.wav.write(self.wav_header(self.now["samples"]))
        return self.wav.seek(WAV_HEADER_BYTES + self.now["samples"] * self.block)

    def close(self):
        """Gives the files up; what was not acknowledged comes again, so it may be lost here."""
        for file in (self.wav, self.journal):
            try:
                file.close()
            except OSError as error:
                print(f"{self.path}: {error}")
