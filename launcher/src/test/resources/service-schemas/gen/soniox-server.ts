import type { RealtimeResult } from "@soniox/client";
export type T = RealtimeResult;
