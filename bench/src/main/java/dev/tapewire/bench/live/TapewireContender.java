package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.lab.Tapes;
import dev.tapewire.bench.lab.TimedNoise;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code tapewire run} on the microphone. Each frame's record says when its read returned, so
 * nothing is added to what is measured. Immutable.
 *
 * @param options of {@code run}; none: the defaults
 */
record TapewireContender(String name, List<String> options) implements Contender {
  private static final Duration HELP_BOUND = Duration.ofSeconds(30);

  /** {@return it as it is, out of the box} */
  static TapewireContender defaults() {
    return new TapewireContender("Tapewire", List.of());
  }

  /** {@return it at its quickest} */
  static TapewireContender lowest() {
    return new TapewireContender("Tapewire, `--latency lowest`", List.of("--latency", "lowest"));
  }

  /** {@return it with frames of 10 ms} */
  static TapewireContender shortFrames() {
    return new TapewireContender("Tapewire, frames of 10 ms", List.of("--frame", "441"));
  }

  @Override
  public String missing() {
    if (options.isEmpty()) {
      return null;
    }
    try (Lab lab = Lab.open()) {
      Program help = lab.tapewire("run", "--help");
      help.awaitSuccess(HELP_BOUND);
      return help.out().contains(options.get(0)) ? null : options.get(0) + ", not built yet";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Running start(Lab lab, Target target, String id) throws Exception {
    Tapes tapes = new Tapes(lab.directory().resolve(id));
    List<String> arguments =
        new ArrayList<>(List.of("run", "--tapes", tapes.directory().toString()));
    arguments.addAll(List.of("--source", "mic", "--session", id, "--to", target.webSocket(id)));
    arguments.addAll(options);
    Program run = lab.tapewire(arguments.toArray(String[]::new));
    return new Running() {
      @Override
      public Map<String, Long> processes() throws Exception {
        Map<String, Long> processes = tapes.processes();
        processes.put("supervisor", run.pid());
        return processes;
      }

      @Override
      public void stop() throws Exception {
        run.stop();
      }

      @Override
      public List<Moment> reads(List<Moment> arrived) {
        return readsOf(tapes, id);
      }
    };
  }

  private static List<Moment> readsOf(Tapes tapes, String session) {
    List<Moment> reads = new ArrayList<>();
    try (TapeReader tape = Tape.openReader(tapes.session(session))) {
      RecordView record = new RecordView();
      while (tape.poll(record)) {
        if (record.is(RecordKind.FRAME)) {
          int at = record.framePcmOffset();
          byte[] pcm = Arrays.copyOfRange(record.bytes(), at, at + record.framePcmLength());
          long place = TimedNoise.position(pcm, 0);
          if (place >= 0) {
            long end = place + record.frameSamples();
            reads.add(new Moment(record.frameCapturedNs(), place, end));
          }
        }
      }
    }
    return reads;
  }
}
