"""Speaks vosk-server's protocol; Debian's pocketsphinx recognises.

One answer for each message of audio, {"partial"} or {"result", "text"}; the last one for
{"eof" : 1}. A decoder of its own for each link: what it heard before would change what it hears.
"""

import asyncio
import json

import websockets
from pocketsphinx.pocketsphinx import Decoder

MODEL = "/usr/share/pocketsphinx/model/en-us/"
RATE = 16000
FRAMES_PER_SECOND = 100


class Ear:
    def __init__(self):
        config = Decoder.default_config()
        config.set_string("-hmm", MODEL + "en-us")
        config.set_string("-lm", MODEL + "en-us.lm.bin")
        config.set_string("-dict", MODEL + "cmudict-en-us.dict")
        config.set_string("-logfn", "/dev/null")
        self.decoder = Decoder(config)
        self.decoder.start_utt()
        self.samples = 0
        self.began = 0
        self.spoke = False

    def take(self, pcm):
        self.decoder.process_raw(pcm, False, False)
        self.samples += len(pcm) // 2
        if self.decoder.get_in_speech():
            self.spoke = True
        elif self.spoke:
            return self.cut()
        hypothesis = self.decoder.hyp()
        return {"partial": hypothesis.hypstr if hypothesis else ""}

    def cut(self):
        self.decoder.end_utt()
        words = [self.word(each) for each in self.decoder.seg() or [] if each.word[0] not in "<["]
        self.decoder.start_utt()
        self.began, self.spoke = self.samples, False
        text = " ".join(word["word"] for word in words)
        return {"result": words, "text": text} if words else {"text": text}

    def word(self, segment):
        begin = self.began / RATE
        return {
            "word": segment.word.split("(")[0],
            "start": begin + segment.start_frame / FRAMES_PER_SECOND,
            "end": begin + (segment.end_frame + 1) / FRAMES_PER_SECOND,
            "conf": 1.0,
        }


async def serve(link, path=None):
    ear = Ear()
    async for message in link:
        if isinstance(message, bytes):
            await link.send(json.dumps(ear.take(message)))
        elif message == '{"eof" : 1}':
            await link.send(json.dumps(ear.cut()))
            return
        elif json.loads(message)["config"]["sample_rate"] != RATE:
            raise ValueError(message)


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0) as server:
        print("listening", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
