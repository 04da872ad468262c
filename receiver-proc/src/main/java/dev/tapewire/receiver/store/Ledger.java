package dev.tapewire.receiver.store;

import dev.tapewire.common.session.DirectorySync;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Stored;
import dev.tapewire.receiver.reception.StoredGap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file that says what of a track is durable: appended to at every commit, replaced as a whole
 * when it is to hold less. Every call returns with the file synced. Confined to one thread at a
 * time.
 */
final class Ledger implements AutoCloseable {
  private final Path file;
  private final DeliveryHead head;
  private FileChannel channel;
  private long bytes;

  private Ledger(Path file, DeliveryHead head) {
    this.file = file;
    this.head = head;
  }

  /** {@return what the ledger in {@code file} holds; nothing, without a head, if there is none} */
  static LedgerCodec.Content read(Path file) throws IOException {
    return LedgerCodec.read(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
  }

  /** Goes on with a ledger, without what is torn at its end. */
  static Ledger goOn(Path file, LedgerCodec.Content content) throws IOException {
    Ledger ledger = new Ledger(file, content.head());
    ledger.channel = FileChannel.open(file, StandardOpenOption.WRITE);
    ledger.channel.truncate(content.bytes());
    ledger.bytes = content.bytes();
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

  /** Writes what a commit says. */
  void append(Commit commit) throws IOException {
    if (commit.rewrite() != null) {
      rewrite(commit.rewrite());
      return;
    }
    StringBuilder lines = new StringBuilder();
    commit.newGaps().forEach(gap -> lines.append(LedgerCodec.gap(gap)));
    lines.append(LedgerCodec.state(commit.state()));
    write(lines);
    channel.force(false);
  }

  /** Replaces all by {@code stored}; a death on the way leaves the old or the new. */
  void rewrite(Stored stored) throws IOException {
    StringBuilder lines = new StringBuilder(LedgerCodec.head(head));
    for (StoredGap gap : stored.gaps()) {
      lines.append(LedgerCodec.gap(gap));
    }
    for (DeliveryState state : stored.states()) {
      lines.append(LedgerCodec.state(state));
    }
    close();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh); // A link would be written through.
    channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    bytes = 0;
    try {
      write(lines);
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      DirectorySync.sync(file.getParent());
    } catch (IOException e) {
      channel.close();
      throw e;
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
