package dev.tapewire.receiver.reception;

import dev.tapewire.common.log.Log;
import dev.tapewire.common.process.Deaths;
import dev.tapewire.common.process.Instants;
import dev.tapewire.common.record.GapReason;
import dev.tapewire.common.record.RecordDigest;
import dev.tapewire.common.tape.MemoryTape;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.common.wire.Control;
import dev.tapewire.receiver.store.FileShelf;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that receives a delivery and waits before that to be watched. What it tells the sender
 * goes into a file, by one system call for each message, as it would into a socket. It has received
 * another delivery before, so that what is seen is not the loading of classes.
 */
final class DeliveryProcess {
  /** Begins, goes on after a stop, ends. */
  static final String GOES_ON = "goes on";

  /** Goes on with so many states that the ledger is written anew; then the tape is cut back. */
  static final String GOES_BACK = "goes back";

  /** The file with what the sender is told: "ack 7"; and with "cut", which is its own doing. */
  static final String TOLD = "told";

  /** The number from which on the tape is lost and recorded anew. */
  static final long CUT_AT = ReceptionLimits.STATES_MAX - 3;

  private static final int FEW = 3;
  private static final int GAP_SAMPLES = 333;

  private final Path out;
  private final MemoryTape tape;
  private final OutputStream told;

  private DeliveryProcess(Path out, MemoryTape tape, OutputStream told) {
    this.out = out;
    this.tape = tape;
    this.told = told;
  }

  /** {@return the tape that is delivered at first} */
  static MemoryTape tape(String phase) {
    boolean back = phase.equals(GOES_BACK);
    MemoryTape tape = new MemoryTape(Scene.SESSION, 7);
    tape.addFrames(back ? ReceptionLimits.STATES_MAX - 1 : FEW);
    tape.addGap(GAP_SAMPLES, GapReason.SOURCE_STALLED);
    tape.addFrames(FEW);
    if (!back) {
      tape.addEnd();
    }
    return tape;
  }

  /** Makes of the tape what it is after a power cut. */
  static void cut(MemoryTape tape) {
    tape.cut(CUT_AT);
    tape.addFrames(FEW);
    tape.addEnd();
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    run(Deaths.warm(directory), args[1], false);
    run(directory, args[1], true);
    Instants.done();
  }

  private static void run(Path directory, String phase, boolean watched) throws Exception {
    Path out = Files.createDirectories(directory).resolve("out");
    MemoryTape tape = tape(phase);
    try (OutputStream told = new FileOutputStream(directory.resolve(TOLD).toFile())) {
      DeliveryProcess process = new DeliveryProcess(out, tape, told);
      if (phase.equals(GOES_BACK)) {
        process.receiveMuch();
      }
      if (watched) {
        Instants.ready();
      }
      if (phase.equals(GOES_BACK)) {
        process.goBack();
      } else {
        process.goOn();
      }
    }
  }

  private void goOn() throws IOException {
    DiskScene first = new DiskScene(out, tape);
    Peer one = new TellingPeer();
    first.hello(one);
    first.send(one, 0, 2);
    first.send(one, 2, 6);
    first.stop();
    DiskScene second = new DiskScene(out, tape);
    Peer two = new TellingPeer();
    second.hello(two);
    second.send(two, 6, tape.endNumber());
    second.end(two);
    second.stop();
  }

  private void goBack() throws IOException {
    DiskScene first = new DiskScene(out, tape);
    Peer one = new TellingPeer();
    first.hello(one);
    first.send(one, ReceptionLimits.STATES_MAX, ReceptionLimits.STATES_MAX + 2);
    first.send(one, ReceptionLimits.STATES_MAX + 2, tape.endNumber());
    first.stop();
    String life = tape.incarnation();
    cut(tape);
    tell("cut");
    DiskScene second = new DiskScene(out, tape);
    Peer two = new TellingPeer();
    second.hello(two);
    second.say(two, new Control.Rewind(life, CUT_AT));
    second.send(two, CUT_AT, tape.endNumber());
    second.end(two);
    second.stop();
  }

  /** Leaves as many states as a ledger holds, without as many syncs. */
  private void receiveMuch() throws IOException {
    List<DeliveryState> states = new ArrayList<>();
    RecordDigest digest = new RecordDigest();
    for (byte[] record : tape.records().subList(0, ReceptionLimits.STATES_MAX)) {
      digest.update(record, 0, record.length);
      long frames = states.size();
      states.add(
          new DeliveryState(
              frames + 1,
              frames * MemoryTape.FRAME_SAMPLES,
              frames,
              0,
              digest.hex(),
              tape.incarnation(),
              false,
              false));
    }
    Log silent = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    FileShelf shelf = new FileShelf(out, new ManualClock(), Runnable::run, (t, c, e) -> {}, silent);
    Track track =
        shelf.open(DeliveryHead.of(Scene.hello(Scene.SESSION, Control.FIRST_DELIVERY, 0, 0)));
    DeliveryState newest = states.get(states.size() - 1);
    track.append(tape.pcm(), 0, (int) MemoryTape.FORMAT.bytes(newest.position()));
    track.commit(new Commit(newest, List.of(), new Stored(states, List.of())));
    track.close();
    tell("ack " + newest.next());
  }

  private void tell(String line) {
    try {
      told.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A sender that is told by the file. */
  private final class TellingPeer implements Peer {
    @Override
    public void send(Control message) {
      if (message instanceof Control.Ack ack) {
        tell("ack " + ack.next());
      } else if (message instanceof Control.Complete) {
        tell("ack " + tape.endNumber());
      }
    }

    @Override
    public void close(int code, String reason) {
      // It is told so when the receiver stops, and leaves.
    }

    @Override
    public String name() {
      return "sender";
    }
  }
}
