import type { StreamingEventMessage } from "assemblyai";
export type T = StreamingEventMessage;
