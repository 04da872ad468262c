package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.secret.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Sees that no key gets out in any test of this process: reads all command lines from the first
 * program on, and the files of each test before they are deleted. What was looked at is written
 * down for {@link KeysNowhere}. Confined to the test's thread.
 */
final class KeyWatch {
  /** Where each process of the tests writes what it looked at, while Maven runs them. */
  static final Path LOOKED = Path.of("target", "key-watch", System.getProperty("tapewire.run", ""));

  private static final KeySearch SEARCH = new KeySearch(TestKeys.MARK);
  private static final CommandLines COMMAND_LINES =
      CommandLines.watch(new KeySearch(TestKeys.MARK));

  private static int tests;
  private static long tookNs;

  private KeyWatch() {}

  /** Begins, unless it has begun. */
  static void begin() {
    COMMAND_LINES.found();
  }

  /** Fails if there is a key under one of these, or was in a command line. */
  static void assertNoKeys(List<Path> trees) throws IOException {
    long beganNs = System.nanoTime();
    for (Path tree : trees) {
      if (Files.isDirectory(tree)) {
        assertEquals(List.of(), SEARCH.under(tree), "a key is in these files");
      }
    }
    assertEquals(List.of(), COMMAND_LINES.found(), "a key is in these command lines");
    tests++;
    tookNs += System.nanoTime() - beganNs;
    writeDown();
  }

  private static void writeDown() throws IOException {
    Files.createDirectories(LOOKED);
    long[] looked = {
      tests,
      SEARCH.files(),
      SEARCH.bytes() >> 20,
      TimeUnit.NANOSECONDS.toMillis(tookNs),
      COMMAND_LINES.processes()
    };
    String line = Arrays.stream(looked).mapToObj(Long::toString).collect(Collectors.joining(" "));
    Files.writeString(LOOKED.resolve(Long.toString(ProcessHandle.current().pid())), line);
  }
}
