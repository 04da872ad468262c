import type * as s from "hume/serialization";
export type T = s.empathicVoice.AudioInput.Raw | s.empathicVoice.SessionSettings.Raw | s.empathicVoice.UserInput.Raw | s.empathicVoice.PauseAssistantMessage.Raw | s.empathicVoice.ResumeAssistantMessage.Raw;
