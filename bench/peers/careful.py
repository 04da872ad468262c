"""What a competent programmer makes of the article's program: a thread reads, asyncio sends, no frame
is dropped while the program lives, a broken connection is opened again, pings are answered.

    careful.py URI
"""
import asyncio
import sys
import threading

import pyaudio
import websockets

FRAME = 1024
FRAMES_MAX = 4096  # A minute and a half of them wait for a connection; then the oldest go.


def record(loop, frames):
    audio = pyaudio.PyAudio()
    stream = audio.open(
        format=pyaudio.paInt16, channels=1, rate=44100, input=True, frames_per_buffer=FRAME
    )
    while True:
        data = stream.read(FRAME, exception_on_overflow=False)
        loop.call_soon_threadsafe(put, frames, data)


def put(frames, data):
    if frames.full():
        frames.get_nowait()
    frames.put_nowait(data)


async def main(uri):
    frames = asyncio.Queue(FRAMES_MAX)
    loop = asyncio.get_running_loop()
    threading.Thread(target=record, args=(loop, frames), daemon=True).start()
    frame = None
    async for websocket in websockets.connect(uri, compression=None):
        try:
            while True:
                frame = frame or await frames.get()
                await websocket.send(frame)
                frame = None
        except websockets.ConnectionClosed:
            continue


asyncio.run(main(sys.argv[1]))
