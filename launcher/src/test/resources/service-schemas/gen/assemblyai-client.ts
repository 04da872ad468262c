import type { StreamingOperationMessage } from "assemblyai";
export type T = StreamingOperationMessage;
