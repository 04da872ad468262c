package dev.tapewire.receiver.store;

import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.ReceptionLimits;
import dev.tapewire.receiver.reception.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What has to be put right before a track goes on, where WAV and ledger do not fit together: a
 * crash leaves audio that nothing vouches for yet, people and disks leave anything. What might have
 * been acknowledged is kept aside. Confined to the agent thread.
 */
final class Mending {
  /** Kept aside by copying while a sender waits; what is more is kept with the whole file. */
  private static final long COPIED_BYTES_MAX = ReceptionLimits.PENDING_BYTES_MAX;

  private final TrackFiles files;
  private final DeliveryHead head;
  private final boolean damaged;
  private final boolean shrunk;
  private final int badLines;
  private final long availableBytes;
  private final DeliveryState newest;
  private final long vouchedBytes;
  private final long beyondBytes;
  private final boolean worthKeeping;

  private Mending(
      TrackFiles files, DeliveryHead head, LedgerCodec.Content content, WavFile wav, Stored there)
      throws IOException {
    List<DeliveryState> states = there.states();
    this.files = files;
    this.head = head;
    this.badLines = content.damaged();
    this.damaged = content.damaged() > 0;
    this.shrunk = states.size() < content.stored().states().size();
    this.availableBytes = wav.dataBytes();
    this.newest = states.isEmpty() ? head.start() : states.get(states.size() - 1);
    this.vouchedBytes = head.dataBytes(newest);
    this.beyondBytes = wav.beyond(vouchedBytes);
    this.worthKeeping =
        !content.whole()
            || newest.ended()
            || beyondBytes > COPIED_BYTES_MAX
            || !wav.headSays(vouchedBytes);
  }

  /** {@return what is to be mended of a known track, or null} */
  static Mending of(TrackFiles files, DeliveryHead head, LedgerCodec.Content content, WavFile wav)
      throws IOException {
    Stored there = there(head, content.stored(), wav.dataBytes());
    Mending mending = new Mending(files, head, content, wav, there);
    boolean fits = content.whole() && !mending.shrunk && mending.beyondBytes == 0;
    return fits ? null : mending;
  }

  /** Somebody may have cut or removed the WAV; then what it lacks is not stored any more. */
  Stored there(Stored stored) {
    return there(head, stored, availableBytes);
  }

  private static Stored there(DeliveryHead head, Stored stored, long availableBytes) {
    List<DeliveryState> states =
        stored.states().stream().filter(s -> head.dataBytes(s) <= availableBytes).toList();
    return new Stored(states, stored.gaps());
  }

  /** Says what does not fit, and leaves it as it is. */
  void begin(WavFile wav, Log log) throws IOException {
    if (beyondBytes > 0) {
      wav.goOn(vouchedBytes);
    } else {
      wav.truncate(vouchedBytes);
      wav.sync(vouchedBytes);
    }
    String goesOn = "; going on from record " + newest.next();
    if (damaged) {
      log.warn(files.name() + ": damaged lines in its ledger: " + badLines + goesOn);
    }
    if (shrunk) {
      log.warn(files.name() + ": the WAV holds less than its ledger says" + goesOn);
    }
  }

  /** Makes the files fit; after a failure the track is opened anew. */
  void mend(WavFile wav, Ledger ledger, Storage storage) throws IOException {
    if (beyondBytes > 0 && worthKeeping) {
      keepAside(wav, storage);
    }
    if (damaged) {
      Path aside = files.damaged();
      copyLedger(aside);
      storage.log().warn(files.name() + ": the damaged ledger is kept in " + aside);
    }
    if (damaged || shrunk) {
      ledger.rewrite(there(Ledger.read(files.ledger()).stored()));
    } else {
      ledger.mend();
    }
    wav.truncate(vouchedBytes);
  }

  private void keepAside(WavFile wav, Storage storage) throws IOException {
    Path aside = files.cut();
    if (beyondBytes > COPIED_BYTES_MAX) {
      Files.move(files.ledger(), files.damaged());
      Files.move(files.wav(), aside);
      DirectorySync.sync(files.out());
      throw new IOException(
          "the WAV holds much that its ledger does not vouch for: it is kept whole in "
              + aside.getFileName()
              + ", and the delivery starts over");
    }
    storage.reserve().take(beyondBytes);
    try (WavFile copy = wav.begin(aside, beyondBytes)) {
      wav.copyTo(copy, vouchedBytes, new WavFile.Span(vouchedBytes, vouchedBytes + beyondBytes));
      copy.sync(beyondBytes);
    }
    DirectorySync.sync(files.out());
    storage
        .log()
        .warn(
            files.name()
                + ": audio that its ledger does not vouch for is kept in "
                + aside.getFileName());
  }

  private void copyLedger(Path aside) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(OwnFiles.readBytes(files.ledger(), (int) Ledger.BYTES_MAX));
    try (FileChannel out =
        OwnFiles.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (all.hasRemaining()) {
        out.write(all);
      }
      out.force(true);
    }
  }
}
