package dev.tapewire.receiver.store;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.StoredGap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * The lines of a ledger: eight hex digits, the CRC-32C of the JSON object that follows after a
 * space. The first line is the delivery's head; then come gaps and states, each state after the
 * gaps below it. A state counts once its line is whole, whatever happened to other lines.
 */
final class LedgerCodec {
  private static final int CRC_DIGITS = 8;

  private LedgerCodec() {}

  /**
   * What was read.
   *
   * @param head null if there is none, or it is damaged
   * @param stored states and gaps
   * @param bytes up to the end of the last line that counts
   * @param damaged lines that were ended and are not what was written
   * @param torn whether the last line was never ended, as a crash leaves it
   */
  record Content(DeliveryHead head, Stored stored, long bytes, int damaged, boolean torn) {
    static final Content NOTHING = new Content(null, Stored.NOTHING, 0, 0, false);

    /** {@return whether every byte is as it was written} */
    boolean whole() {
      return damaged == 0 && !torn;
    }
  }

  static String head(DeliveryHead head) {
    JsonObject o = new JsonObject();
    o.addProperty("session", head.session());
    o.addProperty("delivery", head.delivery());
    o.addProperty("rate", head.format().sampleRateHz());
    o.addProperty("channels", head.format().channels());
    o.addProperty("encoding", head.format().encoding().label());
    o.addProperty("first", head.first());
    o.addProperty("first_position", head.firstPosition());
    return line(o);
  }

  static String gap(StoredGap gap) {
    JsonObject o = new JsonObject();
    o.addProperty("gap_at", gap.atSamples());
    o.addProperty("samples", gap.samples());
    o.addProperty("reason", gap.reason().code());
    return line(o);
  }

  static String state(DeliveryState state) {
    JsonObject o = new JsonObject();
    o.addProperty("next", state.next());
    o.addProperty("position", state.position());
    o.addProperty("sequence", state.sequence());
    o.addProperty("lost", state.lostSamples());
    o.addProperty("digest", state.digest());
    o.addProperty("incarnation", state.incarnation());
    o.addProperty("ended", state.ended());
    o.addProperty("complete", state.complete());
    return line(o);
  }

  /**
   * {@return what all whole lines say; none counts if the head's is not among them}
   *
   * @throws IOException if a whole line says what this version does not know
   */
  static Content read(byte[] file) throws IOException {
    DeliveryHead head = null;
    List<DeliveryState> states = new ArrayList<>();
    List<StoredGap> gaps = new ArrayList<>();
    long counted = 0;
    int damaged = 0;
    int at = 0;
    for (int end = lineEnd(file, 0); end >= 0; end = lineEnd(file, at)) {
      JsonObject o = checked(file, at, end);
      boolean first = at == 0;
      at = end + 1;
      if (o == null) {
        damaged++;
      } else if (first) {
        head = understood(o, LedgerCodec::head);
        counted = at;
      } else if (head != null && o.has("gap_at")) {
        gaps.add(understood(o, LedgerCodec::gapOf));
      } else if (head != null) {
        states.add(understood(o, LedgerCodec::stateOf));
        counted = at;
      }
    }
    return new Content(head, new Stored(states, gaps), counted, damaged, at < file.length);
  }

  /**
   * {@return what the first line says; null if it is not whole}
   *
   * @throws IOException if it says what this version does not know
   */
  static DeliveryHead headOf(byte[] start) throws IOException {
    int end = lineEnd(start, 0);
    JsonObject o = end < 0 ? null : checked(start, 0, end);
    return o == null ? null : understood(o, LedgerCodec::head);
  }

  private static <T> T understood(JsonObject o, Function<JsonObject, T> reading)
      throws IOException {
    try {
      return reading.apply(o);
    } catch (NullPointerException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException
        | ArithmeticException e) {
      throw new IOException("a ledger of a later version, or damaged: " + o, e);
    }
  }

  private static String line(JsonObject o) {
    String json = o.toString();
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x %s\n", crc.getValue(), json);
  }

  private static int lineEnd(byte[] file, int from) {
    for (int i = from; i < file.length; i++) {
      if (file[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static JsonObject checked(byte[] file, int from, int end) {
    int jsonFrom = from + CRC_DIGITS + 1;
    if (jsonFrom >= end) {
      return null;
    }
    CRC32C crc = new CRC32C();
    crc.update(file, jsonFrom, end - jsonFrom);
    String stored = new String(file, from, CRC_DIGITS, StandardCharsets.US_ASCII);
    if (!stored.equals(String.format("%08x", crc.getValue()))) {
      return null;
    }
    String json = new String(file, jsonFrom, end - jsonFrom, StandardCharsets.UTF_8);
    try {
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return null; // A CRC that fits by chance: as torn as one that does not.
    }
  }

  private static DeliveryHead head(JsonObject o) {
    return new DeliveryHead(
        o.get("session").getAsString(),
        o.get("delivery").getAsString(),
        new PcmFormat(
            o.get("rate").getAsInt(),
            o.get("channels").getAsInt(),
            Encoding.byLabel(o.get("encoding").getAsString())
                .orElseThrow(IllegalArgumentException::new)),
        o.get("first").getAsLong(),
        o.get("first_position").getAsLong());
  }

  private static StoredGap gapOf(JsonObject o) {
    return new StoredGap(
        o.get("gap_at").getAsLong(),
        o.get("samples").getAsLong(),
        GapReason.byCode(o.get("reason").getAsInt()));
  }

  private static DeliveryState stateOf(JsonObject o) {
    return new DeliveryState(
        o.get("next").getAsLong(),
        o.get("position").getAsLong(),
        o.get("sequence").getAsLong(),
        o.get("lost").getAsLong(),
        o.get("digest").getAsString(),
        o.get("incarnation").getAsString(),
        o.get("ended").getAsBoolean(),
        o.get("complete").getAsBoolean());
  }
}
