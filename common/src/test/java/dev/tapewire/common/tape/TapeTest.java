package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.record.Anchor;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {
  @TempDir Path tapes;

  @Test
  void aLiveReaderSeesEachRecordOnceAppended() {
    TapeSession session = new TapeSession(tapes, 1);
    RecordView view = new RecordView();
    try (TapeWriter writer = session.openWriter();
        TapeReader reader = Tape.openReader(session.paths)) {
      assertTrue(reader.poll(view));
      assertEquals(writer.header(), view.header());
      assertFalse(reader.poll(view));
      for (int i = 0; i < 100; i++) {
        session.appendFrame(writer);
        assertTrue(reader.poll(view));
        assertEquals(i, view.frameSequence());
        assertEquals(i + 2, reader.endNumber());
        assertFalse(reader.poll(view));
      }
    }
  }

  @Test
  void goesOnAcrossFilesAndLives() throws Exception {
    TapeSession session = new TapeSession(tapes, 2);
    List<byte[]> first = session.record(16_000);
    List<byte[]> second = session.record(16_000);
    assertEquals(4, session.files().size());
    List<byte[]> read = TapeSession.pcm(session.readAll());
    assertEquals(32_000, read.size());
    for (int i = 0; i < 16_000; i++) {
      assertArrayEquals(first.get(i), read.get(i));
      assertArrayEquals(second.get(i), read.get(16_000 + i));
    }
    for (Path file : session.files()) {
      assertTrue(Files.size(file) < 32 << 20, file + " has " + Files.size(file));
    }
  }

  @Test
  void keepsTheTimelineThroughGapsAndRestarts() throws Exception {
    TapeSession session = new TapeSession(tapes, 3);
    Anchor anchor = new Anchor(1024, 5, 6);
    try (TapeWriter writer = session.openWriter()) {
      assertFalse(writer.resumed());
      session.appendFrame(writer);
      writer.gap(500, GapReason.OVERRUN);
      writer.anchor(anchor);
      writer.address("ws://b");
      writer.address("ws://b");
    }
    try (TapeWriter writer = session.openWriter()) {
      assertTrue(writer.resumed());
      assertEquals(anchor, writer.lastAnchor());
      assertEquals(1524, writer.position());
      assertEquals(1, writer.frames());
      assertEquals(500, writer.lostSamples());
      assertEquals(List.of("ws://a", "ws://b"), writer.header().to());
      writer.gap(7, GapReason.CAPTURE_RESTARTED);
      session.appendFrame(writer);
      assertEquals(2, writer.counters().get(CaptureCounter.FRAMES));
      writer.end();
    }
    SessionSummary summary = SessionSummary.read(session.paths);
    assertTrue(summary.ended());
    assertEquals(2, summary.gaps().size());
    assertEquals(507, summary.lostSamples());
    assertEquals(2 * 1024 + 507, summary.samples());
    assertEquals(List.of("ws://a", "ws://b"), summary.to());
    List<byte[]> records = session.readAll();
    RecordView view = new RecordView();
    for (int i = 0; i < records.size(); i++) {
      assertEquals(i, view.wrap(records.get(i), 0, records.get(i).length).number());
    }
    assertTrue(view.is(RecordKind.END));
    assertEquals(507, view.endLostSamples());
  }

  @Test
  void knowsWhichIncarnationWroteWhat() {
    TapeSession session = new TapeSession(tapes, 4);
    String first;
    String second;
    try (TapeWriter writer = session.openWriter()) {
      first = writer.header().incarnation();
      session.appendFrame(writer);
    }
    try (TapeWriter writer = session.openWriter()) {
      second = writer.header().incarnation();
      session.appendFrame(writer);
    }
    try (TapeReader reader = Tape.openReader(session.paths)) {
      assertEquals(new TapeReader.Span(0, 2, false), reader.span(first));
      assertEquals(new TapeReader.Span(2, 4, true), reader.span(second));
      assertNull(reader.span("f".repeat(32)));
      assertEquals(first, reader.incarnationAt(1));
      assertEquals(second, reader.incarnationAt(2));
      assertEquals(second, reader.incarnationAt(4));
      assertEquals(first, reader.header().incarnation());
    }
  }

  @Test
  void findsRecordsByPosition() {
    TapeSession session = new TapeSession(tapes, 5);
    session.record(3);
    session.record(2);
    try (TapeReader reader = Tape.openReader(session.paths)) {
      assertEquals(1, reader.numberAt(0));
      assertEquals(1, reader.numberAt(1023));
      assertEquals(2, reader.numberAt(1024));
      assertEquals(5, reader.numberAt(3 * 1024));
      assertEquals(7, reader.numberAt(5 * 1024));
    }
  }

  @Test
  void isAnOrdinaryChronicleQueue() {
    TapeSession session = new TapeSession(tapes, 6);
    session.record(50);
    session.record(16_000);
    session.record(50);
    List<byte[]> ours = session.readAll();
    try (SingleChronicleQueue queue =
            SingleChronicleQueueBuilder.binary(session.paths.directory())
                .rollCycle(RollCycles.FIVE_MINUTELY)
                .readOnly(true)
                .build();
        ExcerptTailer tailer = queue.createTailer()) {
      for (byte[] record : ours) {
        try (DocumentContext document = tailer.readingDocument()) {
          assertTrue(document.isPresent());
          assertArrayEquals(record, document.wire().bytes().toByteArray());
        }
      }
      try (DocumentContext document = tailer.readingDocument()) {
        assertFalse(document.isPresent());
      }
    }
  }
}
