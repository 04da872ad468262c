package dev.tapewire.sender.service;

import java.util.List;

/** All services, in the order in which they are listed. Safe for use by any thread. */
public final class Services {
  private static final List<Service> ALL =
      List.of(
          new OpenAiRealtime(),
          new Hume(),
          new Deepgram(),
          new Speechmatics(),
          new Gladia(),
          new Vosk(),
          new HumeEvi(),
          new AssemblyAi(),
          new Soniox(),
          new WhisperLive(),
          new Twilio());

  private Services() {}

  /** {@return every service} */
  public static List<Service> all() {
    return ALL;
  }

  /** {@return the service of that name, or null} */
  public static Service byName(String name) {
    return ALL.stream().filter(s -> s.sheet().name().equals(name)).findFirst().orElse(null);
  }
}
