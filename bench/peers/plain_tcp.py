"""The floor: a blocking read, a blocking write to a socket, nothing else.

    plain_tcp.py tcp://HOST:PORT/PATH
"""
import socket
import sys

import pyaudio

host, rest = sys.argv[1].removeprefix("tcp://").split(":")
port, path = rest.split("/", 1)
link = socket.create_connection((host, int(port)))
link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
link.sendall(("/" + path + "\n").encode())
audio = pyaudio.PyAudio()
stream = audio.open(
    format=pyaudio.paInt16, channels=1, rate=44100, input=True, frames_per_buffer=1024
)
while True:
    link.sendall(stream.read(1024, exception_on_overflow=False))
