package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.Control;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole of a delivery against a model receiver, from one seed: messages are held back and lost
 * with their connection, both sides die at any moment, the tape grows meanwhile and is cut back.
 * After every step the receiver must hold a piece of the tape from its start, without a hole and
 * without a record twice; in the end it must hold all.
 */
class DeliverySimulationTest {
  private static final int STEPS = 600;

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= 60; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void losesNothingAndRepeatsNothing(long seed) {
    Simulation simulation = new Simulation(seed);
    for (int i = 0; i < STEPS; i++) {
      simulation.step();
      simulation.check();
    }
    simulation.finish();
    assertTrue(simulation.receiver.isComplete(), "not complete after seed " + seed);
    assertTrue(simulation.store.newest.complete());
    assertEquals(simulation.tape.endNumber(), simulation.store.newest.next());
    assertArrayEquals(simulation.tape.pcm(), simulation.receiver.pcm());
  }

  /** One world, all of it from one seed. */
  private static final class Simulation {
    final MemoryTape tape;
    final ModelReceiver receiver = new ModelReceiver();
    final MemoryCheckpoint store = new MemoryCheckpoint();
    private final ManualClock clock = new ManualClock();
    private final Random random;
    private final List<Wire> wires = new ArrayList<>();
    private Delivery delivery;
    private boolean ended;

    /** The tape was cut: until the next welcome, the receiver may hold what the tape does not. */
    private boolean receiverMayBeAhead;

    Simulation(long seed) {
      random = new Random(seed);
      tape = new MemoryTape("s", seed);
      startSender();
    }

    private void startSender() {
      TapeReader reader = tape.openReader();
      Log silent = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
      DeliveryParts parts =
          new DeliveryParts(
              Plan.whole(reader, 0),
              reader,
              store,
              this::open,
              Pacing.FLAT_OUT,
              random.nextBoolean() ? "tapewire" : "auto",
              random);
      delivery = new Delivery(parts, "it", new SentMark(0, at -> {}), silent);
    }

    private Link open(LinkRequest request) {
      Wire wire = new Wire(new FakeLink(request), delivery);
      wires.add(wire);
      return wire.link;
    }

    void step() {
      int what = random.nextInt(1000);
      if (what < 4) {
        startSender(); // It died; only the checkpoint is left.
      } else if (what < 8) {
        receiver.crash();
        wires.forEach(wire -> wire.broken = true);
      } else if (what < 16 && !wires.isEmpty()) {
        wires.get(random.nextInt(wires.size())).broken = true;
      } else if (what < 18 && !ended && tape.endNumber() > 4) {
        cutTape();
      } else if (what < 22 && !ended) {
        tape.restart();
      } else if (what < 200 && !ended) {
        record();
      } else if (what < 500) {
        receiver.sync();
      } else {
        clock.advanceNs(TimeUnit.MILLISECONDS.toNanos(random.nextInt(what < 510 ? 4000 : 30)));
      }
      move();
    }

    /** A power cut: both the tape's end and the sender's process are gone. */
    private void cutTape() {
      long keep = 1 + random.nextInt((int) tape.endNumber() - 1);
      tape.cut(keep);
      receiverMayBeAhead = true;
      wires.forEach(wire -> wire.broken = true);
      startSender();
    }

    private void record() {
      for (int i = random.nextInt(20); i >= 0; i--) {
        if (random.nextInt(20) == 0) {
          tape.addGap(1 + random.nextInt(1000), GapReason.OVERRUN);
        } else {
          tape.addFrame();
        }
      }
    }

    private void move() {
      delivery.work(clock.monotonicNs());
      for (Wire wire : List.copyOf(wires)) {
        wire.move();
      }
      wires.removeIf(wire -> wire.over);
    }

    void check() {
      Checkpoint checkpoint = store.newest;
      if (receiverMayBeAhead) {
        receiverMayBeAhead = !isPieceOfTape();
        return;
      }
      assertTrue(isPieceOfTape(), "the receiver holds what is not on the tape");
      boolean onTape =
          StartingPoint.check(tape.openReader(), checkpoint.incarnation(), checkpoint.next(), 0)
              .stands();
      assertTrue(
          !onTape || checkpoint.next() <= receiver.durableNext(),
          "checkpoint " + checkpoint.next() + " is beyond " + receiver.durableNext());
    }

    private boolean isPieceOfTape() {
      List<byte[]> on = tape.records();
      List<byte[]> has = receiver.records();
      for (int i = 0; i < has.size(); i++) {
        if (i >= on.size() || !java.util.Arrays.equals(on.get(i), has.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** Ends the recording and lets the network heal. */
    void finish() {
      tape.addEnd();
      ended = true;
      for (int i = 0; i < 20_000 && delivery.state() != State.DONE; i++) {
        receiver.sync();
        clock.advanceNs(TimeUnit.MILLISECONDS.toNanos(20));
        move();
      }
      assertEquals(State.DONE, delivery.state());
    }

    /** One connection: what either side said and the other did not hear yet. */
    private final class Wire implements ModelReceiver.Peer {
      final FakeLink link;
      private final Delivery to;
      private final Deque<LinkEvent> back = new ArrayDeque<>();
      private ModelReceiver.Connection connection;
      boolean broken;
      boolean over;

      Wire(FakeLink link, Delivery to) {
        this.link = link;
        this.to = to;
      }

      @Override
      public void text(String text) {
        back.add(new LinkEvent.Text(link.request.number(), text));
      }

      @Override
      public void close(int code) {
        back.add(new LinkEvent.Closed(link.request.number(), code, ""));
      }

      void move() {
        if (broken || link.cancelled || to != delivery) {
          end();
        } else if (connection == null) {
          if (random.nextInt(4) == 0) {
            back.add(new LinkEvent.Opened(link.request.number(), Control.SUBPROTOCOL));
            connection = receiver.connect(this);
          }
        } else {
          for (int i = random.nextInt(4); i > 0 && !link.handed.isEmpty() && !over; i--) {
            give(link.handed.remove());
          }
          for (int i = random.nextInt(4); i > 0 && !back.isEmpty(); i--) {
            to.onEvent(back.remove(), clock.monotonicNs());
          }
        }
      }

      private void give(FakeLink.Message message) {
        if (message.text() != null) {
          connection.onText(message.text());
        } else if (message.bytes() != null) {
          connection.onBinary(message.bytes());
        } else {
          connection.onClose();
          over = true;
        }
      }

      private void end() {
        over = true;
        link.dead = true;
        if (connection != null && random.nextBoolean()) {
          connection.onClose(); // Else the receiver finds out when the next connection comes.
        }
        if (to == delivery && !link.cancelled) {
          to.onEvent(
              new LinkEvent.Failed(link.request.number(), 0, false, "broken"), clock.monotonicNs());
        }
      }
    }
  }
}
