package dev.tapewire.capture;

import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.process.StreamLimit;
import dev.tapewire.common.time.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one process is to record, checked before anything is opened. Confined to one thread. */
final class SourcePlans {
  /**
   * So many were recorded together without a loss, with a ring of 1.5 s of 44.1 kHz mono for each;
   * 1,000 exhaust the memory that the script gives the process.
   */
  static final int SOURCES_MAX = 500;

  /**
   * Open files of one source: 6 were counted for a tone that is delivered (`ls /proc/PID/fd`: two
   * of the tape, its table, the lock, the machine's uptime, who delivers it), 7 for a file or a
   * command; one more with {@code --durability os}.
   */
  static final int SOURCE_FILES = 8;

  private final Path tapes;
  private final Clock clock;
  private final Set<String> sessions = new HashSet<>();
  private final List<SourcePlan> plans = new ArrayList<>();

  private SourcePlans(Path tapes, Clock clock) {
    this.tapes = tapes;
    this.clock = clock;
  }

  /**
   * {@return a plan for each source}
   *
   * @param piped the source whose output comes as standard input, or null: none does
   * @param filesMax open files that the process may have
   * @throws TapewireException wrong usage: what can't be recorded together
   */
  static List<SourcePlan> of(
      SourceOptions options, SourcePlan.Piped piped, Path tapes, Clock clock, long filesMax) {
    List<SourceOptions> sources = options.sources();
    if (sources.size() > SOURCES_MAX) {
      throw TapewireException.usage(
          sources.size()
              + " sources: one process takes "
              + SOURCES_MAX
              + "; start another `tapewire capture`");
    }
    StreamLimit room =
        new StreamLimit("sources", filesMax, StreamLimit.PROCESS_FILES, SOURCE_FILES);
    if (sources.size() > room.max()) {
      throw TapewireException.usage(sources.size() + " sources: " + room.told(sources.size()));
    }
    SourcePlans plans = new SourcePlans(tapes, clock);
    for (SourceOptions each : sources) {
      CaptureSpec spec =
          (piped == null ? each.spec() : each.spec(piped.source())).among(sources.size());
      plans.add(each, spec, piped);
    }
    return plans.plans;
  }

  private void add(SourceOptions options, CaptureSpec spec, SourcePlan.Piped piped) {
    if (spec.kind() == SourceKind.STDIN
        && plans.stream().anyMatch(plan -> plan.spec().kind() == SourceKind.STDIN)) {
      throw TapewireException.usage("--source - stands twice: there is one standard input");
    }
    if (spec.format() != null) {
      spec.ringFramesOf(spec.format()); // Refused before any of them is recorded.
    }
    String named = options.session();
    if (named != null && sessions.contains(named)) {
      throw TapewireException.usage(
          "--session " + named + " is for two sources; give each its own, after its --source");
    }
    boolean alone = spec.sharers() == 1;
    String id =
        named == null && !alone
            ? SessionName.make(tapes, spec, clock.epochNs(), sessions) // Before another takes it.
            : named;
    sessions.add(id);
    plans.add(new SourcePlan(id, spec, options.splitNs(id), piped));
  }
}
