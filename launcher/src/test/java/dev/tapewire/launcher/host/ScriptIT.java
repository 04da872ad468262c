package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that builds once and becomes the program, in a tree of its own where {@code mvn} only
 * notes that it was called and hands out the jars of this build.
 */
@Timeout(1800)
class ScriptIT {
  @TempDir private Path directory;

  private Path tree;
  private Path builds;
  private Path source;

  @BeforeEach
  void plant() throws Exception {
    Path script = Path.of(System.getProperty("tapewire.script"));
    tree = Files.createDirectories(directory.resolve("a tree"));
    builds = directory.resolve("builds");
    source = tree.resolve("launcher/src/main/java/Main.java");
    Path builder = Path.of("launcher/src/main/sh/build.sh");
    Files.createDirectories(source.getParent());
    Files.createDirectories(tree.resolve(builder).getParent());
    Files.copy(script, tree.resolve("tapewire"));
    Files.copy(script.resolveSibling(builder), tree.resolve(builder));
    for (Path file : List.of(tree.resolve("pom.xml"), tree.resolve("launcher/pom.xml"), source)) {
      Files.writeString(file, "");
    }
    Path mvn = directory.resolve("bin/mvn");
    Files.createDirectories(mvn.getParent());
    Files.writeString(
        mvn,
        String.join(
            "\n",
            "#!/bin/sh",
            "echo called >>'" + builds + "'",
            "while [ $# -gt 0 ]; do [ \"$1\" = -f ] && pom=$2; shift; done",
            "sleep 1",
            "[ ! -f '" + directory + "/broken' ] || { echo '[ERROR] no luck'; exit 1; }",
            "mkdir -p \"${pom%/*}/launcher/target\"",
            "cp -r '" + System.getProperty("tapewire.lib") + "' \"${pom%/*}/launcher/target/lib\"",
            ""));
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        tree.resolve("tapewire"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void twoFirstCallsAtOnceBuildOnce() throws Exception {
    try (Program one = start("one");
        Program two = start("two")) {
      assertRan(one);
      assertRan(two);
    }

    assertEquals(1, builds());
  }

  @Test
  void onlyAChangedSourceIsBuiltAgain() throws Exception {
    assertRan(start("first"));
    assertRan(start("second"));
    assertEquals(1, builds());

    Files.writeString(source, "// changed");
    assertRan(start("third"));
    assertEquals(2, builds());

    Files.delete(source);
    assertRan(start("fourth"));
    assertEquals(3, builds());
  }

  @Test
  void aBuildThatFailsSaysSoAndIsTriedAgain() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken"), "");

    Program failed = start("failed");
    assertEquals(1, failed.awaitExit(Host.PROGRAM_BOUND));
    assertTrue(failed.err().contains("[ERROR] no luck"), failed.err());
    assertTrue(failed.err().contains("the build failed"), failed.err());

    Files.delete(broken);
    assertRan(start("again"));
  }

  @Test
  void aLockThatADeadBuildLeftIsTakenAway() throws Exception {
    Path lock = Files.createDirectories(tree.resolve("target/tapewire/lock"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    assertRan(start("program"));

    assertEquals(1, builds());
  }

  @Test
  void withoutMavenItSaysWhatIsMissing() throws Exception {
    Program program =
        Launch.of(tree.resolve("tapewire").toString(), "--version")
            .with(Map.of("PATH", onlyNeeded().toString()))
            .start(directory, "program");

    assertEquals(1, program.awaitExit(Host.PROGRAM_BOUND));
    assertTrue(program.err().contains("no mvn found"), program.err());
  }

  @Test
  void itRunsThroughALinkFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), tree.resolve("tapewire"));
    Path further = Files.createSymbolicLink(directory.resolve("further"), Path.of("link"));

    assertRan(Launch.of(further.toString(), "--version").with(path()).start(directory, "linked"));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void startsFromAnArchiveOfClassesAndWithoutABrokenOne() throws Exception {
    Path archiver = Path.of("launcher/src/main/sh/archive.sh");
    Path script = Path.of(System.getProperty("tapewire.script"));
    Files.copy(script.resolveSibling(archiver), tree.resolve(archiver));
    assertRan(start("first"));
    Path archive = find("receive.jsa");
    for (String name : List.of("capture.jsa", "send.jsa", "run.jsa", "other.jsa")) {
      assertTrue(Files.isRegularFile(archive.resolveSibling(name)), name);
    }
    assertTrue(mapsOfReceiver("archived").contains(archive.toRealPath().toString()));

    Files.delete(archive);
    Files.writeString(archive, "no archive");
    assertFalse(mapsOfReceiver("broken").contains(archive.toRealPath().toString()));
  }

  private Path find(String name) throws IOException {
    try (Stream<Path> files = Files.walk(tree.resolve("target"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private String mapsOfReceiver(String name) throws Exception {
    Launch receive =
        Launch.of(tree.resolve("tapewire").toString(), "receive", "--listen", "127.0.0.1:0")
            .and("--out", directory.resolve("received").toString())
            .with(path());
    try (Program receiver = receive.start(directory, name)) {
      receiver.await("listening", Host.START_BOUND);
      assertEquals("", receiver.err());
      return Files.readString(Path.of("/proc/" + receiver.pid() + "/maps"));
    }
  }

  @Test
  void theProgramHasTheProcessIdOfTheScript() throws Exception {
    try (Studio studio = new Studio(directory)) {
      Program capture = studio.tapewire("capture", "--source", "tone", "--session", "s");
      studio.awaitRecording("s", capture);

      assertEquals(List.of(capture.pid()), studio.pids("capture"));
      whatTheJvmSaysIsNoData(capture);
    }
  }

  /** Ctrl-\\ at an export to standard output put the threads into the audio. */
  private static void whatTheJvmSaysIsNoData(Program program) throws Exception {
    program.signal("QUIT");
    Patience.await(
        "a thread dump",
        Host.START_BOUND,
        () -> (program.err() + program.out()).contains("Full thread dump"));

    assertEquals("", program.out());
  }

  private Program start(String name) throws Exception {
    return Launch.of(tree.resolve("tapewire").toString(), "--version")
        .with(path())
        .start(directory, name);
  }

  private Map<String, String> path() {
    return Map.of("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
  }

  /** {@return a directory with the programs that the script uses, but no Maven} */
  private Path onlyNeeded() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("needed"));
    for (String name :
        List.of(
            "sh", "dirname", "readlink", "find", "head", "cat", "mkdir", "rm", "java", "javac")) {
      Files.createSymbolicLink(bin.resolve(name), Host.find(name));
    }
    return bin;
  }

  private static void assertRan(Program program) {
    assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
    assertTrue(program.out().startsWith("tapewire "), program.toString());
  }

  private long builds() throws Exception {
    return Files.readAllLines(builds).size();
  }
}
