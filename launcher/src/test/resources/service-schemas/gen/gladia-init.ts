import type { LiveV2InitRequest } from "@gladiaio/sdk";
export type T = LiveV2InitRequest;
