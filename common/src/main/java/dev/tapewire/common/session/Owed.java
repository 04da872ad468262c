package dev.tapewire.common.session;

import dev.tapewire.common.checkpoint.MappedCheckpointStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * To whom a session is owed: each destination that it is addressed to, until that one has confirmed
 * the end or the user abandoned it. Immutable.
 *
 * @param addressees those destinations
 * @param addressed whether there is any destination, owed or not
 */
public record Owed(List<Addressee> addressees, boolean addressed) {
  /** Copies the list. */
  public Owed {
    addressees = List.copyOf(addressees);
  }

  /** Reads it from beside the tape; changes nothing there. */
  public static Owed of(SessionPaths paths, SessionSummary summary) throws IOException {
    return of(paths, summary.to(), summary.ended());
  }

  /**
   * Reads it from beside the tape; changes nothing there.
   *
   * @param to the names on the tape
   * @param ended whether the END record is on the tape
   */
  public static Owed of(SessionPaths paths, List<String> to, boolean ended) throws IOException {
    List<Addressee> all = Addressee.of(paths, to);
    List<Addressee> owed = new ArrayList<>();
    for (Addressee each : all) {
      boolean complete =
          ended && MappedCheckpointStore.read(paths.checkpoint(each.key())).complete();
      if (!complete && !paths.abandoned(each.key()).isSet()) {
        owed.add(each);
      }
    }
    return new Owed(owed, !all.isEmpty());
  }

  /** {@return the names of those destinations} */
  public List<String> to() {
    return addressees.stream().map(Addressee::name).toList();
  }

  /** {@return whether someone was to have it, and nobody is owed it: it may go} */
  public boolean isNothing() {
    return addressed && addressees.isEmpty();
  }
}
