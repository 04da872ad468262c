package dev.tapewire.common.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets a process die at each of its system calls and looks at what it leaves: stopped there once
 * and its files copied, and killed there, by {@code SIGKILL}, each time another process. The quick
 * form looks at some of the calls, of a printed seed, and kills once; {@code -Dtapewire.full=true}
 * looks and kills at each. Confined to the test's thread.
 */
public final class Deaths {
  private static final boolean FULL = Boolean.getBoolean("tapewire.full");

  /** One in so many calls is looked at. */
  private static final int LOOK_EVERY = FULL ? 1 : 12;

  /** Not each run comes to each call: a kill is tried so often. */
  private static final int TRIES_MAX = FULL ? Integer.MAX_VALUE : 5;

  private static final int KILLS = FULL ? Integer.MAX_VALUE : 1;

  /** Bounds a hang; what is promised is a second, and printed. */
  private static final double GROSS_MS = 10_000;

  private final Path directory;
  private final Scene scene;
  private final String what;
  private final long seed = Long.getLong("tapewire.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int looks;
  private double openMsMax;

  /** The names of calls that were there when all were watched, and not when one was to kill. */
  private final Set<String> missed = new TreeSet<>();

  private Deaths(String what, Path directory, Scene scene) {
    this.what = what;
    this.directory = directory;
    this.scene = scene;
  }

  /** A process, and what must be there after its death. */
  public interface Scene {
    /** Starts the process, which does all in the directory {@code at}: it is not there yet. */
    Process start(Path at) throws Exception;

    /**
     * Looks at the directory that a death left. {@return the milliseconds to open what is there}
     */
    double check(Path at, String what) throws Exception;
  }

  /** Lets the process die; {@code what} names what it does. */
  public static void anywhere(String what, Path directory, Scene scene) throws Exception {
    new Deaths(what, directory, scene).run();
  }

  private void run() throws Exception {
    Path watched = directory.resolve("watched");
    List<Instants.Call> calls =
        Instants.each(scene.start(watched), instant -> look(watched, instant));
    deleteAll(watched);
    List<Instants.Call> tried = new ArrayList<>(calls);
    Collections.shuffle(tried, random);
    int tries = 0;
    int kills = 0;
    while (kills < KILLS && tries < Math.min(TRIES_MAX, tried.size())) {
      Instants.Call call = tried.get(tries++);
      Path killed = directory.resolve("killed");
      if (Instants.kill(scene.start(killed), call)) {
        kills++;
      } else {
        missed.add(call.name());
      }
      check(killed, what + " killed at " + call);
      deleteAll(killed);
    }
    System.out.printf(
        "%s: %d system calls, looked at %d, %d of %d SIGKILLs hit (seed %d; not hit: %s), open in %.0f ms at most%n",
        what, calls.size(), looks, kills, tries, seed, missed, openMsMax);
    assertTrue(calls.size() > 5, "calls of " + what + ": " + calls.size());
    assertTrue(kills * 2 > tries || !FULL && kills > 0, kills + " of " + tries + " killed");
  }

  private void look(Path watched, int instant) throws Exception {
    if (random.nextInt(LOOK_EVERY) != 0) {
      return;
    }
    looks++;
    Path copy = directory.resolve("copy");
    try (var files = Files.walk(watched)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(watched.relativize(file)));
      }
    }
    check(copy, what + " at call " + instant);
    delete(copy);
  }

  private void check(Path at, String when) throws Exception {
    double ms = scene.check(at, when);
    openMsMax = Math.max(openMsMax, ms);
    assertTrue(ms < GROSS_MS, when + ": " + ms + " ms to open");
  }

  private void deleteAll(Path at) throws IOException {
    delete(at);
    delete(warm(at));
  }

  /** {@return where the process may do the same before, so that no loading of classes is seen} */
  public static Path warm(Path at) {
    return at.resolveSibling(at.getFileName() + ".warm");
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (var files = Files.walk(tree)) {
        for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
