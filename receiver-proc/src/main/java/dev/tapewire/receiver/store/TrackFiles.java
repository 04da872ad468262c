package dev.tapewire.receiver.store;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where the files of one track stand. Immutable.
 *
 * <pre>
 * OUT/NAME.wav                  the audio
 * OUT/NAME.json                 its summary
 * OUT/NAME.cut-N.wav            audio that a rewind took back
 * OUT/.tapewire/NAME.ledger     what is durable
 * OUT/.tapewire/NAME.ledger.damaged-N
 * OUT/.tapewire/NAME.lock       held by the receiver that writes
 * </pre>
 */
record TrackFiles(Path out, String name) {
  private static final String HIDDEN = ".tapewire";

  static Path hidden(Path out) {
    return out.resolve(HIDDEN);
  }

  Path wav() {
    return out.resolve(name + ".wav");
  }

  Path summary() {
    return out.resolve(name + ".json");
  }

  Path ledger() {
    return hidden(out).resolve(name + ".ledger");
  }

  Path lock() {
    return hidden(out).resolve(name + ".lock");
  }

  /** {@return the first free name for audio that is taken back} */
  Path cut() {
    return free(out, name + ".cut-", ".wav");
  }

  /** {@return the first free name for a ledger that is damaged} */
  Path damaged() {
    return free(hidden(out), name + ".ledger.damaged-", "");
  }

  private static Path free(Path directory, String before, String behind) {
    int n = 1;
    while (Files.exists(directory.resolve(before + n + behind), LinkOption.NOFOLLOW_LINKS)) {
      n++; // Linked to nothing, it is not free either.
    }
    return directory.resolve(before + n + behind);
  }
}
