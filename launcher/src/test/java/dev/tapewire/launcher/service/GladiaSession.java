package dev.tapewire.launcher.service;

import com.google.gson.JsonObject;
import java.util.Locale;

/** What of a session at Gladia outlives its links. Confined to the server's lock. */
final class GladiaSession {
  private final int number;
  private final JsonObject messages;
  private final PcmDecoder decoder;
  private final int rate;
  private Hearing hearing;
  private long bytes;
  private boolean ended;
  private boolean begun;

  GladiaSession(int number, JsonObject asked) {
    this.number = number;
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

  /** Takes audio; {@return the range of bytes to acknowledge} */
  long[] take(byte[] audio) {
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
