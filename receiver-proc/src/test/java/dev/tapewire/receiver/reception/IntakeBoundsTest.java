package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.GapLimits;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much silence a peer may make a receiver store, and where a hello may begin. */
final class IntakeBoundsTest {
  private static final long ZERO_SILENCE_MAX = GapLimits.SECONDS_MAX * 8000;

  private final Scene scene = new Scene();
  private final RecordEncoder encoder = new RecordEncoder();
  private final Gaps gaps = new Gaps(new GapAllowance(ReceptionLimits.GAPS_WAITING_MAX));

  @Test
  void theLastSampleOfSilenceThatFitsIsTaken() throws IOException {
    assertEquals(0, take(MemoryTape8k.S16, ZERO_SILENCE_MAX));
    assertEquals(CloseCode.TOO_LARGE, take(MemoryTape8k.S16, ZERO_SILENCE_MAX + 1));
    assertEquals(0, take(MemoryTape8k.S16, ZERO_SILENCE_MAX - 5, 5));
    assertEquals(CloseCode.TOO_LARGE, take(MemoryTape8k.S16, ZERO_SILENCE_MAX - 5, 6));
  }

  @Test
  void silenceThatMustBeWrittenIsBoundedInBytes() throws IOException {
    PcmFormat wide = new PcmFormat(384_000, 8, Encoding.MULAW);
    long most = GapLimits.WRITTEN_SILENCE_BYTES_MAX / 8;
    assertEquals(0, take(wide, most));
    assertEquals(CloseCode.TOO_LARGE, take(wide, most + 1));
  }

  @Test
  void gapsAreBoundedInNumber() throws IOException {
    RecordIntake intake = intake(MemoryTape8k.S16);
    for (int i = 0; i < GapLimits.COUNT_MAX; i++) {
      intake.accept(gap(i + 1, i, 1));
    }
    int code = 0;
    try {
      intake.accept(gap(GapLimits.COUNT_MAX + 1, GapLimits.COUNT_MAX, 1));
    } catch (RefusedException e) {
      code = e.code();
    }
    assertEquals(CloseCode.TOO_LARGE, code);
    assertEquals(GapLimits.COUNT_MAX, gaps.count());
    assertEquals(ReceptionLimits.GAPS_TOLD_MAX, gaps.first().size());
  }

  @Test
  void aGapBeforeTheDeliverysStartIsStoredFromThereOn() throws IOException {
    DeliveryHead replay = new DeliveryHead("talk", "replay-1", MemoryTape8k.S16, 3, 500);
    RecordIntake intake = new RecordIntake(replay, new SilentTrack(), gaps);
    intake.reset(replay.start(), List.of());
    intake.accept(gap(3, 400, 150));
    assertEquals(List.of(new StoredGap(500, 50, GapReason.OVERRUN)), gaps.first());
    assertEquals(550, intake.state().position());
    assertEquals(50, intake.state().lostSamples());
  }

  @Test
  void gapsBeyondTheStateThatItGoesBackToAreForgotten() throws IOException {
    RecordIntake intake = intake(MemoryTape8k.S16);
    intake.accept(gap(1, 0, 10));
    DeliveryState state = intake.state();
    intake.accept(gap(2, 10, 10));
    intake.reset(state, List.copyOf(gaps.first()));
    assertEquals(List.of(new StoredGap(0, 10, GapReason.OVERRUN)), gaps.first());
    assertEquals(10, intake.state().position());
    assertEquals(2, intake.next());
  }

  @Test
  void aStartAtTheLargestCountIsTakenAndOneBeyondIsNot() {
    long most = 1L << 53;
    assertEquals(0, hello(most, most).closeCode);
    assertEquals(CloseCode.BAD_MESSAGE, hello(most + 1, 0).closeCode);
    assertEquals(CloseCode.BAD_MESSAGE, hello(0, most + 1).closeCode);
  }

  private RecordingPeer hello(long first, long position) {
    RecordingPeer peer = scene.connect("a");
    scene.say(peer, Scene.hello("s" + first + "-" + position, "replay-1", first, position));
    return peer;
  }

  /** {@return the code that a peer is sent away with after gaps of these lengths; 0: it stays} */
  private int take(PcmFormat format, long... gaps) throws IOException {
    RecordIntake intake = intake(format);
    long at = 0;
    for (int i = 0; i < gaps.length; i++) {
      try {
        intake.accept(gap(i + 1, at, gaps[i]));
      } catch (RefusedException e) {
        return e.code();
      }
      at += gaps[i];
    }
    return 0;
  }

  private RecordIntake intake(PcmFormat format) throws IOException {
    DeliveryHead head = new DeliveryHead("talk", Control.FIRST_DELIVERY, format, 0, 0);
    RecordIntake intake = new RecordIntake(head, new SilentTrack(), gaps);
    intake.reset(head.start(), List.of());
    SessionHeader header =
        new SessionHeader("talk", "ab".repeat(16), format, "tone", "host", 1, 80, 0, List.of());
    intake.accept(Arrays.copyOf(encoder.bytes(), encoder.header(0, 0, header)));
    return intake;
  }

  private byte[] gap(long number, long position, long samples) {
    int length = encoder.gap(number, position, samples, GapReason.OVERRUN);
    return Arrays.copyOf(encoder.bytes(), length);
  }

  private static final class MemoryTape8k {
    static final PcmFormat S16 = new PcmFormat(8000, 1, Encoding.S16LE);
  }

  /** A track that takes any length of silence, and keeps none of it. */
  private static final class SilentTrack implements Track {
    @Override
    public String name() {
      return "silent";
    }

    @Override
    public Stored stored() {
      return Stored.NOTHING;
    }

    @Override
    public void append(byte[] pcm, int from, int length) {}

    @Override
    public void silence(long samples) {}

    @Override
    public void commit(Commit commit) {}

    @Override
    public void cut(Commit commit, boolean keepAside) {}

    @Override
    public void summary(String json) {}

    @Override
    public void close() {}
  }
}
