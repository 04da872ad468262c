package dev.tapewire.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tapewire.common.checkpoint.CheckpointFuzz;
import dev.tapewire.common.cli.OptionTextFuzz;
import dev.tapewire.common.fuzz.Rounds;
import dev.tapewire.common.record.RecordFuzz;
import dev.tapewire.common.reply.Replies;
import dev.tapewire.common.reply.ReplyFuzz;
import dev.tapewire.common.reply.ReplyJson;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeFilesFuzz;
import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.common.wire.ControlFuzz;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** Each fuzz target with a few inputs; docs/testing.md has the command that searches. */
class FuzzTargetsTest {
  private final MemoryTape tape = new MemoryTape("s", 1);

  @Test
  void records() {
    tape.addFrame();
    Rounds.run(RecordFuzz::fuzzerTestOneInput, flagged(0), flagged(1));
  }

  @Test
  void tapeFiles() {
    tape.addFrame();
    tape.addEnd();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {0, 1});
    for (byte[] record : tape.records()) {
      file.write(record.length);
      file.write(record.length >> 8);
      file.writeBytes(new byte[2]);
      file.writeBytes(record);
      file.writeBytes(new byte[-record.length & 3]);
    }
    Rounds.run(TapeFilesFuzz::fuzzerTestOneInput, file.toByteArray());
  }

  @Test
  void controlMessages() {
    Control hello = new Control.Hello("s", "first", 8000, 1, "s16le", 0, 0);
    Control welcome = new Control.Welcome(true, "", 0, "0".repeat(64));
    Rounds.run(
        ControlFuzz::fuzzerTestOneInput, text(hello), text(welcome), text(new Control.Ack(7)));
  }

  /** An odd octet first: what follows is the text. */
  private static byte[] text(Control message) {
    return ("1" + ControlCodec.encode(message)).getBytes(UTF_8);
  }

  @Test
  void replies() {
    Rounds.run(
        ReplyFuzz::fuzzerTestOneInput,
        ("1" + ReplyJson.encode(Replies.numbered(1))).getBytes(UTF_8),
        new byte[] {0, 99, 1, 99, 2, (byte) 132, 99, 3, 99, 4, (byte) 132, (byte) 134, 0, 99, 1});
  }

  @Test
  void checkpoints() {
    Rounds.run(CheckpointFuzz::fuzzerTestOneInput, new byte[513]);
  }

  @Test
  void valuesOfOptions() {
    Rounds.run(
        OptionTextFuzz::fuzzerTestOneInput,
        "\0001m30s".getBytes(UTF_8),
        "\00164K".getBytes(UTF_8),
        "\00201:02:03.004".getBytes(UTF_8),
        "\003raw=ws://user:secret@host:80/path?key=1".getBytes(UTF_8),
        "\00420261122-mic".getBytes(UTF_8));
  }

  /** {@return the tape's second record behind an octet} */
  private byte[] flagged(int octet) {
    byte[] record = tape.records().get(1);
    byte[] input = new byte[record.length + 1];
    input[0] = (byte) octet;
    System.arraycopy(record, 0, input, 1, record.length);
    return input;
  }
}
