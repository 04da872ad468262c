package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.record.RecordView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guards that Chronicle does not bring; each test fails without its guard. */
class TapeGuardTest {
  private static final long DAY_NS = 86_400_000_000_000L;

  @TempDir Path tapes;

  @Test
  void nothingIsLostOrDoubledWhenTheWriterIsKilledInAnyFrame() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills of the writer, seed " + seed);
    Random random = new Random(seed);
    TapeSession session = new TapeSession(tapes, seed);
    long before = 0;
    for (int kill = 0; kill < 5; kill++) {
      Process process = WriterProcess.start(session, WriterProcess.FLAT_OUT);
      WriterProcess.await(process, "writing");
      Thread.sleep(random.nextInt(150));
      WriterProcess.kill(process);
      long frames = assertWhole(session);
      assertTrue(frames > before, "kill " + kill + " seed " + seed);
      before = frames;
    }
    System.out.println("5 kills, " + before + " frames, all there, none twice");
  }

  @Test
  void aHalfWrittenDocumentIsVoidForReadersAndTheNextWriter() throws Exception {
    TapeSession session = new TapeSession(tapes, 1);
    Process process = WriterProcess.start(session, WriterProcess.HALF_DOCUMENT);
    WriterProcess.await(process, "writing");
    WriterProcess.await(process, "half");
    WriterProcess.kill(process);
    assertEquals(100, assertWhole(session));
    try (TapeWriter writer = session.openWriter()) {
      assertEquals(100, writer.frames());
      writer.frame(WriterProcess.pcm(100), 0, TapeSession.FRAME_SAMPLES, 1);
    }
    assertEquals(101, assertWhole(session));
  }

  @Test
  void aKillAnywhereInTheFirstOpenLeavesASessionThatOpens() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills in the first open, seed " + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < 5; kill++) {
      TapeSession session = new TapeSession(tapes.resolve("open" + kill), seed);
      Process process = WriterProcess.start(session, WriterProcess.IDLE);
      while (!Files.exists(session.paths.captureLock())) {
        assertTrue(process.isAlive());
        Thread.onSpinWait();
      }
      Thread.sleep(random.nextInt(150));
      WriterProcess.kill(process);
      session.record(3);
      assertTrue(session.readAll().size() >= 4, "kill " + kill + " seed " + seed);
    }
  }

  @Test
  void halfMadeMetadataIsMadeAnew() throws IOException {
    int state = 0;
    for (byte[] left : List.of(word(1 << 31, 65_536), word(0, 65_536), new byte[2], new byte[0])) {
      TapeSession session = new TapeSession(tapes.resolve("metadata" + state++), 2);
      Files.createDirectories(session.paths.directory());
      Files.write(session.paths.directory().resolve("metadata.cq4t"), left);
      session.record(3);
      assertEquals(4, session.readAll().size());
    }
  }

  @Test
  void aKillInARollLeavesATapeThatReadsAndGoesOn() throws IOException {
    TapeSession whole = new TapeSession(tapes.resolve("whole"), 3);
    whole.record(1);
    byte[] begun = Files.readAllBytes(whole.lastFile());
    int headers = 4 + (ByteBuffer.wrap(begun).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFF);
    byte[] noRecord = new byte[512 * 1024];
    System.arraycopy(begun, 0, noRecord, 0, headers);
    int state = 0;
    for (byte[] left :
        List.of(new byte[0], new byte[3], word(0, 512 * 1024), word(1 << 31, 1 << 20), noRecord)) {
      TapeSession session = new TapeSession(tapes.resolve("roll" + state++), 3);
      List<byte[]> frames = new ArrayList<>(session.record(5));
      int next = CycleName.parse(session.lastFile().getFileName().toString()) + 1;
      Files.write(session.paths.directory().resolve(CycleName.of(next)), left);
      try (TapeReader reader = Tape.openReader(session.paths)) {
        assertEquals(6, TapeSession.readOn(reader).size());
        frames.addAll(session.record(5));
        assertEquals(6, TapeSession.readOn(reader).size(), "the reader goes on, state " + state);
        assertEquals(2, session.files().size(), "what is no tape file is not named like one");
      }
      List<byte[]> read = TapeSession.pcm(session.readAll());
      assertEquals(frames.size(), read.size());
      for (int i = 0; i < read.size(); i++) {
        assertArrayEquals(frames.get(i), read.get(i));
      }
    }
  }

  @Test
  void aLockLeftUnderAProcessIdThatLivesAgainIsNoLock() {
    TapeSession session = new TapeSession(tapes, 4);
    session.record(5);
    try (SingleChronicleQueue queue =
        SingleChronicleQueueBuilder.binary(session.paths.directory())
            .rollCycle(RollCycles.FIVE_MINUTELY)
            .build()) {
      // What a writer in mid-document holds; the process it names lives, for it is this one.
      queue
          .metaStore()
          .doWithExclusiveLock(
              table -> {
                long pid = ProcessHandle.current().pid();
                table.acquireValueFor("chronicle.write.lock").setVolatileValue(pid);
                return null;
              });
    }
    session.record(5);
    assertEquals(12, session.readAll().size());
  }

  @Test
  void aWriterThatIsAlwaysProcessOneComesBack() throws Exception {
    TapeSession session = new TapeSession(tapes, 5);
    String[] unshare = {"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"};
    assumeTrue(
        works("unshare", "--pid", "--fork", "--mount-proc", "true"),
        "no right to make a pid namespace");
    for (int life = 1; life <= 2; life++) {
      Process process = WriterProcess.start(session, WriterProcess.HALF_DOCUMENT, unshare);
      WriterProcess.await(process, "writing");
      WriterProcess.await(process, "half");
      WriterProcess.kill(process);
      assertEquals(100 * life, assertWhole(session));
    }
  }

  @Test
  void anExceptionInTheMiddleOfADocumentLeavesNothing() throws IOException {
    TapeSession session = new TapeSession(tapes, 8);
    List<byte[]> frames = session.record(3);
    int cycle = CycleName.parse(session.lastFile().getFileName().toString()) + 1;
    byte[] record = session.readAll().get(0);
    ChronicleAppender appender = new ChronicleAppender(session.paths.directory(), cycle - 1, cycle);
    assertThrows(RuntimeException.class, () -> appender.begin(cycle, record, record.length + 1));
    appender.close();
    try (TapeFile file = new TapeFile(session.lastFile())) {
      assertEquals(TapeFile.Step.NOTHING, file.peek());
    }
    assertEquals(frames.size(), TapeSession.pcm(session.readAll()).size());
  }

  @Test
  void theClockMayStepBackAtAnyTime() throws IOException {
    TapeSession session = new TapeSession(tapes, 6);
    List<byte[]> frames = new ArrayList<>();
    try (TapeWriter writer = session.openWriter()) {
      for (int i = 0; i < 33_000; i++) {
        if (i == 4_000 || i == 20_000) {
          session.clock.stepEpochNs(-DAY_NS);
        }
        frames.add(session.appendFrame(writer));
      }
    }
    session.clock.stepEpochNs(-30 * DAY_NS);
    frames.addAll(session.record(100));
    List<byte[]> read = TapeSession.pcm(session.readAll());
    assertEquals(frames.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertArrayEquals(frames.get(i), read.get(i));
    }
  }

  @Test
  void aSecondCaptureOnASessionIsToldWhoHasIt() throws Exception {
    TapeSession session = new TapeSession(tapes, 7);
    Process process = WriterProcess.start(session, WriterProcess.IDLE);
    WriterProcess.await(process, "writing");
    TapewireException e = assertThrows(TapewireException.class, session::openWriter);
    assertTrue(e.getMessage().contains("being recorded by process " + process.pid()));
    WriterProcess.kill(process);
    session.record(1);
    try (TapeWriter writer = session.openWriter()) {
      assertFalse(writer.header().incarnation().isEmpty());
      assertThrows(TapewireException.class, session::openWriter);
    }
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] word(int first, int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(0, first).array();
  }

  /** Every record in order, every frame what its sequence says. */
  private static long assertWhole(TapeSession session) {
    RecordView view = new RecordView();
    long number = 0;
    long frames = 0;
    for (byte[] record : session.readAll()) {
      assertEquals(number++, view.wrap(record, 0, record.length).number());
      if (view.is(dev.tapewire.common.record.RecordKind.FRAME)) {
        assertEquals(frames, view.frameSequence());
        assertArrayEquals(WriterProcess.pcm(frames), TapeSession.pcm(List.of(record)).get(0));
        frames++;
      }
    }
    return frames;
  }
}
