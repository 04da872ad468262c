package dev.tapewire.receiver.store;

import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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
  private final Stored stored;
  private final Storage storage;

  private FileTrack(TrackFiles files, DeliveryHead head, Opened opened, Storage storage) {
    this.files = files;
    this.head = head;
    this.lock = opened.lock();
    this.ledger = opened.ledger();
    this.wav = opened.wav();
    this.stored = opened.stored();
    this.storage = storage;
  }

  private record Opened(FileChannel lock, Ledger ledger, WavFile wav, Stored stored) {}

  /**
   * Opens a track, whose lock is held already and is let go if this fails.
   *
   * @param held the lock, and what the ledger holds
   */
  static FileTrack open(TrackFiles files, DeliveryHead head, HeldLedger held, Storage storage)
      throws IOException {
    boolean known = held.content().head() != null;
    if (!known) {
      storage.reserve().look(0);
      setAside(files, head);
    }
    Ledger ledger =
        known ? Ledger.goOn(files.ledger(), held.content()) : Ledger.begin(files.ledger(), head);
    WavFile wav = null;
    try {
      wav = WavFile.open(files.wav(), head.format());
      Stored stored = held.content().stored();
      Stored there = stillThere(head, stored, wav.dataBytes());
      if (there.states().size() < stored.states().size()) {
        ledger.rewrite(there);
      }
      long dataBytes = there.states().isEmpty() ? 0 : head.dataBytes(newest(there));
      wav.truncate(dataBytes);
      wav.sync(dataBytes);
      DirectorySync.sync(files.out());
      Opened opened = new Opened(held.lock(), ledger, wav, there);
      return new FileTrack(files, head, opened, storage);
    } catch (IOException e) {
      ledger.close();
      if (wav != null) {
        wav.close();
      }
      throw e;
    }
  }

  /** A WAV without a ledger is somebody's audio: it gets another name. */
  private static void setAside(TrackFiles files, DeliveryHead head) throws IOException {
    if (WavFile.holdsAudio(files.wav(), head.format())) {
      Files.move(files.wav(), files.cut());
    }
  }

  /** Somebody may have cut or removed the WAV; then what it lacks is not stored any more. */
  private static Stored stillThere(DeliveryHead head, Stored stored, long dataBytes) {
    List<DeliveryState> states = new ArrayList<>();
    for (DeliveryState state : stored.states()) {
      if (head.dataBytes(state) <= dataBytes) {
        states.add(state);
      }
    }
    return new Stored(states, stored.gaps());
  }

  private static DeliveryState newest(Stored stored) {
    return stored.states().get(stored.states().size() - 1);
  }

  @Override
  public String name() {
    return files.name();
  }

  @Override
  public Stored stored() {
    return stored;
  }

  @Override
  public void append(byte[] pcm, int from, int length) throws IOException {
    storage.reserve().take(length);
    wav.append(pcm, from, length);
  }

  @Override
  public void silence(long samples) throws IOException {
    boolean written = head.format().encoding().silence() != 0;
    storage.reserve().take(written ? head.format().bytes(samples) : 0);
    wav.silence(samples);
  }

  @Override
  public void commit(Commit commit) throws IOException {
    wav.pad();
    long dataBytes = head.dataBytes(commit.state());
    storage
        .syncs()
        .execute(
            () -> {
              IOException failure = null;
              try {
                wav.sync(dataBytes);
                ledger.append(commit);
              } catch (IOException e) {
                failure = e;
              } catch (RuntimeException e) { // Else nobody would hear of it.
                failure = new IOException("the sync thread failed: " + e, e);
              }
              storage.listener().committed(this, commit, failure);
            });
  }

  @Override
  public String cut(Stored kept, boolean keepAside) throws IOException {
    long dataBytes = kept.states().isEmpty() ? 0 : head.dataBytes(newest(kept));
    String aside = "";
    if (keepAside && wav.dataBytes() > dataBytes) {
      aside = wav.copy(dataBytes, files.cut());
      DirectorySync.sync(files.out());
    }
    ledger.rewrite(kept);
    wav.truncate(dataBytes);
    return aside;
  }

  @Override
  public void summary(String json) throws IOException {
    Files.deleteIfExists(files.summaryFresh()); // A link would be written through.
    Files.writeString(files.summaryFresh(), json, StandardOpenOption.CREATE_NEW);
    Files.move(
        files.summaryFresh(),
        files.summary(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
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
