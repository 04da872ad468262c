package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.ProcessScope;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.tape.TapeFiles;
import dev.tapewire.common.tape.TapeWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowTest {
  private static final long WAIT_S_MAX = 30;

  @TempDir Path tapes;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private CommandBench bench;
  private WebSocketReceiver receiver;
  private Destination destination;
  private ProcessScope scope;

  @BeforeEach
  void listen() throws Exception {
    bench = new CommandBench(tapes);
    receiver = new WebSocketReceiver();
    destination = Destination.parse("tapewire=" + receiver.uri());
    scope = ProcessScope.enter(tapes, "sender", destination.name(), 0);
  }

  @AfterEach
  void stop() {
    scope.close();
    receiver.close();
  }

  @Test
  void deliversEverySessionThatIsAddressedToItAndNoOther() throws Exception {
    bench.record("a", true, List.of(destination.name()));
    bench.record("b", true, List.of("ws://elsewhere"));
    bench.record("c", true, List.of());
    Files.createDirectories(bench.paths("c").destination(destination.key()));
    FutureTask<Integer> sender = follow();
    until(() -> receiver.model("a").isComplete() && receiver.model("c").isComplete());
    scope.requestStop();
    assertEquals(0, exitOf(sender));
    assertEquals(Set.of("a", "c"), receiver.sessions());
  }

  @Test
  void comesLateToATapeWhoseFirstFilesAreGoneAndSaysWhatIsMissing() throws Exception {
    for (int life = 1; life <= 3; life++) {
      bench.record("s", life == 3, List.of(destination.name()));
    }
    TapeFiles.drop(TapeFiles.of(bench.paths("s")).pieces().get(0));
    scope.requestStop();
    assertEquals(0, exitOf(follow()));

    byte[] twice = Arrays.copyOf(bench.pcm, 2 * bench.pcm.length);
    System.arraycopy(bench.pcm, 0, twice, bench.pcm.length, bench.pcm.length);
    assertArrayEquals(twice, receiver.model("s").pcm());
    List<String> missing =
        told.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("dropped")).toList();
    assertEquals(1, missing.size(), missing::toString);
    assertTrue(missing.get(0).contains("its first 1 s were delivered to others"), missing.get(0));
  }

  @Test
  void aSessionWhoseDirectoryTakesNoFilesHoldsNoOtherBack() throws Exception {
    bench.record("a", true, List.of(destination.name()));
    Path directory = bench.paths("a").destination(destination.key());
    Files.createDirectories(directory.getParent());
    Files.createFile(directory);
    bench.record("b", true, List.of(destination.name()));
    FutureTask<Integer> sender = follow();
    until(() -> receiver.model("b").isComplete());
    Files.delete(directory);
    until(() -> receiver.model("a").isComplete());
    scope.requestStop();
    assertEquals(0, exitOf(sender));
  }

  @Test
  void takesOnASessionThatBeginsLaterAndFollowsItToItsEnd() throws Exception {
    FutureTask<Integer> sender = follow();
    try (TapeWriter writer = bench.open("live", List.of(destination.name()))) {
      bench.setCapturePid("live", ProcessHandle.current().pid());
      for (int i = 0; i < CommandBench.FRAMES; i++) {
        int at = 2 * CommandBench.FRAME * i;
        writer.frame(bench.pcm, at, CommandBench.FRAME, System.nanoTime());
        if (i == 20) {
          until(() -> receiver.model("live").pcm().length == 21 * 2 * CommandBench.FRAME);
        }
      }
      writer.end();
    }
    until(() -> receiver.model("live").isComplete());
    scope.requestStop();
    assertEquals(0, exitOf(sender));
    assertArrayEquals(bench.pcm, receiver.model("live").pcm());
  }

  @Test
  void leavesASessionThatIsStillRecordedWhenItIsToldToStop() throws Exception {
    FutureTask<Integer> sender = follow();
    try (TapeWriter writer = bench.open("live", List.of(destination.name()))) {
      bench.setCapturePid("live", ProcessHandle.current().pid());
      until(
          () -> {
            writer.frame(bench.pcm, 0, CommandBench.FRAME, System.nanoTime());
            return receiver.model("live").pcm().length > 0;
          });
      scope.requestStop();
      until(
          () -> {
            writer.frame(bench.pcm, 0, CommandBench.FRAME, System.nanoTime());
            return sender.isDone();
          });
    }
    ExecutionException e = assertThrows(ExecutionException.class, () -> exitOf(sender));
    assertTrue(e.getCause().getMessage().contains("it is still being recorded"), e.toString());
  }

  @Test
  void deliversWhatIsLeftWhenItIsToldToStop() throws Exception {
    for (int i = 0; i < 7; i++) {
      bench.record("s" + i, i % 2 == 0, List.of(destination.name()));
    }
    scope.requestStop();
    assertEquals(0, exitOf(follow()));
    for (int i = 0; i < 7; i++) {
      assertArrayEquals(bench.pcm, receiver.model("s" + i).pcm());
    }
  }

  @Test
  void goesOnWithAnInterruptedSessionThatIsRecordedOn() throws Exception {
    bench.record("s", false, List.of(destination.name()));
    FutureTask<Integer> sender = follow();
    until(() -> receiver.model("s").pcm().length == bench.pcm.length);
    TimeUnit.SECONDS.sleep(3); // Long enough to be taken for left behind.
    bench.record("s", true, List.of(destination.name()));
    until(() -> receiver.model("s").isComplete());
    scope.requestStop();
    assertEquals(0, exitOf(sender));
    assertEquals(2 * bench.pcm.length, receiver.model("s").pcm().length);
  }

  @Test
  void goesOnWithASessionWhoseLastPagesAPowerCutTook() throws Exception {
    bench.record("s", false, List.of(destination.name()));
    int kept = (int) LostPage.lose(bench.paths("s")) * 2 * CommandBench.FRAME;
    FutureTask<Integer> sender = follow();
    until(() -> receiver.model("s").pcm().length == kept);
    TimeUnit.SECONDS.sleep(3); // Long enough to be taken for left behind.
    bench.record("s", true, List.of(destination.name()));
    until(() -> receiver.model("s").isComplete());
    scope.requestStop();
    assertEquals(0, exitOf(sender));
    assertEquals(kept + bench.pcm.length, receiver.model("s").pcm().length);
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("the tape is damaged: frame"));
  }

  @Test
  void stopsAtOnceWhenToldTwiceAndNamesWhatIsLeft() throws Exception {
    receiver.close();
    bench.record("s", true, List.of(destination.name()));
    FutureTask<Integer> sender = follow();
    until(
        () -> {
          scope.requestStop(); // Right behind another it is the same wish.
          return sender.isDone();
        });
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> sender.get(WAIT_S_MAX, TimeUnit.SECONDS));
    TapewireException told = (TapewireException) e.getCause();
    assertEquals(ExitCode.UNDELIVERED, told.exitCode());
    assertTrue(told.getMessage().contains("--session s --to tapewire=ws://"), told.getMessage());
  }

  @Test
  void deliversAtMost4EarlierSessionsAtOnce() throws Exception {
    for (int i = 0; i < 7; i++) {
      bench.record("s" + i, true, List.of(destination.name()));
    }
    Inbox inbox =
        new Inbox(events -> dev.tapewire.sender.delivery.FakeLink::new, Doorbell.unwired());
    SenderContext context =
        new SenderContext(
            settings(),
            inbox,
            new dev.tapewire.common.time.SystemClock(),
            new java.util.Random(1),
            log());
    Shipments shipments = new Shipments(context, Long.MAX_VALUE);
    shipments.look(1, false);
    assertEquals(Shipments.BACKLOG_MAX, shipments.open().size());
    bench.setCapturePid("s6", ProcessHandle.current().pid());
    shipments.look(2, false);
    assertEquals(4, shipments.open().size(), "an ended session is not live");
    shipments.close();
  }

  private FutureTask<Integer> follow() {
    Callable<Integer> run = () -> new SenderProc(settings(), scope, log()).run();
    FutureTask<Integer> task = new FutureTask<>(run);
    new Thread(task, "sender").start();
    return task;
  }

  private SendSettings settings() {
    return new SendSettings(
        tapes,
        destination,
        dev.tapewire.sender.link.Approach.PLAIN,
        null,
        0,
        TimeUnit.MINUTES.toNanos(10));
  }

  private Log log() {
    return new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
  }

  private static int exitOf(FutureTask<Integer> sender) throws Exception {
    return sender.get(WAIT_S_MAX, TimeUnit.SECONDS);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S_MAX);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadlineNs, "not within " + WAIT_S_MAX + " s");
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
