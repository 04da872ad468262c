package dev.tapewire.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.secret.SelfSigned;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.wire.Control;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own. */
@Timeout(120)
final class ReceiverProcessTest {
  private static final int KILLS = 5;
  private static final int RECORDS_A_MESSAGE = 5;

  @TempDir private Path directory;

  @Test
  void losesNothingHoweverOftenItIsKilled() throws Exception {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    MemoryTape tape = new MemoryTape("talk", 1);
    tape.addFrames(3000);
    tape.addEnd();

    int acknowledged = 0;
    for (int i = 0; i < KILLS; i++) {
      try (ReceiverProcess receiver = start();
          Client client = Client.hello(receiver.port(), "talk")) {
        long from = client.next(Control.Welcome.class).next();
        assertTrue(from >= acknowledged, from + " is below what was acknowledged");
        send(client, tape, from, 400 * (i + 1) + random.nextInt(200));
        acknowledged = Math.toIntExact(client.await(Control.Ack.class).next());
        receiver.kill();
      }
    }

    String digest = digest(tape.records());
    try (ReceiverProcess receiver = start();
        Client client = Client.hello(receiver.port(), "talk")) {
      send(client, tape, client.next(Control.Welcome.class).next(), tape.endNumber());
      client.say(new Control.End(tape.endNumber(), digest));
      assertEquals(digest, client.await(Control.Complete.class).digest());
    }
    try (var in = AudioSystem.getAudioInputStream(out().resolve("talk.wav").toFile())) {
      assertArrayEquals(tape.pcm(), in.readAllBytes());
    }
  }

  @Test
  void endsWellWhenItIsAskedToStop() throws Exception {
    MemoryTape tape = new MemoryTape("talk", 1);
    tape.addFrames(10);
    try (ReceiverProcess receiver = start();
        Client client = Client.hello(receiver.port(), "talk")) {
      client.next(Control.Welcome.class);
      send(client, tape, 0, 11);
      client.await(Control.Ack.class);
      receiver.terminate();

      assertEquals("close 1001", client.await(String.class));
      assertEquals(0, receiver.exitCode());
      assertEquals("", receiver.errors());
    }
  }

  @Test
  void stopsWhenItsSupervisorIsGone() throws Exception {
    List<String> arguments = arguments("127.0.0.1:0");
    arguments.addAll(List.of("--supervised-by", "1"));
    try (ReceiverProcess receiver = new ReceiverProcess(errors(), arguments)) {
      receiver.port();
      assertEquals(0, receiver.exitCode());
    }
  }

  @Test
  void saysInOneLineThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      String line = failure(arguments(listen), 1);
      assertTrue(line.startsWith("tapewire: can't listen on " + listen + ": "), line);
    }
  }

  @Test
  void wantsAKeyWhereOthersCanConnect() throws Exception {
    String line = failure(arguments("0.0.0.0:0"), 2);
    assertTrue(line.contains("give a key by --key-env or --key-file"), line);
  }

  @Test
  void listensWithTlsWhereItHasACertificate() throws Exception {
    SelfSigned own = SelfSigned.make(directory, "own", "EC");
    List<String> arguments = arguments("127.0.0.1:0");
    arguments.addAll(List.of("--tls-cert", own.certificate().toString()));
    arguments.addAll(List.of("--tls-key", own.key().toString()));
    try (ReceiverProcess receiver = new ReceiverProcess(errors(), arguments)) {
      String line = receiver.firstLine();
      assertTrue(line.matches("listening wss://127\\.0\\.0\\.1:\\d+"), line);
    }
  }

  @Test
  void wantsTheCertificateAndItsKey() throws Exception {
    List<String> arguments = arguments("127.0.0.1:0");
    arguments.addAll(List.of("--tls-cert", "cert.pem"));
    String line = failure(arguments, 2);
    assertTrue(line.contains("TLS needs both --tls-cert and --tls-key"), line);
  }

  @Test
  void warnsWhereAnyoneMayConnect() throws Exception {
    List<String> arguments = arguments("0.0.0.0:0");
    arguments.add("--open");
    try (ReceiverProcess receiver = new ReceiverProcess(errors(), arguments)) {
      receiver.firstLine();
      assertTrue(receiver.errors().contains("Z warning: --open: anyone"), receiver.errors());
    }
  }

  @Test
  void namesAnOutputThatIsAFile() throws Exception {
    Files.writeString(out(), "a file");
    String line = failure(arguments("127.0.0.1:0"), 1);
    assertTrue(line.contains(out().toString()), line);
  }

  private String failure(List<String> arguments, int exitCode) throws Exception {
    try (ReceiverProcess receiver = new ReceiverProcess(errors(), arguments)) {
      assertEquals(exitCode, receiver.exitCode());
      assertEquals(1, receiver.errors().lines().count(), receiver.errors());
      return receiver.errors();
    }
  }

  private ReceiverProcess start() throws IOException {
    return new ReceiverProcess(errors(), arguments("127.0.0.1:0"));
  }

  private List<String> arguments(String listen) {
    return new ArrayList<>(
        List.of(
            "--listen",
            listen,
            "--out",
            out().toString(),
            "--tapes",
            directory.resolve("tapes").toString()));
  }

  private Path out() {
    return directory.resolve("received");
  }

  private Path errors() {
    return directory.resolve("errors");
  }

  private static void send(Client client, MemoryTape tape, long from, long to) {
    List<byte[]> records = tape.records();
    for (long at = from; at < to; at += RECORDS_A_MESSAGE) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (long i = at; i < Math.min(to, at + RECORDS_A_MESSAGE); i++) {
        message.writeBytes(records.get((int) i));
      }
      client.send(message.toByteArray());
    }
  }

  private static String digest(List<byte[]> records) {
    RecordDigest digest = new RecordDigest();
    records.forEach(record -> digest.update(record, 0, record.length));
    return digest.hex();
  }
}
