package dev.tapewire.launcher.supervise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandPipeTest {
  private static final int BYTES = 300_000; // More than a pipe holds.

  @TempDir private Path directory;

  private final byte[] sound = new byte[BYTES];
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final LogFunnel log = new LogFunnel(new PrintStream(printed, true), false);

  @BeforeEach
  void makeSound() throws IOException {
    new Random(3).nextBytes(sound);
    Files.write(directory.resolve("sound"), sound);
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test
  void whatThePipeHoldsOutlivesItsReaderAndTheEndIsSeen() throws Exception {
    try (CommandPipe pipe = CommandPipe.start("cat '" + directory + "/sound'", log)) {
      byte[] first = read(pipe, "dd bs=1 count=1001 2>/dev/null");
      byte[] second = read(pipe, "dd bs=1 count=70000 2>/dev/null");
      byte[] rest = read(pipe, "cat");

      assertArrayEquals(Arrays.copyOf(sound, 1001), first);
      assertArrayEquals(Arrays.copyOfRange(sound, 1001, 71_001), second);
      assertArrayEquals(Arrays.copyOfRange(sound, 71_001, BYTES), rest);
    }
  }

  @Test
  void aReaderThatComesAfterTheCommandEndedGetsTheRestAndTheEnd() throws Exception {
    try (CommandPipe pipe = CommandPipe.start("head -c 5000 '" + directory + "/sound'", log)) {
      assertArrayEquals(Arrays.copyOf(sound, 100), read(pipe, "dd bs=1 count=100 2>/dev/null"));
      Thread.sleep(300); // The command has ended by then, most likely; the outcome is the same.

      assertArrayEquals(Arrays.copyOfRange(sound, 100, 5000), read(pipe, "cat"));
      assertArrayEquals(new byte[0], read(pipe, "cat"));
    }
  }

  @Test
  void closingEndsTheCommandAndTakesThePipeAway() throws Exception {
    Path pid = directory.resolve("pid");
    CommandPipe pipe = CommandPipe.start("echo $$ >'" + pid + "'; sleep 600; true", log);
    while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
      Thread.sleep(10);
    }
    ProcessHandle command = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).get();
    assertTrue(command.isAlive());

    pipe.close();

    command.onExit().get(10, TimeUnit.SECONDS);
    assertFalse(command.isAlive());
  }

  @Test
  void aCommandThatFailsIsToldWithItsOwnWords() throws Exception {
    try (CommandPipe pipe = CommandPipe.start("echo no such device >&2; exit 7", log)) {
      assertArrayEquals(new byte[0], read(pipe, "cat"));
      while (!printed.toString().contains("ended with 7")) {
        Thread.sleep(10);
      }
      assertTrue(printed.toString().contains("cmd | no such device"), printed.toString());
    }
  }

  private static byte[] read(CommandPipe pipe, String reader) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", reader).redirectInput(pipe.open()).start();
    pipe.started();
    byte[] got = process.getInputStream().readAllBytes();
    process.waitFor();
    return got;
  }
}
