import type * as s from "hume/serialization";
export type T = s.empathicVoice.ChatMetadata.Raw | s.empathicVoice.UserMessage.Raw | s.empathicVoice.AssistantMessage.Raw | s.empathicVoice.AudioOutput.Raw | s.empathicVoice.AssistantEnd.Raw | s.empathicVoice.UserInterruption.Raw | s.empathicVoice.WebSocketError.Raw;
