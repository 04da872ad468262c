package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tapewire.capture.source.PipeIdentity;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.time.Clock;
import dev.tapewire.common.time.SystemClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop that is there before a pipe is open. */
class PipeOpenerTest {
  private static final PcmFormat FORMAT = new PcmFormat(8000, 1, Encoding.S16LE);
  private static final long GIVEN_BYTES = 24;
  private static final long LOOK_NS = 100_000_000L;

  @TempDir private Path tapes;

  private final PipeIdentity identity = new PipeIdentity(new Random().nextLong(), false);
  private final Log log = new Log(System.err, false);
  private final CountDownLatch never = new CountDownLatch(1);
  private SessionPaths session;

  @BeforeEach
  void makeSession() {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/dev/shm")), "Linux's memory");
    session = SessionPaths.of(tapes, "s");
  }

  @AfterEach
  void forgetThePipe() {
    never.countDown();
    PipeCounters.open(session).forget(log);
  }

  @Test
  void aPipeThatWasBegunOpensSoThatItsSessionGetsItsEnd() throws Exception {
    opener(false, 0).open(new ByteArrayInputStream(new byte[16]), identity);
    begin();

    assertEquals(FORMAT, opener(true, 0).open(hanging(), identity).format());
  }

  @Test
  void aPipeThatWasNotBegunIsLeftAtOnce() {
    assertThrows(
        PipeOpener.StoppedException.class, () -> opener(true, LOOK_NS).open(hanging(), identity));
  }

  /** Its head is not remembered: it would have to be read, and gives nothing. */
  @Test
  void noPipeIsAwaitedForEver() throws Exception {
    begin();

    assertThrows(
        PipeOpener.StoppedException.class, () -> opener(true, LOOK_NS).open(hanging(), identity));
  }

  private void begin() throws Exception {
    NewSession wanted = new NewSession(FORMAT, "-", 100, List.of());
    Tape.openWriter(session, wanted, new SystemClock(), new Random(1)).close();
    var counters = PipeCounters.open(session).counters();
    counters.set(CaptureCounter.PIPE_ID, identity.id());
    counters.set(CaptureCounter.PIPE_BYTES, GIVEN_BYTES);
  }

  /** {@return one whose clock goes on by {@code lookNs} with each look} */
  private PipeOpener opener(boolean stopped, long lookNs) {
    CaptureSpec spec = new CaptureSpec("-", SourceKind.STDIN, FORMAT, 0, 1, false, 0, 1);
    CaptureContext context =
        new CaptureContext(null, 1, new LookingClock(lookNs), new Random(1), log, null);
    return new PipeOpener(spec, session, context, () -> stopped);
  }

  private InputStream hanging() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          never.await();
          return -1;
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    };
  }

  private static final class LookingClock implements Clock {
    private final long lookNs;
    private long nowNs;

    LookingClock(long lookNs) {
      this.lookNs = lookNs;
    }

    @Override
    public long monotonicNs() {
      nowNs += lookNs;
      return nowNs;
    }

    @Override
    public long epochNs() {
      return nowNs;
    }
  }
}
