package dev.tapewire.capture;

import dev.tapewire.common.bell.Ringer;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.NewSession;
import dev.tapewire.common.tape.Tape;
import dev.tapewire.common.tape.TapeWriter;
import java.util.List;

/**
 * Opens the sessions of one recording, which differ in what they go on from. Confined to the
 * recording's thread.
 */
final class SessionOpener implements TapeChain.Opener {
  private final NewSession wanted;
  private final CaptureSpec spec;
  private final Durability durability;
  private final CaptureContext context;

  SessionOpener(
      NewSession wanted, CaptureSpec spec, Durability durability, CaptureContext context) {
    this.wanted = wanted;
    this.spec = spec;
    this.durability = durability;
    this.context = context;
  }

  @Override
  public TapeWriter open(SessionPaths paths, Continues continues, List<String> to) {
    NewSession session = wanted.after(continues, to);
    return Tape.openWriter(paths, session, context.clock(), context.random());
  }

  @Override
  public SessionCare care(SessionPaths paths, TapeWriter tape) {
    double speed = spec.kind() == SourceKind.FILE ? spec.speed() : 1;
    SpaceWatch.Use space = new SpaceWatch.Use(tape.counters(), tape.header().format(), speed);
    Ringer ringer = new Ringer(paths);
    SessionCare care =
        new SessionCare(
            TapeSyncing.of(paths, tape, durability, context),
            context.housekeeping(),
            new Housekeeping.Guest(paths.id(), space, ringer::look),
            ringer);
    care.start();
    return care;
  }
}
