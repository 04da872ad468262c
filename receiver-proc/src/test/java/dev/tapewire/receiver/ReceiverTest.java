package dev.tapewire.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver over real sockets and files. */
@Timeout(60)
final class ReceiverTest {
  @TempDir private Path out;
  private final MemoryTape tape = new MemoryTape("talk", 3);

  @Test
  void storesADeliveryWholeAndConfirmsIt() throws Exception {
    tape.addFrames(200);
    tape.addEnd();
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = Client.hello(receiver.port(), "talk")) {
      assertEquals(0, client.next(Control.Welcome.class).next());
      client.send(message(tape.records()));
      client.say(new Control.End(tape.endNumber(), digest(tape.records())));

      assertEquals(digest(tape.records()), client.await(Control.Complete.class).digest());

      assertArrayEquals(tape.pcm(), samples("talk.wav"));
      JsonObject summary =
          JsonParser.parseString(Files.readString(out.resolve("talk.json"))).getAsJsonObject();
      assertTrue(summary.get("complete").getAsBoolean());
      assertEquals(200 * MemoryTape.FRAME_SAMPLES, summary.get("samples").getAsLong());
    }
  }

  @Test
  void goesOnAfterTheReceiverWasStopped() throws Exception {
    tape.addFrames(50);
    tape.addEnd();
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = Client.hello(receiver.port(), "talk")) {
      client.next(Control.Welcome.class);
      client.send(message(tape.records().subList(0, 20)));
      client.await(Control.Ack.class);
    }
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = Client.hello(receiver.port(), "talk")) {
      Control.Welcome welcome = client.next(Control.Welcome.class);
      assertEquals(20, welcome.next());
      assertEquals(digest(tape.records().subList(0, 20)), welcome.digest());
      client.send(message(tape.records().subList(20, 52)));
      client.say(new Control.End(tape.endNumber(), digest(tape.records())));
      client.await(Control.Complete.class);
    }

    assertArrayEquals(tape.pcm(), samples("talk.wav"));
  }

  @Test
  void storesAPlainClientsAudio() throws Exception {
    byte[] pcm = new byte[10_001];
    new java.util.Random(5).nextBytes(pcm);
    try (RunningReceiver receiver = new RunningReceiver(out, null, false)) {
      try (Client client = new Client(receiver.port(), Map.of())) {
        client.text("here I am");
        client.send(java.util.Arrays.copyOfRange(pcm, 0, 333));
        client.send(java.util.Arrays.copyOfRange(pcm, 333, pcm.length));
        client.close(1000);
        assertEquals("close 1000", client.await(String.class));
      }
    }

    String wav =
        names()
            .filter(name -> name.matches("plain-\\d{8}T\\d{6}Z-1\\.wav"))
            .findFirst()
            .orElseThrow();
    assertArrayEquals(java.util.Arrays.copyOf(pcm, 10_000), samples(wav));
    String summary = Files.readString(out.resolve(wav.replace(".wav", ".json")));
    assertTrue(summary.contains("\"complete\": true"), summary);
    assertTrue(summary.contains("\"digest\": null"), summary);
  }

  @Test
  void refusesWebPages() throws Exception {
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = new Client(receiver.port(), Map.of("Origin", "http://example.org"))) {
      assertEquals("http 403", client.next(String.class));
    }
  }

  @Test
  void letsWebPagesInWhereThatIsWanted() throws Exception {
    Map<String, String> headers =
        Map.of("Origin", "http://example.org", "Sec-WebSocket-Protocol", Control.SUBPROTOCOL);
    try (RunningReceiver receiver = new RunningReceiver(out, null, true);
        Client client = new Client(receiver.port(), headers)) {
      client.next(Control.Greeting.class);
    }
  }

  @Test
  void refusesAWrongKeyAndNoKey() throws Exception {
    try (RunningReceiver receiver = new RunningReceiver(out, "sesame", false);
        Client without = new Client(receiver.port(), Map.of());
        Client wrong = new Client(receiver.port(), Map.of("Authorization", "Bearer sesam"))) {
      assertEquals("http 401", without.next(String.class));
      assertEquals("http 403", wrong.next(String.class));
    }
  }

  @Test
  void takesTheRightKey() throws Exception {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer sesame", "Sec-WebSocket-Protocol", Control.SUBPROTOCOL);
    try (RunningReceiver receiver = new RunningReceiver(out, "sesame", false);
        Client client = new Client(receiver.port(), headers)) {
      client.next(Control.Greeting.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", ".hidden", "a/b", "", "x\\u0000y"})
  void refusesASessionNameThatIsNone(String session) throws Exception {
    try (RunningReceiver receiver = new RunningReceiver(out.resolve("deep/er"), null, false);
        Client client = Client.hello(receiver.port(), session)) {
      assertEquals("close " + CloseCode.BAD_MESSAGE, client.next(String.class));
    }
    assertEquals(List.of("deep"), names().toList());
  }

  @Test
  void refusesAMessageOverTheLimit() throws Exception {
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = Client.hello(receiver.port(), "talk")) {
      client.next(Control.Welcome.class);
      client.send(new byte[(1 << 20) + 1]);
      assertEquals("close " + CloseCode.TOO_LARGE, client.next(String.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"type\":\"hello\"}", "{\"type\":\"ack\",\"next\":1}"})
  void refusesTextThatIsNoMessageOfASender(String text) throws Exception {
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = Client.sender(receiver.port())) {
      client.next(Control.Greeting.class);
      client.text(text);
      assertEquals("close " + CloseCode.BAD_MESSAGE, client.next(String.class));
    }
  }

  @Test
  void passesOverMessagesOfALaterVersion() throws Exception {
    try (RunningReceiver receiver = new RunningReceiver(out, null, false);
        Client client = Client.hello(receiver.port(), "talk")) {
      client.next(Control.Welcome.class);
      client.text("{\"type\":\"weather\",\"sky\":\"blue\"}");
      client.send(message(tape.records()));
      assertEquals(1, client.next(Control.Ack.class).next());
    }
  }

  @Test
  void keepsTwoReceiversOffOneSession() throws Exception {
    try (RunningReceiver one = new RunningReceiver(out, null, false);
        RunningReceiver other = new RunningReceiver(out, null, false);
        Client first = Client.hello(one.port(), "talk");
        Client elsewhere = Client.hello(other.port(), "walk")) {
      first.next(Control.Welcome.class);
      elsewhere.next(Control.Welcome.class);
      try (Client second = Client.hello(other.port(), "talk")) {
        assertEquals("close " + CloseCode.BUSY, second.next(String.class));
      }
    }
  }

  @Test
  void tellsThoseConnectedThatItStops() throws Exception {
    RunningReceiver receiver = new RunningReceiver(out, null, false);
    try (Client client = Client.hello(receiver.port(), "talk")) {
      client.next(Control.Welcome.class);
      client.send(message(tape.records()));
      receiver.close();
      assertEquals("close " + CloseCode.GOING_AWAY, client.await(String.class));
    }
    assertFalse(receiver.log().contains("Exception"), receiver.log());
  }

  private byte[] samples(String wav) throws IOException, UnsupportedAudioFileException {
    try (var in = AudioSystem.getAudioInputStream(out.resolve(wav).toFile())) {
      assertEquals(8000, (int) in.getFormat().getSampleRate());
      return in.readAllBytes();
    }
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  private static byte[] message(List<byte[]> records) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    records.forEach(message::writeBytes);
    return message.toByteArray();
  }

  private static String digest(List<byte[]> records) {
    RecordDigest digest = new RecordDigest();
    records.forEach(record -> digest.update(record, 0, record.length));
    return digest.hex();
  }
}
