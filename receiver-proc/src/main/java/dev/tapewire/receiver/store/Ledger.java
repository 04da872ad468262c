package dev.tapewire.receiver.store;

import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.ReceptionLimits;
import dev.tapewire.receiver.reception.StateHistory;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.StoredGap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The file that says what of a track is durable: appended to at every commit, replaced as a whole
 * when it is to hold less. Every call returns with the file synced. Confined to one thread at a
 * time.
 */
final class Ledger implements AutoCloseable {
  /** A hundred thousand gaps and four thousand states take 9 MiB; what is larger is no ledger. */
  static final long BYTES_MAX = 32L << 20;

  /** The head is one line of two names and five numbers. */
  private static final int HEAD_BYTES_MAX = 4096;

  /** So much is encoded at a time: a ledger is long, and memory short. */
  private static final int CHUNK_CHARS = 64 * 1024;

  private final Path file;
  private final DeliveryHead head;
  private FileChannel channel;
  private FileMark mark;
  private long bytes;
  private int states;

  private Ledger(Path file, DeliveryHead head) {
    this.file = file;
    this.head = head;
  }

  /**
   * {@return what the ledger in {@code file} holds; nothing, without a head, if there is none}
   *
   * @throws IOException if it can't be read, is no plain file, or is of a later version
   */
  static LedgerCodec.Content read(Path file) throws IOException {
    return LedgerCodec.read(start(file, BYTES_MAX));
  }

  /** {@return the head of the ledger in {@code file}, or null; nothing more is read of it} */
  static DeliveryHead head(Path file) throws IOException {
    return LedgerCodec.headOf(start(file, HEAD_BYTES_MAX));
  }

  /** {@return the first {@code most} bytes of a ledger; none, if there is no such file} */
  private static byte[] start(Path file, long most) throws IOException {
    try (FileChannel in = OwnFiles.read(file)) {
      if (in.size() > BYTES_MAX) {
        throw new IOException(file + " is too large to be a ledger");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(in.size(), most));
      int read = 0;
      while (read >= 0 && bytes.hasRemaining()) {
        read = in.read(bytes);
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** Goes on with a ledger, which stays as it is until {@link #mend}. */
  static Ledger goOn(Path file, LedgerCodec.Content content) throws IOException {
    Ledger ledger = new Ledger(file, content.head());
    ledger.channel = OwnFiles.open(file, StandardOpenOption.WRITE);
    ledger.mark = FileMark.of(file);
    ledger.bytes = content.bytes();
    ledger.states = content.stored().states().size();
    // Who wrote it may have died before it was synced; from now on it is what we have.
    ledger.channel.force(true);
    DirectorySync.sync(file.getParent());
    return ledger;
  }

  /** Begins a ledger that holds nothing. */
  static Ledger begin(Path file, DeliveryHead head) throws IOException {
    Ledger ledger = new Ledger(file, head);
    ledger.rewrite(Stored.NOTHING);
    return ledger;
  }

  /** Cuts off what a crash left behind the last line that counts. */
  void mend() throws IOException {
    channel.truncate(bytes);
  }

  /** Writes what a commit says. */
  void append(Commit commit) throws IOException {
    if (commit.rewrite() != null) {
      rewrite(commit.rewrite());
    } else if (states >= ReceptionLimits.STATES_MAX) {
      thin(commit);
    } else {
      mark.check(file);
      writeLines(new StringBuilder(), commit.newGaps(), List.of(commit.state()));
      channel.force(false);
      states++;
    }
  }

  /** Writes all anew, with fewer of the old states. */
  private void thin(Commit commit) throws IOException {
    mark.check(file);
    Stored stored = read(file).stored();
    StateHistory history = new StateHistory(head.start(), stored.states());
    history.thin();
    history.add(commit.state());
    List<StoredGap> gaps = new ArrayList<>(stored.gaps());
    gaps.addAll(commit.newGaps());
    rewrite(new Stored(history.states(), gaps));
  }

  /** Forgets all that is beyond {@code state}. */
  void goBack(DeliveryState state) throws IOException {
    mark.check(file);
    Stored stored = read(file).stored();
    int kept = stored.states().lastIndexOf(state) + 1;
    rewrite(
        new Stored(
            stored.states().subList(0, kept),
            stored.gaps().stream().filter(gap -> gap.atSamples() < state.position()).toList()));
  }

  /** Replaces all by {@code stored}; a death on the way leaves the old or the new. */
  void rewrite(Stored stored) throws IOException {
    close();
    Path fresh = OwnFiles.freshName(file);
    channel = OwnFiles.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    bytes = 0;
    try {
      StringBuilder lines = new StringBuilder(LedgerCodec.head(head));
      writeLines(lines, stored.gaps(), stored.states());
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      DirectorySync.sync(file.getParent());
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(fresh);
      throw e;
    }
    mark = FileMark.of(file);
    states = stored.states().size();
  }

  private void writeLines(StringBuilder lines, List<StoredGap> gaps, List<DeliveryState> added)
      throws IOException {
    for (StoredGap gap : gaps) {
      writeIfMany(lines.append(LedgerCodec.gap(gap)));
    }
    for (DeliveryState state : added) {
      writeIfMany(lines.append(LedgerCodec.state(state)));
    }
    write(lines);
  }

  private void writeIfMany(StringBuilder lines) throws IOException {
    if (lines.length() >= CHUNK_CHARS) {
      write(lines);
      lines.setLength(0);
    }
  }

  private void write(CharSequence lines) throws IOException {
    ByteBuffer buffer = StandardCharsets.UTF_8.encode(lines.toString());
    while (buffer.hasRemaining()) {
      bytes += channel.write(buffer, bytes);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
