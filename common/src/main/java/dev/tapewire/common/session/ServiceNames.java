package dev.tapewire.common.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names of the speech services that a sender speaks to, each with its address; an empty one:
 * the user has to give it. Here, because a destination is named where nothing is sent, too.
 */
final class ServiceNames {
  private static final Map<String, String> ADDRESSES = new LinkedHashMap<>();

  static {
    ADDRESSES.put("openai-realtime", "wss://api.openai.com/v1/realtime");
    ADDRESSES.put("hume", "wss://api.cloud.hume.ai/v1/expression/audio/realtime");
    ADDRESSES.put("deepgram", "wss://api.deepgram.com/v1/listen");
    ADDRESSES.put("speechmatics", "wss://eu.rt.speechmatics.com/v2");
    ADDRESSES.put("gladia", "wss://api.gladia.io/v2/live");
    ADDRESSES.put("vosk", "ws://127.0.0.1:2700");
    ADDRESSES.put("hume-evi", "wss://api.hume.ai/v0/evi/chat");
    ADDRESSES.put("assemblyai", "wss://streaming.assemblyai.com/v3/ws");
    ADDRESSES.put("soniox", "wss://stt-rt.soniox.com/transcribe-websocket");
    ADDRESSES.put("whisperlive", "ws://127.0.0.1:9090");
    ADDRESSES.put("twilio", "");
  }

  private ServiceNames() {}

  static boolean has(String name) {
    return ADDRESSES.containsKey(name);
  }

  /** {@return its address, empty if it has none of its own; null: there is no such service} */
  static String address(String name) {
    return ADDRESSES.get(name);
  }

  static Iterable<String> all() {
    return ADDRESSES.keySet();
  }
}
