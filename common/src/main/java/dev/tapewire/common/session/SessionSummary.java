package dev.tapewire.common.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.CounterFile;
import dev.tapewire.common.record.GapReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * What a session is, so that it can be listed without reading its tape. Kept in {@code
 * session.json}, which is written when a life begins, at a gap and at the end; the live figures
 * come from capture's counters. Immutable.
 *
 * @param id the session's id
 * @param startedEpochNs UTC of its start, ns since 1970
 * @param source as given on the command line
 * @param format of the PCM
 * @param frameSamples samples per channel in a full frame
 * @param to destinations it is addressed to, without secrets
 * @param frames on the tape
 * @param samples per channel on the timeline, lost ones included
 * @param lostSamples per channel
 * @param gaps the first {@link #GAPS_MAX} of them
 * @param gapCount all of them
 * @param ended whether the END record is on the tape
 * @param sourceFailed whether that says that the source failed
 */
public record SessionSummary(
    String id,
    long startedEpochNs,
    String source,
    PcmFormat format,
    int frameSamples,
    List<String> to,
    long frames,
    long samples,
    long lostSamples,
    List<SessionGap> gaps,
    long gapCount,
    boolean ended,
    boolean sourceFailed) {
  /** Gaps that are listed one by one; a device that stalls all day does not fill the disk. */
  public static final int GAPS_MAX = 1_000;

  /** The gaps take 80 KB, eight addresses at most 64; what is longer we did not write. */
  private static final int BYTES_MAX = 1 << 20;

  private static final String CRC = "crc32c";
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Copies the lists. */
  public SessionSummary {
    to = List.copyOf(to);
    gaps = List.copyOf(gaps);
  }

  /** {@return when the session began} */
  public Instant startedAt() {
    return Instant.ofEpochSecond(startedEpochNs / NS_PER_SECOND, startedEpochNs % NS_PER_SECOND);
  }

  /**
   * Reads a session's summary, brought up to date with capture's counters.
   *
   * @return null if there is none or it can't be read: make it again from the tape
   */
  public static SessionSummary read(SessionPaths paths) throws IOException {
    return read(paths, unreadable -> {});
  }

  /**
   * Reads a session's summary, brought up to date with capture's counters.
   *
   * @param fault is told why one that is there can't be used
   * @return null if there is none or it can't be used: make it again from the tape
   */
  public static SessionSummary read(SessionPaths paths, Consumer<String> fault) throws IOException {
    SessionSummary stored;
    try {
      stored = stored(paths);
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException e) {
      fault.accept(IoReason.withFile(e));
      return null;
    }
    if (stored.ended) {
      return stored; // Among ten thousand sessions nearly all are.
    }
    CounterFile<CaptureCounter> counters =
        CounterFile.openReader(paths.captureCounters(), CaptureCounter.class);
    return counters == null ? stored : stored.with(counters);
  }

  private static SessionSummary stored(SessionPaths paths) throws IOException {
    String text = OwnFiles.readText(paths.summary(), BYTES_MAX);
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      checkCrc(json);
      return fromJson(paths.id(), json);
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | UnsupportedOperationException
        | java.time.DateTimeException
        | java.util.NoSuchElementException e) {
      throw new FileSystemException(paths.summary().toString(), null, "is damaged");
    }
  }

  /** A bit that flipped in a figure or a name leaves good JSON. Earlier versions wrote no CRC. */
  private static void checkCrc(JsonObject json) {
    JsonElement crc = json.remove(CRC);
    if (crc != null && crc.getAsLong() != crc(json)) {
      throw new IllegalStateException("the CRC differs");
    }
  }

  private static long crc(JsonObject json) {
    CRC32C crc = new CRC32C();
    crc.update(json.toString().getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private SessionSummary with(CounterFile<CaptureCounter> counters) {
    return new SessionSummary(
        id,
        startedEpochNs,
        source,
        format,
        frameSamples,
        to,
        Math.max(frames, counters.get(CaptureCounter.FRAMES)),
        Math.max(samples, counters.get(CaptureCounter.SAMPLES)),
        Math.max(lostSamples, counters.get(CaptureCounter.LOST_SAMPLES)),
        gaps,
        Math.max(gapCount, counters.get(CaptureCounter.GAPS)),
        counters.get(CaptureCounter.ENDED) == 1,
        counters.get(CaptureCounter.SOURCE_FAILED) == 1);
  }

  /** Writes it, whole or not at all. */
  public void write(SessionPaths paths) throws IOException {
    OwnFiles.replace(paths.summary(), toJson().toString());
  }

  private JsonObject toJson() {
    JsonObject o = new JsonObject();
    o.addProperty("id", id);
    o.addProperty("started_at", startedAt().toString());
    o.addProperty("source", source);
    o.addProperty("rate", format.sampleRateHz());
    o.addProperty("channels", format.channels());
    o.addProperty("encoding", format.encoding().label());
    o.addProperty("frame", frameSamples);
    JsonArray addressed = new JsonArray();
    to.forEach(addressed::add);
    o.add("to", addressed);
    o.addProperty("frames", frames);
    o.addProperty("samples", samples);
    o.addProperty("lost_samples", lostSamples);
    JsonArray list = new JsonArray();
    for (SessionGap gap : gaps) {
      JsonObject g = new JsonObject();
      g.addProperty("at_samples", gap.atSamples());
      g.addProperty("samples", gap.samples());
      g.addProperty("reason", gap.reason().label());
      list.add(g);
    }
    o.add("gaps", list);
    o.addProperty("gap_count", gapCount);
    o.addProperty("ended", ended);
    if (sourceFailed) {
      o.addProperty("source_failed", true);
    }
    o.addProperty(CRC, crc(o));
    return o;
  }

  /** The session's id is its directory's name: what stands in the file must lead nowhere else. */
  private static SessionSummary fromJson(String id, JsonObject o) {
    Instant started = Instant.parse(o.get("started_at").getAsString());
    List<String> to = new ArrayList<>();
    o.getAsJsonArray("to").forEach(e -> to.add(e.getAsString()));
    List<SessionGap> gaps = new ArrayList<>();
    for (JsonElement e : o.getAsJsonArray("gaps")) {
      JsonObject g = e.getAsJsonObject();
      gaps.add(
          new SessionGap(
              g.get("at_samples").getAsLong(),
              g.get("samples").getAsLong(),
              GapReason.byLabel(g.get("reason").getAsString())));
    }
    return new SessionSummary(
        id,
        started.getEpochSecond() * NS_PER_SECOND + started.getNano(),
        o.get("source").getAsString(),
        new PcmFormat(
            o.get("rate").getAsInt(),
            o.get("channels").getAsInt(),
            Encoding.byLabel(o.get("encoding").getAsString()).orElseThrow()),
        o.get("frame").getAsInt(),
        to,
        o.get("frames").getAsLong(),
        o.get("samples").getAsLong(),
        o.get("lost_samples").getAsLong(),
        gaps,
        o.get("gap_count").getAsLong(),
        o.get("ended").getAsBoolean(),
        o.has("source_failed") && o.get("source_failed").getAsBoolean());
  }
}
