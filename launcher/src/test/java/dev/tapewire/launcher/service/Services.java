package dev.tapewire.launcher.service;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The services there are servers for, by the name that {@code --to} knows. */
public final class Services {
  private static final Map<String, Supplier<FarService>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("openai-realtime", OpenAiRealtimeServer::new),
              Map.entry("vosk", VoskServer::new),
              Map.entry("deepgram", DeepgramServer::new),
              Map.entry("speechmatics", SpeechmaticsServer::new),
              Map.entry("gladia", GladiaServer::new),
              Map.entry("hume", HumeServer::new),
              Map.entry("hume-evi", HumeEviServer::new),
              Map.entry("assemblyai", AssemblyAiServer::new),
              Map.entry("soniox", SonioxServer::new),
              Map.entry("whisperlive", WhisperLiveServer::new),
              Map.entry("twilio", TwilioServer::new)));

  private Services() {}

  /** {@return the names} */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * Starts one.
   *
   * @param times how much faster than the wall's its clock goes: 20 lets audio come 20 times as
   *     fast, and its time limits are a twentieth
   */
  public static ServiceServer start(String name, double times) throws IOException {
    return new ServiceServer(BY_NAME.get(name).get(), times);
  }
}
