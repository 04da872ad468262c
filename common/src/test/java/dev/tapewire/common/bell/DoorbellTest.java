package dev.tapewire.common.bell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.DirectoryLock;
import dev.tapewire.common.session.SessionPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rings between a ringer and a doorbell of this very process. */
@Timeout(30)
class DoorbellTest {
  /** Longer than the test may take: who waits so long was not woken. */
  private static final long FOR_EVER_NS = TimeUnit.MINUTES.toNanos(5);

  private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(20);

  @TempDir Path tapes;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), true);
  private SessionPaths session;
  private Ringer ringer;

  @BeforeEach
  void record() throws IOException {
    session = SessionPaths.of(tapes, "s");
    Files.createDirectories(session.destination("raw"));
    Files.createDirectories(tapes.resolve(".tapewire"));
    ringer = new Ringer(session);
  }

  @AfterEach
  void stop() {
    ringer.close();
  }

  private static void waitUntil(Doorbell bell, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      bell.await(SHORT_NS);
    }
  }

  private Path file() {
    return Doorbell.of(tapes, Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void whoDeliversASessionIsRung() {
    try (DirectoryLock lock = DirectoryLock.tryAcquire(session.sendLock("raw"));
        Doorbell bell = Doorbell.open(tapes, log)) {
      assertTrue(Files.exists(file()), lock + said.toString(StandardCharsets.UTF_8));
      assertFalse(bell.isRungFor("s"));
      ringer.look();
      waitUntil(bell, () -> bell.isRungFor("s"));
      assertFalse(bell.isRungFor("another"));
      for (int i = 0; i < 10; i++) {
        ringer.ring();
        bell.await(FOR_EVER_NS);
      }
    }
    assertFalse(Files.exists(file()));
  }

  @Test
  void tellsForWhomItRang() {
    try (DirectoryLock lock = DirectoryLock.tryAcquire(session.sendLock("raw"));
        Doorbell bell = Doorbell.open(tapes, log)) {
      ringer.look();
      waitUntil(bell, () -> bell.rangFor("s"));
      bell.forget();
      assertFalse(bell.rangFor("s"), lock::toString);
      bell.look();
      assertFalse(bell.rangFor("s"));
      ringer.ring();
      bell.look();
      assertTrue(bell.rangFor("s"));
      assertFalse(bell.rangFor("another"));
      bell.forget();
      ringer.close();
      waitUntil(bell, () -> bell.rangFor("s")); // It went, and may have left something.
    }
  }

  @Test
  void nobodyIsRungWhoDeliversNothing() {
    try (Doorbell bell = Doorbell.open(tapes, log)) {
      ringer.look();
      ringer.ring();
      bell.await(SHORT_NS);
      assertFalse(bell.isRungFor("s"));
    }
  }

  @Test
  void whoIsGoneIsForgottenAndFoundAgain() {
    try (DirectoryLock lock = DirectoryLock.tryAcquire(session.sendLock("raw"))) {
      try (Doorbell bell = Doorbell.open(tapes, log)) {
        ringer.look();
        waitUntil(bell, () -> bell.isRungFor("s"));
      }
      ringer.ring();
      ringer.ring();
      try (Doorbell bell = Doorbell.open(tapes, log)) {
        ringer.look();
        waitUntil(bell, () -> bell.isRungFor("s"));
      }
      assertTrue(lock != null);
    }
  }

  @Test
  void whoRingsNoMoreIsNotCountedOn() {
    try (DirectoryLock lock = DirectoryLock.tryAcquire(session.sendLock("raw"));
        Doorbell bell = Doorbell.open(tapes, log)) {
      ringer.look();
      waitUntil(bell, () -> bell.isRungFor("s"));
      ringer.close();
      waitUntil(bell, () -> !bell.isRungFor("s"));
      assertTrue(lock != null);
    }
  }

  @Test
  void ringingNeverWaitsForOneThatDoesNotListen() {
    try (DirectoryLock lock = DirectoryLock.tryAcquire(session.sendLock("raw"));
        Doorbell bell = Doorbell.open(tapes, log)) {
      ringer.look();
      for (int i = 0; i < 1_000_000; i++) {
        ringer.ring(); // More than any socket holds.
      }
      waitUntil(bell, () -> bell.isRungFor("s"));
      assertTrue(lock != null);
    }
  }

  @Test
  void anotherThreadEndsTheWait() {
    try (Doorbell bell = Doorbell.unwired()) {
      bell.wakeUp();
      bell.await(FOR_EVER_NS);
      Thread other = new Thread(bell::wakeUp);
      other.start();
      bell.await(FOR_EVER_NS);
    }
  }

  @Test
  void whoSpeaksNonsenseIsHungUpOn() throws Exception {
    try (Doorbell bell = Doorbell.open(tapes, log);
        SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      stranger.connect(UnixDomainSocketAddress.of(file()));
      ByteBuffer longName = ByteBuffer.wrap("x".repeat(1000).getBytes(StandardCharsets.US_ASCII));
      stranger.write(longName);
      stranger.configureBlocking(false);
      waitUntil(bell, () -> hungUp(stranger));
    }
  }

  private static boolean hungUp(SocketChannel stranger) {
    try {
      stranger.write(ByteBuffer.wrap(new byte[1]));
      return stranger.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException broken) {
      return true;
    }
  }

  @Test
  void underTooLongAPathTapesArePolled() throws Exception {
    Path deep = tapes.resolve("d".repeat(100)).resolve("e".repeat(100));
    Files.createDirectories(deep.resolve(".tapewire"));
    try (Doorbell bell = Doorbell.open(deep, log)) {
      bell.await(SHORT_NS);
      String told = said.toString(StandardCharsets.UTF_8);
      assertTrue(told.contains("tapes are polled"), told);
      assertEquals(1, told.lines().count());
    }
  }
}
