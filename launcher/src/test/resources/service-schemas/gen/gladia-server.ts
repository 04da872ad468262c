import type * as g from "@gladiaio/sdk";
export type T = g.LiveV2AudioChunkAckMessage | g.LiveV2TranscriptMessage | g.LiveV2StartSessionMessage | g.LiveV2StartRecordingMessage | g.LiveV2StopRecordingAckMessage | g.LiveV2EndRecordingMessage | g.LiveV2EndSessionMessage | g.LiveV2SpeechStartMessage | g.LiveV2SpeechEndMessage;
