package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.FrameStamp;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.SessionHeader;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalTest {
  private final Scene scene = new Scene();
  private final RecordEncoder encoder = new RecordEncoder();

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void refusesARecordOutOfOrder(long number) {
    scene.tape.addFrames(3);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 1);
    scene.send(peer, number, number + 1);

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void acknowledgesNothingToTheNextSenderForWhatItRefused() {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 3);
    scene.sync();
    scene.send(peer, 4, 5);
    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
    RecordingPeer next = scene.hello("b");
    assertEquals(3, next.newest(Control.Welcome.class).next());

    scene.sync();

    assertNull(next.newest(Control.Ack.class));
  }

  @Test
  void refusesADamagedRecord() {
    byte[] frame = scene.tape.addFrame();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 1);
    frame[60] ^= 1;
    scene.receptions.binary(peer, frame, scene.now());

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void refusesATornRecordButKeepsThoseBefore() {
    scene.tape.addFrames(2);
    byte[] message = Scene.message(scene.tape.records());
    RecordingPeer peer = scene.hello("a");
    scene.receptions.binary(peer, Arrays.copyOf(message, message.length - 1), scene.now());
    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);

    scene.finishCommits();

    assertEquals(2, scene.hello("b").newest(Control.Welcome.class).next());
  }

  @Test
  void refusesAFrameAtAnotherPosition() {
    refuses(frame(1, 80, 0, 160), CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesAFrameOfAnotherSequence() {
    refuses(frame(1, 0, 1, 160), CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesAFrameWhoseBytesAreNotItsSamples() {
    int length = encoder.frame(new FrameStamp(1, 0, 0, 0), 80, new byte[159], 0, 159);
    refuses(Arrays.copyOf(encoder.bytes(), length), CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesAFrameThatIsSealed() {
    byte[] sealed = frame(1, 0, 0, 200);
    sealed[RecordLayout.FLAGS_AT] = RecordLayout.FLAG_SEALED;
    ByteBuffer.wrap(sealed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(RecordLayout.FRAME_SAMPLES_AT, (200 - RecordLayout.SEAL_BYTES) / 2);
    repair(sealed);
    refuses(sealed, CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesAudioBeforeAnyHeader() {
    RecordingPeer peer = scene.hello("a");
    scene.receptions.binary(peer, frame(0, 0, 0, 160), scene.now());

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void refusesAHeaderOfAnotherFormat() {
    PcmFormat stereo = new PcmFormat(8000, 2, Encoding.S16LE);
    refuses(header(Scene.SESSION, stereo), CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesAHeaderOfAnotherSession() {
    refuses(header("other", MemoryTape.FORMAT), CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesAKindThatItMayNotPassOver() {
    refuses(kind(14, 0), CloseCode.BAD_MESSAGE);
  }

  @Test
  void passesOverAKindThatItMay() {
    RecordingPeer peer = scene.hello("a");
    scene.tape.addRecord(kind(14, RecordLayout.FLAG_SKIPPABLE));
    scene.tape.addEnd();
    scene.send(peer, 0, 3);
    scene.end(peer);
    scene.finishCommits();

    assertNotNull(peer.newest(Control.Complete.class));
  }

  @Test
  void refusesAnEndThatCountsOtherwise() {
    int length = encoder.end(1, 0, 1, 0);
    refuses(Arrays.copyOf(encoder.bytes(), length), CloseCode.BAD_MESSAGE);
  }

  @Test
  void refusesARecordAfterTheEnd() {
    scene.tape.addEnd();
    scene.tape.addFrame();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 3);

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @ParameterizedTest
  @ValueSource(longs = {7L * 86_400 * 8000 + 1, Long.MAX_VALUE})
  void refusesMoreSilenceThanItStores(long samples) {
    int length = encoder.gap(1, 0, samples, GapReason.MACHINE_ASLEEP);
    refuses(Arrays.copyOf(encoder.bytes(), length), CloseCode.TOO_LARGE);
  }

  @Test
  void storesAGapAsSilenceAndTellsOfIt() {
    scene.tape.addFrame();
    scene.tape.addGap(50, GapReason.OVERRUN);
    scene.tape.addFrame();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 4);
    scene.sync();
    scene.pass(ReceptionLimits.SUMMARY_NS);

    byte[] stored = scene.disk().durable;
    assertEquals((80 + 50 + 80) * 2, stored.length);
    assertEquals(ByteBuffer.allocate(100), ByteBuffer.wrap(Arrays.copyOfRange(stored, 160, 260)));
    String summary = scene.disk().summary.replaceAll("\\s", "");
    assertTrue(
        summary.contains("\"gaps\":[{\"at_samples\":80,\"samples\":50,\"reason\":\"overrun\"}]"),
        summary);
    assertTrue(summary.contains("\"lost_samples\":50"), summary);
  }

  @Test
  void refusesRecordsBeforeHello() {
    RecordingPeer peer = scene.connect("a");
    scene.send(peer, 0, 1);

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void refusesASecondHello() {
    RecordingPeer peer = scene.hello("a");
    scene.say(peer, Scene.hello(Scene.SESSION, "again", 0, 0));

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void sendsAwayWhoDoesNotSayHello() {
    RecordingPeer silent = scene.connect("a");
    scene.pass(ReceptionLimits.HELLO_NS - 1);
    assertEquals(0, silent.closeCode);
    scene.pass(1);

    assertEquals(CloseCode.BAD_MESSAGE, silent.closeCode);
  }

  @ParameterizedTest
  @CsvSource({
    "../../x,first,8000,1,s16le",
    ".x,first,8000,1,s16le",
    "x,../y,8000,1,s16le",
    "x,'',8000,1,s16le",
    "x,first,0,1,s16le",
    "x,first,8000,65,s16le",
    "x,first,8000,1,mp3"
  })
  void refusesAHelloOutOfRange(
      String session, String delivery, int rate, int channels, String encoding) {
    RecordingPeer peer = scene.connect("a");
    scene.say(peer, new Control.Hello(session, delivery, rate, channels, encoding, 0, 0));

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
    assertTrue(scene.shelf.disks.isEmpty());
  }

  @Test
  void letsOneHostBeginOnlySoManySessionsAMinute() {
    for (int i = 0; i < ReceptionLimits.NEW_TRACKS_A_MINUTE_MAX; i++) {
      assertEquals(0, begin("192.0.2.1:" + i, "s" + i).closeCode);
    }
    assertEquals(CloseCode.BUSY, begin("192.0.2.1:9", "more").closeCode);
    assertEquals(0, begin("192.0.2.2:9", "more").closeCode);
    scene.pass(java.util.concurrent.TimeUnit.MINUTES.toNanos(1));

    assertEquals(0, begin("192.0.2.1:10", "yet-more").closeCode);
  }

  private RecordingPeer begin(String from, String session) {
    RecordingPeer peer = scene.connect(from);
    scene.say(peer, Scene.hello(session, "first", 0, 0));
    return peer;
  }

  @Test
  void refusesTextThatIsLongerThanAControlMessage() {
    RecordingPeer peer = scene.connect("a");
    scene.receptions.text(peer, " ".repeat(4096), scene.now());
    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
    RecordingPeer longer = scene.connect("b");
    scene.receptions.text(longer, " ".repeat(4097), scene.now());
    assertEquals(CloseCode.TOO_LARGE, longer.closeCode);
  }

  @Test
  void refusesTheSameDeliveryInAnotherFormat() {
    scene.hello("a");
    RecordingPeer peer = scene.connect("b");
    scene.say(peer, new Control.Hello(Scene.SESSION, "first", 44_100, 1, "s16le", 0, 0));

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  @Test
  void endsOnlyTheSessionThatCantBeStored() {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    RecordingPeer other = scene.connect("other");
    scene.say(other, Scene.hello("other", "first", 0, 0));
    scene.send(peer, 0, 2);
    scene.sync();
    scene.shelf.full = true;
    scene.send(peer, 2, 4);
    assertEquals(CloseCode.STORAGE, peer.closeCode);
    assertEquals(0, other.closeCode);

    scene.shelf.full = false;
    scene.pass(1);
    RecordingPeer again = scene.hello("b");

    assertEquals(2, again.newest(Control.Welcome.class).next());
    scene.send(again, 2, 5);
    scene.sync();
    assertEquals(new Control.Ack(5), again.newest(Control.Ack.class));
  }

  @Test
  void endsTheSessionWhoseSyncFails() {
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 1);
    scene.pass(ReceptionLimits.GROUP_NS);
    MemoryShelf.Pending lost = scene.shelf.pending.remove();
    scene.receptions.committed(
        lost.track(), lost.commit(), new java.io.IOException("I/O error"), scene.now());
    scene.pass(1);

    assertEquals(CloseCode.STORAGE, peer.closeCode);
    assertEquals(0, peer.count(Control.Ack.class));
    assertEquals(0, scene.hello("b").newest(Control.Welcome.class).next());
  }

  private void refuses(byte[] second, int code) {
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 1);
    scene.receptions.binary(peer, second, scene.now());

    assertEquals(code, peer.closeCode);
    scene.finishCommits();
    assertEquals(1, scene.hello("b").newest(Control.Welcome.class).next());
  }

  private byte[] frame(long number, long position, long sequence, int bytes) {
    FrameStamp stamp = new FrameStamp(number, position, sequence, 0);
    int length = encoder.frame(stamp, bytes / 2, new byte[bytes], 0, bytes);
    return Arrays.copyOf(encoder.bytes(), length);
  }

  private byte[] header(String session, PcmFormat format) {
    SessionHeader original = scene.tape.openReader().header();
    SessionHeader other =
        new SessionHeader(
            session,
            original.incarnation(),
            format,
            original.source(),
            original.host(),
            original.startedEpochNs(),
            original.frameSamples(),
            0,
            List.of());
    int length = encoder.header(1, 0, other);
    return Arrays.copyOf(encoder.bytes(), length);
  }

  private byte[] kind(int kind, int flags) {
    int length = encoder.address(1, 0, "somewhere");
    byte[] record = Arrays.copyOf(encoder.bytes(), length);
    record[RecordLayout.KIND_AT] = (byte) kind;
    record[RecordLayout.FLAGS_AT] = (byte) flags;
    repair(record);
    return record;
  }

  private static void repair(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, RecordLayout.LENGTH_AT, record.length - RecordLayout.LENGTH_AT);
    ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putInt(0, (int) crc.getValue());
  }
}
