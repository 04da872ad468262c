import type { RealtimeClientMessage } from "@speechmatics/real-time-client";
export type T = RealtimeClientMessage;
