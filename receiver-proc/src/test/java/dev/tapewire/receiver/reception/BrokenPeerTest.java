package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.fuzz.Input;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one peer sends ends its own connection at most. */
final class BrokenPeerTest {
  private final Scene scene = new Scene();

  static Stream<String> headers() {
    String rest =
        "\"incarnation\":\""
            + "ab".repeat(16)
            + "\",\"rate\":8000,\"channels\":1,"
            + "\"encoding\":\"s16le\",\"source\":\"\",\"host\":\"\",\"frame\":80,"
            + "\"first_sequence\":0,\"lost_samples\":0,";
    return Stream.of(
        "{\"session\":null,\"to\":[]}",
        "{\"session\":{},\"to\":[]}",
        "{\"session\":[],\"to\":[]}",
        "{\"to\":[null]}",
        "{\"to\":[" + "[".repeat(2000) + "]".repeat(2000) + "]}",
        "[".repeat(50_000),
        "{\"a\":".repeat(20_000),
        "{" + rest + "\"session\":\"talk\",\"started_ns\":1e9999999,\"to\":[]}",
        "{" + rest + "\"session\":\"talk\",\"started_ns\":\"x\",\"to\":[]}",
        "{" + rest + "\"session\":\"talk\",\"started_ns\":true,\"to\":[]}",
        "{" + rest + "\"session\":\"talk\",\"started_ns\":1,\"to\":{}}",
        "{" + rest + "\"session\":\"talk\",\"started_ns\":1,\"to\":[],\"continues\":null}",
        "{" + rest + "\"session\":\"talk\",\"started_ns\":1,\"to\":[],\"continues\":{}}",
        "null",
        "",
        "\u0000");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderOfAnyJsonEndsItsOwnConnectionAlone(String json) {
    scene.tape.addFrames(2);
    RecordingPeer other = otherPeer();
    RecordingPeer peer = scene.hello("a");

    scene.receptions.binary(peer, header(json), scene.now());

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
    assertEquals(0, scene.told(Receptions.NOT_FORESEEN));
    assertServed(other);
    scene.send(scene.hello("b"), 0, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "{\"type\":null}",
        "{\"type\":[]}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"hello\",\"session\":null}",
        "{\"type\":\"hello\",\"session\":\"x\",\"delivery\":\"first\",\"rate\":8000.5,"
            + "\"channels\":1,\"encoding\":\"s16le\",\"first\":0,\"first_position\":0}",
        "{\"type\":\"hello\",\"session\":\"x\",\"delivery\":\"first\",\"rate\":1e999999999,"
            + "\"channels\":1,\"encoding\":\"s16le\",\"first\":0,\"first_position\":0}",
        "{\"type\":\"hello\",\"session\":\"x\",\"delivery\":\"first\",\"rate\":\"8000\","
            + "\"channels\":1,\"encoding\":\"s16le\",\"first\":0,\"first_position\":0}",
        "{\"type\":\"hello\",\"session\":\"x\",\"delivery\":\"first\",\"rate\":8000,"
            + "\"channels\":[1],\"encoding\":\"s16le\",\"first\":0,\"first_position\":0}",
        "{\"type\":\"hello\",\"session\":\"x\",\"delivery\":\"first\",\"rate\":8000,"
            + "\"channels\":1,\"encoding\":{},\"first\":NaN,\"first_position\":-0.0}"
      })
  void aHelloOfAnyJsonEndsItsOwnConnectionAlone(String text) {
    RecordingPeer other = otherPeer();
    RecordingPeer peer = scene.connect("a");

    scene.receptions.text(peer, text, scene.now());

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
    assertEquals(0, scene.told(Receptions.NOT_FORESEEN));
    assertServed(other);
  }

  @Test
  void deepJsonIsNoMessage() {
    RecordingPeer peer = scene.connect("a");
    scene.receptions.text(peer, "[".repeat(4096), scene.now());
    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new IllegalStateException("planted"),
        new NullPointerException("planted"),
        new ArithmeticException("planted"),
        new StackOverflowError("planted"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatNobodyForesawEndsThatConnectionAndTheDeliveryGoesOn(Throwable fault) {
    scene.tape.addFrames(4);
    scene.tape.addEnd();
    RecordingPeer other = otherPeer();
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.sync();
    scene.shelf.fault = fault;

    scene.send(peer, 2, 3);

    assertEquals(CloseCode.BAD_MESSAGE, peer.closeCode);
    assertTrue(scene.told(Receptions.NOT_FORESEEN) > 0);
    scene.pass(1);
    RecordingPeer again = scene.hello("b");
    scene.send(again, 2, 6);
    scene.end(again);
    scene.finishCommits();
    assertArrayEquals(scene.tape.pcm(), scene.disk().durable);
    assertServed(other);
  }

  @Test
  void aFaultOfOurOwnDiskIsNotBlamedOnThePeer() {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.shelf.fault = new UncheckedIOException(new IOException("planted"));

    scene.send(peer, 2, 3);

    assertEquals(CloseCode.STORAGE, peer.closeCode);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatNobodyForesawInAStepEndsThatDeliveryAlone(Throwable fault) {
    scene.tape.addFrames(4);
    RecordingPeer peer = scene.hello("a");
    scene.send(peer, 0, 2);
    scene.shelf.fault = fault;

    scene.pass(ReceptionLimits.GROUP_NS);

    assertEquals(CloseCode.STORAGE, peer.closeCode);
    scene.pass(1);
    assertNotNull(scene.hello("b").newest(dev.tapewire.common.wire.Control.Welcome.class));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatNobodyForesawInPlainAudioEndsThatClientAlone(Throwable fault) {
    RecordingPeer other = otherPeer();
    RecordingPeer plain = new RecordingPeer("plain");
    scene.receptions.openedPlain(plain, scene.now());
    scene.shelf.fault = fault;

    scene.receptions.binary(plain, new byte[100], scene.now());

    assertEquals(CloseCode.STORAGE, plain.closeCode);
    assertServed(other);
  }

  private RecordingPeer otherPeer() {
    RecordingPeer other = scene.connect("other");
    scene.say(other, Scene.hello("other", "first", 0, 0));
    return other;
  }

  private void assertServed(RecordingPeer other) {
    assertEquals(0, other.closeCode);
    MemoryTape tape = new MemoryTape("other", 3);
    tape.addFrame();
    scene.receptions.binary(other, Scene.message(tape.records()), scene.now());
    scene.sync();
    assertNotNull(other.newest(dev.tapewire.common.wire.Control.Ack.class));
  }

  private static byte[] header(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(RecordLayout.HEADER_JSON_AT + body.length, RecordLayout.RECORD_BYTES_MAX);
    ByteBuffer record = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(RecordLayout.LENGTH_AT, length).put(RecordLayout.KIND_AT, (byte) 1);
    record.putShort(RecordLayout.BODY_AT, (short) 1);
    record.position(RecordLayout.HEADER_JSON_AT);
    record.put(Arrays.copyOf(body, length - RecordLayout.HEADER_JSON_AT));
    Input.repairRecord(record.array(), 0, length);
    return record.array();
  }
}
