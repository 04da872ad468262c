import type { RealtimeServerMessage } from "@speechmatics/real-time-client";
export type T = RealtimeServerMessage;
