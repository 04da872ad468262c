package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.file.OwnFiles;
import dev.tapewire.common.record.CorruptRecordException;
import dev.tapewire.common.record.RecordLayout;
import dev.tapewire.common.record.RecordView;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A cursor over the documents of one tape file, for reading only. It walks Chronicle's chain of
 * documents by its own reads instead of a mapping: a file that is cut, torn or growing can then do
 * no more harm than a short read, and nothing that a dead writer left is waited for.
 *
 * <p>A document is a 32-bit word and its bytes, the next one on a multiple of four. The word: 0 or
 * only bit 31, not there yet; bits 31 and 30 alone, the end of the file; bit 30, Chronicle's own,
 * passed over; else the length of one record. Confined to one thread.
 */
final class TapeFile implements Closeable {
  /** What stands at the cursor. */
  enum Step {
    /** A whole record, by its lengths; its CRC is not checked yet. */
    RECORD,
    /** Nothing yet, or nothing any more: the file may be cut here. */
    NOTHING,
    /** The writer closed the file. */
    END,
    /** Bytes that no writer leaves. */
    BROKEN
  }

  static final int WORD_BYTES = 4;
  static final int NOT_READY = 1 << 31;
  static final int CHRONICLES_OWN = 1 << 30;
  static final int END_OF_FILE = NOT_READY | CHRONICLES_OWN;

  /** Two of the largest records: what one read takes at most. */
  private static final int READ_BYTES_MAX = 2 * RecordLayout.RECORD_BYTES_MAX;

  /**
   * What a read takes, and is kept, at the live end: a frame or two; a process has hundreds open.
   */
  private static final int READ_BYTES_MIN = 8 * 1024;

  static final int PAGE_BYTES = 4096;

  /** What a disk writes whole or not at all. */
  private static final int SECTOR_BYTES = 512;

  /** Fewer zeros at the end of a record are no sign of anything. */
  private static final int ZEROS_MIN = 16;

  /** No writer's file is longer than 33 MiB; a stranger's may be a hole of a TiB. */
  private static final long FILE_BYTES_MAX = 256L << 20;

  /**
   * What the search for a record behind damage may spend on what looks like one: each word of a
   * crafted file may, and each costs a CRC of 128 KiB. A second or so.
   */
  private static final long SEARCHED_BYTES_MAX = 2L << 30;

  /** Chronicle's own documents are index tables of 16 KiB. */
  private static final int OWN_BYTES_MAX = 1 << 20;

  private final RandomAccessFile file;
  private byte[] bytes;
  private ByteBuffer words;
  private final RecordView check = new RecordView();
  private long bytesAt;
  private int bytesHeld;

  /** The most bytes that were wanted in one piece. */
  private int longest;

  /** What searches have spent so far. */
  private long searchedBytes;

  private int readBytes = READ_BYTES_MIN;
  private long offset;

  TapeFile(Path path) throws IOException {
    file = OwnFiles.random(path, "r");
    makeRoom(READ_BYTES_MIN);
  }

  /** Who was given the old bytes keeps them. */
  private void makeRoom(int count) {
    bytes = new byte[count];
    words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    bytesHeld = 0;
  }

  /** {@return what stands at the cursor now} */
  Step peek() {
    boolean fresh = bytesHeld == 0;
    Step step = look();
    if ((step == Step.NOTHING && !fresh) || step == Step.BROKEN) {
      // What was read may be older than what the writer has done since.
      bytesHeld = 0;
      readBytes = WORD_BYTES; // Most often there is nothing, and this word says so.
      step = look();
      readBytes = Math.max(readBytes, READ_BYTES_MIN);
    }
    if (step == Step.NOTHING) {
      readBytes = READ_BYTES_MIN;
      bytesHeld = 0;
      int kept = Math.max(READ_BYTES_MIN, longest);
      if (bytes.length > kept) {
        makeRoom(kept);
      }
    }
    return step;
  }

  private Step look() {
    while (true) {
      if (!hold(WORD_BYTES)) {
        return Step.NOTHING;
      }
      int word = intAt(0);
      if (word == 0 || word == NOT_READY) {
        return Step.NOTHING;
      }
      if (word == END_OF_FILE) {
        return Step.END;
      }
      if ((word & NOT_READY) != 0) {
        return Step.BROKEN;
      }
      if ((word & CHRONICLES_OWN) == 0) {
        return lookAtRecord(word);
      }
      int length = word & ~CHRONICLES_OWN;
      if (length > OWN_BYTES_MAX) {
        return Step.BROKEN;
      }
      offset = after(length);
    }
  }

