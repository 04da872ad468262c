"""A live source without hardware: noise at the pace of a clock, 16 bit, one channel, never the same
twice.

    live_noise.py RATE [FILE [patient]]

FILE gets all that was made. One that is not patient does as a sound card: what nobody takes in time
is lost.
"""
import os
import sys
import time

RATE = int(sys.argv[1])
BLOCK = RATE // 100  # samples
made = os.open(sys.argv[2] if sys.argv[2:] else os.devnull, os.O_WRONLY | os.O_CREAT, 0o644)
os.set_blocking(1, "patient" in sys.argv[3:])

started, count = time.monotonic(), 0
try:
    while True:
        block = os.urandom(2 * BLOCK)
        os.write(made, block)
        try:
            os.write(1, block)  # Shorter than PIPE_BUF: all of it or nothing.
        except BlockingIOError:
            pass
        count += BLOCK
        time.sleep(max(0.0, started + count / RATE - time.monotonic()))
except BrokenPipeError:
    pass
