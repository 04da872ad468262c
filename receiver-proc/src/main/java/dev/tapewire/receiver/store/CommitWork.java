package dev.tapewire.receiver.store;

import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Fills what is to be silence, makes audio durable, then says so in the ledger. */
final class CommitWork extends SyncWork {
  private final WavFile wav;
  private final Ledger ledger;
  private final Commit commit;
  private final long dataBytes;
  private final Deque<WavFile.Span> unfilled;

  CommitWork(Track track, Commit commit, Storage storage, WavFile wav, Ledger ledger, long bytes) {
    super(track, commit, storage);
    this.wav = wav;
    this.ledger = ledger;
    this.commit = commit;
    this.dataBytes = bytes;
    this.unfilled = new ArrayDeque<>(wav.takeUnfilled());
  }

  @Override
  boolean step() throws IOException {
    WavFile.Span span = unfilled.poll();
    if (span == null) {
      wav.checkThere(); // What has no name is nowhere, however well it is synced.
      wav.sync(dataBytes);
      ledger.append(commit);
      return true;
    }
    long to = Math.min(span.to(), span.from() + SLICE_BYTES);
    take(to - span.from(), wav);
    wav.fill(span.from(), to);
    if (to < span.to()) {
      unfilled.push(new WavFile.Span(to, span.to()));
    }
    return false;
  }
}
