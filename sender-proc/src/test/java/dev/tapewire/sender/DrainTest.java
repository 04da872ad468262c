package dev.tapewire.sender;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.bell.Doorbell;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.Destination;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.sender.link.Approach;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A drain ends, whatever the peer does that is of no use: each way of that is played to a sender in
 * time that a test moves, from a tape on disk.
 */
class DrainTest {
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(3);

  /** Far beyond the drain: who counts what is no progress does not end by then. */
  private static final long WATCHED_NS = TimeUnit.MINUTES.toNanos(5);

  @TempDir Path tapes;

  @ParameterizedTest
  @EnumSource(UselessPeer.Way.class)
  void endsWhateverAPeerDoesThatIsOfNoUse(UselessPeer.Way way) throws Exception {
    CommandBench bench = new CommandBench(tapes);
    Destination destination = Destination.parse(way.profile() + "=ws://127.0.0.1:1");
    bench.record("s", true, List.of(destination.name()));
    ManualClock clock = new ManualClock();
    UselessPeer peer = new UselessPeer(way);
    SendSettings settings = new SendSettings(tapes, destination, Approach.PLAIN, null, 0, DRAIN_NS);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Log log = new Log(new PrintStream(told, true, StandardCharsets.UTF_8), false);
    Inbox inbox = new Inbox(peer::links, Doorbell.unwired());
    SenderAgent agent =
        new SenderAgent(new SenderContext(settings, inbox, clock, new Random(1), log));
    DrainWatch drain = new DrainWatch(settings);
    long startNs = clock.monotonicNs();
    boolean over = false;
    while (!over && clock.monotonicNs() - startNs < WATCHED_NS) {
      clock.advanceNs(STEP_NS);
      peer.play(clock.monotonicNs());
      agent.work(clock.monotonicNs(), true);
      over = drain.isOver(agent.shipments(), true, clock.monotonicNs());
    }
    long tookMs = TimeUnit.NANOSECONDS.toMillis(clock.monotonicNs() - startNs);
    agent.shipments().close();
    assertTrue(over, "still at it after " + tookMs + " ms: " + told);
    assertTrue(peer.links() > 0);
    // What is confirmed at the start is new, and comes within a second.
    assertTrue(tookMs <= 4100, "only after " + tookMs + " ms: " + told);
  }
}
