package dev.tapewire.receiver.store;

import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;

/** Keeps aside what is beyond a state, if it is worth it, and forgets it then. */
final class CutWork extends SyncWork {
  private final TrackFiles files;
  private final WavFile wav;
  private final Ledger ledger;
  private final Commit commit;
  private final Storage storage;
  private final long keptBytes;
  private final long endBytes;
  private final boolean aside;
  private WavFile copy;
  private long at;

  CutWork(Track track, Commit commit, Storage storage, Place place) {
    super(track, commit, storage);
    this.files = place.files();
    this.wav = place.wav();
    this.ledger = place.ledger();
    this.commit = commit;
    this.storage = storage;
    this.keptBytes = place.keptBytes();
    this.endBytes = wav.dataBytes();
    this.aside = place.aside() && endBytes > keptBytes;
    this.at = keptBytes;
  }

  /**
   * Where it is done. Immutable.
   *
   * @param keptBytes of audio
   * @param aside whether the rest is worth a file of its own
   */
  record Place(TrackFiles files, WavFile wav, Ledger ledger, long keptBytes, boolean aside) {}

  @Override
  boolean step() throws IOException {
    wav.checkThere();
    if (aside && at < endBytes) {
      return copySome();
    }
    if (copy != null) {
      copy.sync(endBytes - keptBytes);
      copy.close();
      DirectorySync.sync(files.out());
      storage.log().info(files.name() + ": what the tape lost is kept in " + copy.name());
    }
    ledger.goBack(commit.state());
    wav.truncate(keptBytes);
    return true;
  }

  private boolean copySome() throws IOException {
    if (copy == null) {
      copy = wav.begin(files.cut(), endBytes - keptBytes);
    }
    long to = Math.min(endBytes, at + SLICE_BYTES);
    try {
      take(0, copy);
      take(wav.copyTo(copy, keptBytes, new WavFile.Span(at, to)), copy);
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
    at = to;
    return false;
  }
}