  private Step lookAtRecord(int length) {
    if (length < RecordLayout.BODY_AT || length > RecordLayout.RECORD_BYTES_MAX) {
      return Step.BROKEN;
    }
    if (!hold(WORD_BYTES + length)) {
      return Step.NOTHING;
    }
    return intAt(WORD_BYTES + RecordLayout.LENGTH_AT) == length ? Step.RECORD : Step.BROKEN;
  }

  /** Points {@code into} at the record at the cursor. {@return whether its CRC is right} */
  boolean read(RecordView into) {
    if (wraps(into)) {
      return true;
    }
    bytesHeld = 0; // Perhaps it was read while it was being written.
    return look() == Step.RECORD && wraps(into);
  }

  private boolean wraps(RecordView into) {
    try {
      into.wrap(bytes, recordAt(), intAt(0));
      return true;
    } catch (CorruptRecordException e) {
      return false;
    }
  }

  /** {@return the number that the record at the cursor claims, its CRC unchecked} */
  long number() {
    return words.getLong(recordAt() + RecordLayout.NUMBER_AT);
  }

  /** Passes over the record at the cursor. */
  void advance() {
    offset = after(intAt(0));
  }

  /** {@return the cursor's place in the file} */
  long offset() {
    return offset;
  }

  /** Passes over broken bytes to the next record that is right. {@return false if there is none} */
  boolean resync() {
    long start = offset;
    for (offset += WORD_BYTES; hold(WORD_BYTES + RecordLayout.BODY_AT); offset += WORD_BYTES) {
      int word = intAt(0);
      if (word >= RecordLayout.BODY_AT && lookAtRecord(word) == Step.RECORD) {
        if (wraps(check)) {
          return true;
        }
        searchedBytes += word;
        if (searchedBytes > SEARCHED_BYTES_MAX) {
          break;
        }
      }
    }
    offset = start;
    return false;
  }

  /**
   * {@return whether the damage at the cursor is a part that never reached the disk: it is still
   * the zeros that were allocated, in a file that nobody has closed}
   */
  boolean isLostPage() throws IOException {
    if (file.length() % PAGE_BYTES != 0 || !hold(WORD_BYTES)) {
      return false; // Closed, it was cut behind its last record.
    }
    int length = intAt(0) & ~END_OF_FILE;
    int least = Math.max(length, RecordLayout.BODY_AT);
    int wanted = WORD_BYTES + Math.min(least, RecordLayout.RECORD_BYTES_MAX);
    if (!hold(wanted)) {
      return true;
    }
    int zeros = 0;
    for (int i = WORD_BYTES; i < wanted; i++) {
      boolean begins = (offset + i) % SECTOR_BYTES == 0;
      zeros = bytes[(int) (offset - bytesAt) + i] != 0 ? 0 : begins || zeros > 0 ? zeros + 1 : 0;
      if (zeros == SECTOR_BYTES || (zeros >= ZEROS_MIN && i == wanted - 1)) {
        return true;
      }
    }
    return false;
  }

  private int recordAt() {
    return (int) (offset - bytesAt) + WORD_BYTES;
  }

  private int intAt(int delta) {
    return words.getInt((int) (offset - bytesAt) + delta);
  }

  private long after(int length) {
    return (offset + WORD_BYTES + length + WORD_BYTES - 1) & -WORD_BYTES;
  }

  private boolean hold(int count) {
    if (offset >= bytesAt && offset + count <= bytesAt + bytesHeld) {
      return true;
    }
    if (offset + count > FILE_BYTES_MAX) {
      return false;
    }
    try {
      bytesAt = offset;
      bytesHeld = 0;
      file.seek(offset);
      int wanted = Math.max(count, readBytes);
      longest = Math.max(longest, count);
      if (bytes.length < wanted) {
        makeRoom(wanted);
      }
      int read = 0;
      while (bytesHeld < wanted && read >= 0) {
        read = file.read(bytes, bytesHeld, wanted - bytesHeld);
        bytesHeld += Math.max(read, 0);
      }
      readBytes = Math.min(READ_BYTES_MAX, 2 * readBytes);
      return bytesHeld >= count;
    } catch (IOException e) {
      bytesHeld = 0;
      throw new UncheckedIOException("can't read the tape: " + IoReason.of(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
