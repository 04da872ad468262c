package dev.tapewire.receiver.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of one track stand. Immutable.
 *
 * <pre>
 * OUT/NAME.wav                  the audio
 * OUT/NAME.json                 its summary
 * OUT/NAME.cut-N.wav            audio that a rewind took back
 * OUT/.tapewire/NAME.ledger     what is durable
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

  Path summaryFresh() {
    return hidden(out).resolve(name + ".json.new");
  }

  Path ledger() {
    return hidden(out).resolve(name + ".ledger");
  }

  Path lock() {
    return hidden(out).resolve(name + ".lock");
  }

  /** {@return the first free name for audio that is taken back} */
  Path cut() {
    int n = 1;
    while (Files.exists(out.resolve(name + ".cut-" + n + ".wav"))) {
      n++;
    }
    return out.resolve(name + ".cut-" + n + ".wav");
  }
}
