package dev.tapewire.sender;

import dev.tapewire.common.checkpoint.Checkpoint;
import dev.tapewire.common.checkpoint.CheckpointStore;
import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.tape.TapeReader;
import dev.tapewire.sender.delivery.Backlog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How far a destination has confirmed where the newest may go before what is older. The checkpoint
 * has no hole below it, so that all who read it alone are right; what was delivered ahead of it
 * stands beside it, in stretches, and joins it once the gap before is filled. A death between two
 * steps leaves what is found and finished at the next start. Confined to the agent thread.
 */
final class SplitCheckpoint implements Backlog, AutoCloseable {
  /** Gaps at once; each is a session with the service to come. Beyond, a backlog goes in order. */
  private static final int STRETCHES_MAX = 64;

  private final SessionPaths paths;
  private final String key;
  private final CheckpointStore whole;
  private final List<Stretch> stretches = new ArrayList<>();
  private boolean recording;

  /** Of the stretch that grows; null while there is none. */
  private CheckpointStore ahead;

  private SplitCheckpoint(SessionPaths paths, String key) {
    this.paths = paths;
    this.key = key;
    this.whole = MappedCheckpointStore.open(paths.checkpoint(key));
  }

  /** Opens it; what is not on the tape any more after a power cut is forgotten. */
  static SplitCheckpoint open(SessionPaths paths, String key, TapeReader tape) throws IOException {
    SplitCheckpoint split = new SplitCheckpoint(paths, key);
    List<Stretch> found = Stretch.read(paths.ahead(key));
    if (!found.isEmpty()) {
      split.ahead = MappedCheckpointStore.open(paths.aheadCheckpoint(key));
      split.keep(found.stream().filter(stretch -> stands(stretch, tape)).toList());
      split.grow();
      split.join();
    }
    return split;
  }

  private static boolean stands(Stretch stretch, TapeReader tape) {
    if (stretch.until() == null) {
      return stretch.from().next() <= tape.endNumber(); // Its own delivery sees to the rest.
    }
    TapeReader.Span span = tape.span(stretch.until().incarnation());
    return span != null && stretch.until().next() <= span.to();
  }

  /** The last stretch is the one that grows, whatever came behind it once. */
  private void grow() {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).until() != null) {
      Stretch closed = stretches.get(last);
      ahead.save(closed.until());
      stretches.set(last, new Stretch(closed.from(), null, closed.sentPosition()));
    }
  }

  /** {@return how far all is confirmed} */
  Checkpoint whole() {
    return whole.load();
  }

  /** {@return the record up to which what was left behind is to be delivered; -1: nothing was} */
  long gapUntil() {
    return stretches.isEmpty() ? -1 : stretches.get(0).from().next();
  }

  /** {@return up to which samples of the gap were handed to a link before it was left} */
  long gapSentPosition() {
    return stretches.get(0).sentPosition();
  }

  /** Says whether the session is being recorded: only then is there a live edge. */
  void recording(boolean now) {
    recording = now;
  }

  @Override
  public boolean mayBeLeft() {
    return recording && stretches.size() < STRETCHES_MAX;
  }

  @Override
  public void leave(Checkpoint at, long sentPosition) {
    List<Stretch> next = new ArrayList<>(stretches);
    if (!next.isEmpty()) {
      Stretch last = next.remove(next.size() - 1);
      if (end(last).next() > last.from().next()) {
        next.add(last.closed(end(last)));
      }
    }
    next.add(new Stretch(at, null, sentPosition));
    keep(next);
    if (ahead == null) {
      ahead = MappedCheckpointStore.open(paths.aheadCheckpoint(key));
    }
    ahead.save(at);
  }

  private Checkpoint end(Stretch stretch) {
    if (stretch.until() != null) {
      return stretch.until();
    }
    Checkpoint newest = ahead.load(); // Older than the stretch, if a death came right behind it.
    return newest.next() < stretch.from().next() ? stretch.from() : newest;
  }

  /** Takes into the checkpoint what the gaps before it no longer part from it. */
  private void join() {
    List<Stretch> left = new ArrayList<>(stretches);
    while (!left.isEmpty() && left.get(0).from().next() <= whole.load().next()) {
      Checkpoint end = end(left.remove(0));
      if (end.next() > whole.load().next() || end.complete()) {
        whole.save(end);
      }
    }
    if (left.size() < stretches.size()) {
      keep(left);
    }
  }

  private void keep(List<Stretch> next) {
    try {
      if (next.isEmpty()) {
        Files.deleteIfExists(paths.ahead(key));
      } else {
        OwnFiles.replaceDurably(paths.ahead(key), Stretch.text(next));
      }
      DirectorySync.sync(paths.destination(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stretches.clear();
    stretches.addAll(next);
  }

  /** {@return the checkpoint of the delivery that keeps up with the recording} */
  CheckpointStore live() {
    return new View(
        () -> stretches.isEmpty() ? whole.load() : end(stretches.get(stretches.size() - 1)),
        to -> (stretches.isEmpty() ? whole : ahead).save(to));
  }

  /** {@return the checkpoint of the delivery of the gap} */
  CheckpointStore gap() {
    return new View(whole::load, this::fill);
  }

  /** Short of the gap's end it moves; past it, once the service has said all it has to say. */
  private void fill(Checkpoint to) {
    boolean reached = to.next() >= gapUntil();
    if (!reached || to.complete()) {
      whole.save(
          new Checkpoint(
              to.incarnation(), to.next(), to.position(), to.digest(), to.profile(), false));
      join();
    }
  }

  /** One delivery's side of it. */
  private record View(Supplier<Checkpoint> from, Consumer<Checkpoint> to)
      implements CheckpointStore {
    @Override
    public Checkpoint load() {
      return from.get();
    }

    @Override
    public void save(Checkpoint checkpoint) {
      to.accept(checkpoint);
    }

    @Override
    public void close() {
      // Nothing is held here.
    }
  }

  @Override
  public void close() {
    whole.close();
    if (ahead != null) {
      ahead.close();
    }
  }
}
