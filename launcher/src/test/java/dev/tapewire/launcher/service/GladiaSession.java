package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.util.Locale;

/** What of a session at Gladia outlives its links. Confined to the server's lock. */
final class GladiaSession {
  /** Without audio for so long a link is ended, and a session that has none. */
  static final double AUDIO_GAP_SECONDS = 30;

  private final int number;
  private final ServiceServer server;
  private final JsonObject messages;
  private final PcmDecoder decoder;
  private final int rate;
  private Hearing hearing;
  private long bytes;
  private boolean ended;
  private boolean begun;
  private ServiceLink link;
  private long takenNs;

  GladiaSession(int number, JsonObject asked, ServiceServer server) {
    this.number = number;
    this.server = server;
    takenNs = server.nowNs();
    messages = Rules.child(asked, "messages_config");
    rate = asked.get("sample_rate").getAsInt();
    decoder =
        switch (Rules.string(asked, "encoding")) {
          case "wav/alaw" -> PcmDecoder.ALAW;
          case "wav/ulaw" -> PcmDecoder.MULAW;
          default -> PcmDecoder.S16LE;
        };
  }

  static String id(int number) {
    return String.format(Locale.ROOT, "550e8400-e29b-41d4-a716-%012d", number);
  }

  String id() {
    return id(number);
  }

  /** {@return whether the client wants messages of this kind} */
  boolean wants(String kind) {
    return Rules.string(messages, "receive_" + kind).equals("true");
  }

  /** A link takes it up; {@return whether it is the first} */
  boolean resume(ServiceLink link) {
    this.link = link;
    if (hearing == null) {
      hearing = new Hearing(link, decoder, rate);
    }
    hearing.moveTo(link);
    boolean first = !begun;
    begun = true;
    return first;
  }

  Hearing hearing() {
    return hearing;
  }

  /** {@return whether it has no link, and has had no audio for too long} */
  boolean isLeft() {
    boolean late = server.nowNs() - takenNs > server.scale().limitNs(AUDIO_GAP_SECONDS);
    return late && (link == null || !link.isOpen());
  }

  /** Takes audio; {@return the range of bytes to acknowledge} */
  long[] take(byte[] audio) {
    takenNs = server.nowNs();
    long from = bytes;
    bytes += audio.length;
    hearing.take(audio);
    boolean inclusive = number % 2 == 1;
    return new long[] {from, inclusive ? bytes - 1 : bytes};
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }
}
