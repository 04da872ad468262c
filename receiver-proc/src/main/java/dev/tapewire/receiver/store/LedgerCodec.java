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
import java.util.zip.CRC32C;

/**
 * The lines of a ledger: eight hex digits, the CRC-32C of the JSON object that follows after a
 * space. The first line is the delivery's head; then come gaps and states, each state after the
 * gaps below it. A state counts once its line is whole.
 */
final class LedgerCodec {
  private static final int CRC_DIGITS = 8;

  private LedgerCodec() {}

  /**
   * What was read.
   *
   * @param head null if not even that is whole
   * @param stored states and gaps
   * @param bytes up to the end of the last line that counts
   */
  record Content(DeliveryHead head, Stored stored, long bytes) {}

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
   * {@return everything up to the first line that is torn}
   *
   * @throws IOException if a whole line says what this version does not know
   */
  static Content read(byte[] file) throws IOException {
    DeliveryHead head = null;
    List<DeliveryState> states = new ArrayList<>();
    List<StoredGap> gaps = new ArrayList<>();
    long counted = 0;
    int at = 0;
    while (at < file.length) {
      int end = lineEnd(file, at);
      JsonObject o = end < 0 ? null : checked(file, at, end);
      if (o == null) {
        break;
      }
      at = end + 1;
      try {
        if (head == null) {
          head = head(o);
          counted = at;
        } else if (o.has("gap_at")) {
          gaps.add(gapOf(o));
        } else {
          states.add(stateOf(o));
          counted = at;
        }
      } catch (NullPointerException | IllegalArgumentException | IllegalStateException e) {
        throw new IOException("a ledger of a later version, or damaged: " + o, e);
      }
    }
    return new Content(head, new Stored(states, gaps), counted);
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
