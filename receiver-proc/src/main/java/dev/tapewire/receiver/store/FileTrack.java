package dev.tapewire.receiver.store;

import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;

/**
 * A track as a WAV file with its summary and ledger. A commit runs on the sync thread: WAV synced
 * first, then the ledger's entry, synced too. Confined to the agent thread, but for the commit that
 * is under way: meanwhile the agent only appends beyond it.
 */
final class FileTrack implements Track {
  /** The delivery id of audio without a protocol, which nobody goes on with. */
  static final String PLAIN = "plain";

  private final TrackFiles files;
  private final DeliveryHead head;
  private final FileChannel lock;
  private final Ledger ledger;
  private final WavFile wav;
  private final Storage storage;

  /** Null once the files are as the ledger says. */
  private Mending mending;

  private FileTrack(TrackFiles files, DeliveryHead head, Opened opened, Storage storage) {
    this.files = files;
    this.head = head;
    this.lock = opened.lock();
    this.ledger = opened.ledger();
    this.wav = opened.wav();
    this.mending = opened.mending();
    this.storage = storage;
  }

  private record Opened(FileChannel lock, Ledger ledger, WavFile wav, Mending mending) {}

  /**
   * Opens a track, whose lock is held already and is let go if this fails. What is there and does
   * not fit together is left as it is until something is written: who only says hello, and that may
   * be anybody, changes nothing.
   *
   * @param held the lock, and what the ledger holds
   */
  static FileTrack open(TrackFiles files, DeliveryHead head, HeldLedger held, Storage storage)
      throws IOException {
    LedgerCodec.Content content = held.content();
    boolean known = content.head() != null;
    if (!known) {
      storage.reserve().look(0);
      setAside(files, head, content, storage);
    }
    Ledger ledger =
        known ? Ledger.goOn(files.ledger(), content) : Ledger.begin(files.ledger(), head);
    WavFile wav = null;
    try {
      wav = WavFile.open(files.wav(), head.format());
      Mending mending = known ? Mending.of(files, head, content, wav) : null;
      if (mending == null) {
        long dataBytes = vouched(head, content.stored().states());
        wav.truncate(dataBytes);
        wav.sync(dataBytes);
      } else {
        mending.begin(wav, storage.log());
      }
      DirectorySync.sync(files.out());
      return new FileTrack(files, head, new Opened(held.lock(), ledger, wav, mending), storage);
    } catch (IOException e) {
      ledger.close();
      if (wav != null) {
        wav.close();
      }
      throw e;
    }
  }

  /** A WAV without a ledger that tells of it is somebody's audio: it gets another name. */
  private static void setAside(
      TrackFiles files, DeliveryHead head, LedgerCodec.Content content, Storage storage)
      throws IOException {
    if (!content.whole()) {
      var aside = files.damaged();
      Files.move(files.ledger(), aside);
      storage.log().warn(files.name() + ": its ledger is damaged, and is kept in " + aside);
    }
    if (WavFile.holdsAudio(files.wav(), head.format())) {
      var aside = files.cut();
      Files.move(files.wav(), aside);
      storage
          .log()
          .warn(
              files.name()
                  + ": no ledger tells of the audio that was there; it is kept in "
                  + aside.getFileName());
    }
  }

  /** {@return bytes of audio that the newest of {@code states} vouches for} */
  static long vouched(DeliveryHead head, List<DeliveryState> states) {
    return states.isEmpty() ? 0 : head.dataBytes(states.get(states.size() - 1));
  }

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public Stored stored() throws IOException {
    Stored stored = Ledger.read(files.ledger()).stored();
    return mending == null ? stored : mending.there(stored);
  }

  /** Before the first byte is written. */
  private void mend() throws IOException {
    if (mending != null) {
      mending.mend(wav, ledger, storage);
      mending = null;
    }
  }

  @Override
  public void append(byte[] pcm, int from, int length) throws IOException {
    mend();
    storage.reserve().take(length);
    wav.append(pcm, from, length);
  }

  @Override
  public void silence(long samples) throws IOException {
    mend();
    boolean written = head.format().encoding().silence() != 0;
    storage.reserve().take(written ? head.format().bytes(samples) : 0);
    wav.silence(samples);
  }

  @Override
  public void commit(Commit commit) throws IOException {
    mend();
    wav.pad();
    long dataBytes = head.dataBytes(commit.state());
    storage.syncs().execute(new CommitWork(this, commit, storage, wav, ledger, dataBytes));
  }

  @Override
  public void cut(Commit commit, boolean keepAside) throws IOException {
    mend();
    CutWork.Place place =
        new CutWork.Place(files, wav, ledger, head.dataBytes(commit.state()), keepAside);
    storage.syncs().execute(new CutWork(this, commit, storage, place));
  }

  @Override
  public void summary(String json) throws IOException {
    if (mending != null && OwnFiles.isFile(files.summary())) {
      return; // It may tell of audio that is there, and about which the ledger can't any more.
    }
    OwnFiles.replace(files.summary(), json);
  }

  @Override
  public void close() throws IOException {
    try (lock;
        ledger;
        wav) {
      // A replay may be called the same, but its files are never called as its session.
      if (head.delivery().equals(PLAIN) && head.session().equals(files.name())) {
        Files.deleteIfExists(files.ledger());
        Files.deleteIfExists(files.lock());
      }
    }
  }
}
