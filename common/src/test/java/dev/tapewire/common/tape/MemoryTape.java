package dev.tapewire.common.tape;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.FrameStamp;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A tape in memory that a test writes record by record; any number of readers see each at once. Its
 * first record, a HEADER, is there from the start. Confined to one thread.
 */
public final class MemoryTape {
  /** Mono s16le at 8 kHz: one block is two bytes. */
  public static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);

  /** Samples per channel in a full frame. */
  public static final int FRAME_SAMPLES = 80;

  private final List<byte[]> records = new ArrayList<>();
  private final List<Life> lives = new ArrayList<>();
  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordView view = new RecordView();
  private final Random random;
  private final String session;
  private long damagedNumber = -1;
  private long cutBackNumber = -1;
  private long lostPageNumber = -1;
  private long droppedBelow;

  /** Up to each record and with it. */
  private final List<Sum> sums = new ArrayList<>();

  private record Life(String incarnation, long from) {}

  private record Sum(long frames, long lostSamples) {}

  /** A tape of {@link #FORMAT}; {@code seed} decides incarnations and samples. */
  public MemoryTape(String session, long seed) {
    this.session = session;
    this.random = new Random(seed);
    restart();
  }

  /** Begins another life of capture: a new incarnation with its HEADER. {@return its id} */
  public String restart() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String incarnation = HexFormat.of().formatHex(id);
    lives.add(new Life(incarnation, endNumber()));
    SessionHeader header =
        new SessionHeader(
            session,
            incarnation,
            FORMAT,
            "tone",
            "host",
            1_790_000_000_000_000_000L,
            FRAME_SAMPLES,
            frames(),
            List.of());
    add(encoder.header(endNumber(), position(), header));
    return incarnation;
  }

  /** Appends a full frame of random samples. {@return its record} */
  public byte[] addFrame() {
    byte[] pcm = new byte[FRAME_SAMPLES * FORMAT.blockBytes()];
    random.nextBytes(pcm);
    return addFrame(pcm, 0);
  }

  /** Appends a frame. {@return its record} */
  public byte[] addFrame(byte[] pcm, long capturedNs) {
    FrameStamp stamp = new FrameStamp(endNumber(), position(), frames(), capturedNs);
    return add(encoder.frame(stamp, pcm.length / FORMAT.blockBytes(), pcm, 0, pcm.length));
  }

  /** Appends {@code count} full frames. */
  public void addFrames(int count) {
    for (int i = 0; i < count; i++) {
      addFrame();
    }
  }

  /** Appends a gap. {@return its record} */
  public byte[] addGap(long samples, GapReason reason) {
    return add(encoder.gap(endNumber(), position(), samples, reason));
  }

  /** Appends an anchor. {@return its record} */
  public byte[] addAnchor(Anchor anchor) {
    return add(encoder.anchor(endNumber(), position(), anchor));
  }

  /** Appends the END. {@return its record} */
  public byte[] addEnd() {
    return add(encoder.end(endNumber(), position(), frames(), lostSamples()));
  }

  /** Appends any record, which must carry the next number. */
  public byte[] addRecord(byte[] record) {
    if (view.wrap(record, 0, record.length).number() != endNumber()) {
      throw new IllegalArgumentException("record " + view.number() + " is not " + endNumber());
    }
    add(record.clone(), view);
    return record;
  }

  /**
   * Cuts the tape back to the records below {@code number}, as a power cut may, and begins another
   * life on it. {@return its incarnation}
   */
  public String cut(long number) {
    records.subList(Math.toIntExact(number), records.size()).clear();
    sums.subList(Math.toIntExact(number), sums.size()).clear();
    lives.removeIf(life -> life.from() >= number);
    return restart();
  }

  /** Makes readers find record {@code number} damaged; -1: none. */
  public void damage(long number) {
    damagedNumber = number;
  }

  /** Makes readers find at record {@code number} a page that a power cut took; -1: no more. */
  public void losePage(long number) {
    lostPageNumber = number;
  }

  /** Makes readers at {@code number} find that what they read was cut off and recorded anew. */
  public void cutBackAt(long number) {
    cutBackNumber = number;
  }

  /** What is before record {@code number} is on the tape no more; it was delivered. */
  public void dropBelow(long number) {
    droppedBelow = number;
  }

  /** {@return a copy of every record, in order} */
  public List<byte[]> records() {
    return records.stream().map(byte[]::clone).toList();
  }

  /** {@return the PCM of all frames, lost samples left out} */
  public byte[] pcm() {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (byte[] record : records) {
      view.wrap(record, 0, record.length);
      if (view.is(RecordKind.FRAME)) {
        out.write(record, view.framePcmOffset(), view.framePcmLength());
      }
    }
    return out.toByteArray();
  }

  /** {@return one past the newest record} */
  public long endNumber() {
    return records.size();
  }

  /** {@return the newest incarnation} */
  public String incarnation() {
    return lives.get(lives.size() - 1).incarnation();
  }

  /** {@return samples per channel on the timeline} */
  public long position() {
    return records.isEmpty() ? 0 : at(endNumber() - 1).endPosition();
  }

  /** {@return frames on the tape} */
  public long frames() {
    return sums.isEmpty() ? 0 : sums.get(sums.size() - 1).frames();
  }

  /** {@return samples per channel lost} */
  public long lostSamples() {
    return sums.isEmpty() ? 0 : sums.get(sums.size() - 1).lostSamples();
  }

  /** {@return a reader at the first record} */
  public TapeReader openReader() {
    return new Reader();
  }

  private byte[] add(int length) {
    byte[] record = Arrays.copyOf(encoder.bytes(), length);
    add(record, view.wrap(record, 0, length));
    return record.clone();
  }

  private void add(byte[] record, RecordView added) {
    long lost = added.is(RecordKind.GAP) ? added.gapSamples() : 0;
    sums.add(new Sum(frames() + (added.is(RecordKind.FRAME) ? 1 : 0), lostSamples() + lost));
    records.add(record);
  }

  private RecordView at(long number) {
    byte[] record = records.get(Math.toIntExact(number));
    return view.wrap(record, 0, record.length);
  }

  private final class Reader implements TapeReader {
    private long next;

    @Override
    public SessionHeader header() {
      return at(0).header();
    }

    @Override
    public boolean poll(RecordView into) {
      if (next >= records.size()) {
        return false;
      }
      if (next == damagedNumber) {
        throw new TapeFaultException(next, 0, "memory", -1, "damaged by the test");
      }
      if (next == cutBackNumber) {
        throw new TapeFaultException(next, 0, "memory", -1, "cut back", next, false);
      }
      if (next == lostPageNumber) {
        throw new TapeFaultException(next, 0, "memory", -1, "a lost page", next + 1, true);
      }
      byte[] record = records.get(Math.toIntExact(next)).clone();
      into.wrap(record, 0, record.length);
      next++;
      return true;
    }

    @Override
    public long next() {
      return next;
    }

    @Override
    public void seek(long number) {
      if (number < droppedBelow || number > endNumber()) {
        throw new IllegalArgumentException("record " + number + " is not in 0.." + endNumber());
      }
      next = number;
    }

    @Override
    public long firstNumber() {
      return droppedBelow;
    }

    @Override
    public long endNumber() {
      return MemoryTape.this.endNumber();
    }

    @Override
    public long numberAt(long position) {
      long number = 0;
      while (number < records.size() && at(number).endPosition() <= position) {
        number++;
      }
      while (number < records.size() && at(number).endPosition() == at(number).position()) {
        number++;
      }
      return number;
    }

    @Override
    public Span span(String incarnation) {
      for (int i = 0; i < lives.size(); i++) {
        if (lives.get(i).incarnation().equals(incarnation)) {
          boolean newest = i == lives.size() - 1;
          long to = newest ? endNumber() : lives.get(i + 1).from();
          return new Span(lives.get(i).from(), to, newest);
        }
      }
      return null;
    }

    @Override
    public String incarnationAt(long number) {
      String found = "";
      for (Life life : lives) {
        found = life.from() <= number ? life.incarnation() : found;
      }
      return found;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
