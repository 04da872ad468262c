package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a session that is not wanted any more: abandoned, deleted. */
@Timeout(1800)
class DisposalIT {
  @TempDir private Path directory;

  private Studio studio;
  private String nobody;

  @BeforeEach
  void open() throws Exception {
    studio = new Studio(directory);
    nobody = Host.nobody();
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  @Test
  void whatIsAbandonedIsOwedNoMoreAndARunningSenderLetsItGo() throws Exception {
    record("s", nobody);
    Program send = studio.tapewire("send", "--session", "s", "--to", nobody);
    studio.awaitPid("sender", 0, Host.START_BOUND);
    refused("is not all delivered to " + nobody, "delete", "s");
    refused("is not addressed to ws://127.0.0.1:1", "abandon", "s", "--to", "ws://127.0.0.1:1");

    done("abandon", "s", "--to", nobody);

    assertEquals(0, send.awaitExit(Host.PROGRAM_BOUND), send.toString());
    JsonObject session = studio.session("s");
    JsonObject to = session.getAsJsonArray("destinations").get(0).getAsJsonObject();
    assertTrue(to.get("abandoned").getAsBoolean(), session.toString());
    assertEquals("off", to.get("link_state").getAsString());
    done("delete", "s");
    assertEquals("[]", listed());
  }

  @Test
  void whatNobodyHasIsDeletedByForceAloneEvenWhileASenderHasItOpen() throws Exception {
    record("a");
    refused("was never delivered to anybody", "delete", "a");
    refused("no session 'b'", "delete", "b");
    record("s", nobody);
    Program send = studio.tapewire("send", "--follow", "--to", nobody);
    Path lock = studio.tapes().resolve("s/to");
    Patience.await("the sender's hold", Host.START_BOUND, () -> Files.isDirectory(lock));

    done("delete", "s", "--force");
    done("delete", "a", "--force");

    assertEquals("[]", listed());
    assertEquals(0, send.stop(Host.PROGRAM_BOUND), send.toString());
    assertFalse(Files.exists(studio.tapes().resolve("s")), "the sender made it anew");
  }

  @Test
  void whatIsRecordedIsNotDeleted() throws Exception {
    Program capture = studio.tapewire("capture", "--source", "tone", "--session", "s");
    studio.awaitRecording("s", capture);

    refused("is being recorded", "delete", "s", "--force");

    assertEquals(0, capture.stop(Host.PROGRAM_BOUND), capture.toString());
    assertEquals("complete", studio.session("s").get("state").getAsString());
  }

  @Test
  void aDeletionThatWasKilledLeavesNoSessionAndIsFinishedByTheNext() throws Exception {
    Host.assumePrograms("strace");
    record("s");
    Path left = studio.tapes().resolve(".deleted/s");
    Launch injected =
        Launch.of("strace", "-f", "-o", "/dev/null", "-P", left.toString())
            .and("-e", "inject=unlink,unlinkat:signal=SIGKILL");
    Launch delete = studio.command("delete", "s", "--force").under(injected.command());
    assertEquals(137, studio.start("killed", delete).awaitExit(Host.PROGRAM_BOUND));
    assertTrue(Files.isDirectory(left), "it was killed too late");

    assertEquals("[]", listed());
    refused("no session 's'", "verify", "s");
    refused("no session 's'", "replies", "s");
    done("delete", "s");
    assertFalse(Files.exists(left));
  }

  private void record(String id, String... to) throws Exception {
    Path source = directory.resolve("speech.wav");
    WavFile.write(source, new PcmFormat(8000, 1, Encoding.S16LE), 8000, 1);
    Launch capture =
        studio
            .command("capture", "--source", source.toString(), "--speed", "max")
            .and("--session", id);
    for (String each : to) {
      capture = capture.and("--to", each);
    }
    Program program = studio.start("capture-" + id, capture);
    assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
  }

  private String listed() throws Exception {
    return done("sessions", "--json").strip();
  }

  private void refused(String why, String command, String... arguments) throws Exception {
    Program program = studio.tapewire(command, arguments);
    assertEquals(1, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
    assertTrue(program.err().contains(why), program.err());
    assertEquals(1, program.err().lines().count(), program.err());
  }

  private String done(String command, String... arguments) throws Exception {
    Program program = studio.tapewire(command, arguments);
    assertEquals(0, program.awaitExit(Host.PROGRAM_BOUND), program.toString());
    return program.out();
  }
}
