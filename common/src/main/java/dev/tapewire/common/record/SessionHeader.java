package dev.tapewire.common.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;
import java.io.StringWriter;
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
 * @param continues the session that this one goes on from; null: it begins a recording
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
    long lostSamples,
    Continues continues) {
  /** An ordinary header fits. */
  private static final int JSON_CHARS = 512;

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
        0,
        null);
  }

  /** {@return this incarnation's header for a later place on the tape} */
  public SessionHeader at(long sequence, long lost, List<String> addressed) {
    return moved(session, sequence, addressed, lost, continues);
  }

  /** {@return this header as one of a recording that several sessions are joined to} */
  public SessionHeader joined(String recording, long sequence, long lost) {
    return moved(recording, sequence, to, lost, null);
  }

  private SessionHeader moved(
      String name, long sequence, List<String> addressed, long lost, Continues before) {
    return new SessionHeader(
        name,
        incarnation,
        format,
        source,
        host,
        startedEpochNs,
        frameSamples,
        sequence,
        addressed,
        lost,
        before);
  }

  /** {@return the JSON body of a HEADER record} */
  public String toJson() {
    StringWriter text = new StringWriter(JSON_CHARS);
    try (JsonWriter o = new JsonWriter(text)) {
      o.beginObject();
      o.name("session").value(session);
      o.name("incarnation").value(incarnation);
      o.name("rate").value(format.sampleRateHz());
      o.name("channels").value(format.channels());
      o.name("encoding").value(format.encoding().label());
      o.name("source").value(source);
      o.name("host").value(host);
      o.name("started_ns").value(startedEpochNs);
      o.name("frame").value(frameSamples);
      o.name("first_sequence").value(firstSequence);
      o.name("to").beginArray();
      for (String destination : to) {
        o.value(destination);
      }
      o.endArray();
      o.name("lost_samples").value(lostSamples);
      if (continues != null) {
        o.name("continues").beginObject();
        o.name("session").value(continues.session());
        o.name("position").value(continues.position());
        o.endObject();
      }
      o.endObject();
    } catch (IOException e) {
      throw new IllegalStateException("a string takes every write", e);
    }
    return text.toString();
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
          o.get("lost_samples").getAsLong(),
          continues(o));
    } catch (JsonParseException e) {
      throw new CorruptRecordException("session header is not readable: it is no JSON");
    } catch (IllegalStateException
        | ClassCastException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException
        | ArithmeticException
        | java.util.NoSuchElementException e) {
      throw new CorruptRecordException(
          "session header is not readable: a member is missing, or is of another kind");
    } catch (IllegalArgumentException e) {
      throw new CorruptRecordException("session header is not readable: " + e.getMessage());
    }
  }

  private static Continues continues(JsonObject header) {
    if (!header.has("continues")) {
      return null;
    }
    JsonObject o = header.getAsJsonObject("continues");
    return new Continues(o.get("session").getAsString(), o.get("position").getAsLong());
  }
}
