"""Runs a Python program and notes when each of its reads of the microphone returned.

    timed.py FILE URI PROGRAM [default|plain]

The article's program has its address in its text: only that is replaced, and, with `plain`, the
compression that its library asks for by default is left out. FILE is mapped, so a note costs no
system call and outlives a kill: for each read, i64 monotonic ns, i64 bytes in all; zeros behind.
"""
import functools
import mmap
import struct
import sys
import time

import pyaudio
import websockets

NOTE = struct.Struct("<qq")
NOTES_MAX = 200_000

file, uri, program, compression = sys.argv[1:5]
with open(file, "w+b") as out:
    out.truncate(NOTE.size * NOTES_MAX)
    notes = mmap.mmap(out.fileno(), 0)
count = total = 0
Stream = getattr(pyaudio.PyAudio, "Stream", None) or pyaudio.Stream
read = Stream.read


def timed(*args, **kwargs):
    global count, total
    data = read(*args, **kwargs)
    now = time.monotonic_ns()
    total += len(data)
    NOTE.pack_into(notes, count * NOTE.size, now, total)
    count += 1
    return data


Stream.read = timed
if compression == "plain":
    websockets.connect = functools.partial(websockets.connect, compression=None)
with open(program) as text:
    source = text.read().replace("ws://localhost:8765", uri)
sys.argv = [program, uri]
exec(compile(source, program, "exec"), {"__name__": "__main__"})
