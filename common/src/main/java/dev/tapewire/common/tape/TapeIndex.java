package dev.tapewire.common.tape;

import dev.tapewire.common.error.IoReason;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.file.StrangeFileException;
import dev.tapewire.common.record.CorruptRecordException;
import dev.tapewire.common.record.NewerFormatException;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.record.SessionHeader;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tape files of one session in order, each with what its first record says. A file counts from
 * the moment its first record is there; writers give out cycles one after another, so whether there
 * is a newer file is asked of one name. Confined to one thread.
 */
final class TapeIndex {
  /**
   * One tape file.
   *
   * @param firstNumber of its first record
   * @param firstPosition of its first record
   * @param header its first record; null if that is damaged
   * @param sealed whether that says that the frames behind it are sealed
   */
  record Entry(
      Path path,
      int cycle,
      long firstNumber,
      long firstPosition,
      SessionHeader header,
      boolean sealed) {
    String name() {
      return path.getFileName().toString();
    }

    String incarnation() {
      return header == null ? "" : header.incarnation();
    }
  }

  /** Looks in vain for the next file before the directory is listed: a second of idle polls. */
  private static final int LOOKS_MAX = 100;

  private final Path directory;
  private final RecordView view = new RecordView();
  private final List<Entry> entries = new ArrayList<>();

  /** The newest cycle of which there is a file, whether it has a record yet or not. */
  private int newestCycle = -1;

  /** The file after that one; asked for at each idle poll, and a File asks without an exception. */
  private File following;

  private int looks;

  /** Looks at the files that are there. */
  TapeIndex(Path directory) {
    this(directory, cycles(directory));
  }

  private TapeIndex(Path directory, List<Integer> cycles) {
    this.directory = directory;
    cycles.forEach(this::take);
  }

  /** {@return the oldest file that has a record, or null; looks at no other} */
  static Entry oldest(Path directory) {
    for (int cycle : cycles(directory)) {
      TapeIndex one = new TapeIndex(directory, List.of(cycle));
      if (!one.entries.isEmpty()) {
        return one.entries.get(0);
      }
    }
    return null;
  }

  /** {@return the cycles that have a file in {@code directory}, in order} */
  static List<Integer> cycles(Path directory) {
    String[] names = directory.toFile().list(); // A third of what a stream of paths costs.
    if (names == null) {
      NoSuchFileException gone = new NoSuchFileException(directory.toString());
      throw new UncheckedIOException("can't list " + directory + ": gone, or no permission", gone);
    }
    return Stream.of(names).map(CycleName::parse).filter(cycle -> cycle >= 0).sorted().toList();
  }

  /** {@return the files that have a record} */
  List<Entry> entries() {
    return entries;
  }

  /** {@return the newest file that has a record} */
  Entry last() {
    return entries.get(entries.size() - 1);
  }

  /** {@return the newest cycle of which there is a file, or -1} */
  int newestCycle() {
    return newestCycle;
  }

  /** Takes in files that have come. {@return whether any did} */
  boolean refresh() {
    int before = entries.size();
    int lastBegun = entries.isEmpty() ? -1 : last().cycle();
    if (newestCycle > lastBegun) {
      open(newestCycle);
    }
    while (following != null && following.exists()) {
      take(newestCycle + 1);
    }
    if (entries.size() == before && ++looks >= LOOKS_MAX) {
      looks = 0;
      takeBehindAHole();
    }
    return entries.size() > before;
  }

  /** The next file may have been deleted by somebody while later ones came. */
  private void takeBehindAHole() {
    for (int cycle : cycles(directory)) {
      if (cycle > newestCycle) {
        take(cycle);
      }
    }
  }

  /** Forgets the oldest file if it is gone. {@return whether it was} */
  boolean forgetDropped() {
    boolean gone = entries.size() > 1 && !entries.get(0).path().toFile().exists();
    if (gone) {
      entries.remove(0);
    }
    return gone;
  }

  /** Forgets a file that somebody deleted. {@return whether it was} */
  boolean forgetDeleted(int entry) {
    boolean gone = !entries.get(entry).path().toFile().exists();
    if (gone) {
      entries.remove(entry);
    }
    return gone;
  }

  /** {@return the index of the file that holds {@code number} or would} */
  int holding(long number) {
    int found = 0;
    for (int i = 0; i < entries.size(); i++) {
      found = entries.get(i).firstNumber() <= number ? i : found;
    }
    return found;
  }

  private void take(int cycle) {
    newestCycle = cycle;
    following = directory.resolve(CycleName.of(cycle + 1)).toFile();
    open(cycle);
  }

  private void open(int cycle) {
    Path path = directory.resolve(CycleName.of(cycle));
    try (TapeFile file = new TapeFile(path)) {
      Entry entry = begun(file, path, cycle);
      if (entry != null) {
        entries.add(entry);
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      // The first files of a tape go once they are delivered; what else is gone, the numbers tell.
      if (path.toFile().exists()) {
        throw new UncheckedIOException("can't read " + path + ": " + IoReason.of(e), e);
      }
    } catch (StrangeFileException e) {
      throw new UncheckedIOException("can't read " + IoReason.withFile(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + path + ": " + IoReason.of(e), e);
    }
  }

  private Entry begun(TapeFile file, Path path, int cycle) {
    int passed = 0;
    while (true) {
      TapeFile.Step step = file.peek();
      if (step == TapeFile.Step.RECORD && file.read(view)) {
        // A record before it that is damaged still had its number.
        long first = view.number() - passed;
        SessionHeader header = passed == 0 ? header() : null;
        return new Entry(path, cycle, first, view.position(), header, view.marksSealed());
      }
      if (step == TapeFile.Step.RECORD) {
        file.advance();
      } else if (step != TapeFile.Step.BROKEN || !file.resync()) {
        return null;
      }
      passed++;
    }
  }

  private SessionHeader header() {
    try {
      return view.is(RecordKind.HEADER) ? view.header() : null;
    } catch (CorruptRecordException e) {
      return null;
    } catch (NewerFormatException e) {
      throw TapewireException.failed("session in " + directory + ": " + IoReason.of(e), e);
    }
  }
}
