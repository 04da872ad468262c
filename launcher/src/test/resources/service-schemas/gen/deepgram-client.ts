import type { Deepgram } from "@deepgram/sdk";
export type T = Deepgram.listen.ListenV1KeepAlive | Deepgram.listen.ListenV1Finalize | Deepgram.listen.ListenV1CloseStream;
