package dev.tapewire.common.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session is; stands at the head of every tape file. Immutable.
 *
 * @param session the session's id
 * @param incarnation 32 hex digits, random for each life of a capture process on this tape
 * @param format of the PCM, as captured
 * @param source as given on the command line, such as {@code mic} or a file's path
 * @param host the machine's name
 * @param startedEpochNs UTC of the session's start, ns since 1970
 * @param frameSamples samples per channel in a full frame
 * @param firstSequence the sequence of the first frame after this header
 * @param to destinations the session is addressed to so far, without secrets
 * @param lostSamples samples per channel lost before this header
 */
public record SessionHeader(
    String session,
    String incarnation,
    PcmFormat format,
    String source,
    String host,
    long startedEpochNs,
    int frameSamples,
    long firstSequence,
    List<String> to,
    long lostSamples) {

  /** Copies the list. */
  public SessionHeader {
    to = List.copyOf(to);
  }

  /** A header before which nothing was lost. */
  public SessionHeader(
      String session,
      String incarnation,
      PcmFormat format,
      String source,
      String host,
      long startedEpochNs,
      int frameSamples,
      long firstSequence,
      List<String> to) {
    this(
        session,
        incarnation,
        format,
        source,
        host,
        startedEpochNs,
        frameSamples,
        firstSequence,
        to,
        0);
  }

  /** {@return this incarnation's header for a later place on the tape} */
  public SessionHeader at(long sequence, long lost, List<String> addressed) {
    return new SessionHeader(
        session,
        incarnation,
        format,
        source,
        host,
        startedEpochNs,
        frameSamples,
        sequence,
        addressed,
        lost);
  }

  /** {@return the JSON body of a HEADER record} */
  public String toJson() {
    JsonObject o = new JsonObject();
    o.addProperty("session", session);
    o.addProperty("incarnation", incarnation);
    o.addProperty("rate", format.sampleRateHz());
    o.addProperty("channels", format.channels());
    o.addProperty("encoding", format.encoding().label());
    o.addProperty("source", source);
    o.addProperty("host", host);
    o.addProperty("started_ns", startedEpochNs);
    o.addProperty("frame", frameSamples);
    o.addProperty("first_sequence", firstSequence);
    JsonArray addressed = new JsonArray();
    to.forEach(addressed::add);
    o.add("to", addressed);
    o.addProperty("lost_samples", lostSamples);
    return o.toString();
  }

  /**
   * Reads a HEADER's body.
   *
   * @throws NewerFormatException if {@code version} is of a later Tapewire
   * @throws CorruptRecordException if a field is missing or of the wrong type
   */
  public static SessionHeader parse(int version, String json) {
    if (version > RecordLayout.FORMAT_VERSION) {
      throw new NewerFormatException(version);
    }
    try {
      JsonObject o = JsonParser.parseString(json).getAsJsonObject();
      List<String> to = new ArrayList<>();
      for (JsonElement e : o.getAsJsonArray("to")) {
        to.add(e.getAsString());
      }
      return new SessionHeader(
          o.get("session").getAsString(),
          o.get("incarnation").getAsString(),
          new PcmFormat(
              o.get("rate").getAsInt(),
              o.get("channels").getAsInt(),
              Encoding.byLabel(o.get("encoding").getAsString()).orElseThrow()),
          o.get("source").getAsString(),
          o.get("host").getAsString(),
          o.get("started_ns").getAsLong(),
          o.get("frame").getAsInt(),
          o.get("first_sequence").getAsLong(),
          to,
          o.get("lost_samples").getAsLong());
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | java.util.NoSuchElementException e) {
      throw new CorruptRecordException("session header is not readable: " + e.getMessage());
    }
  }
}
