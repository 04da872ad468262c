package dev.tapewire.common.session;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Which directory of a session is a destination's. It is the one that its name gives, but for what
 * earlier versions began: their names told destinations apart by less, so a directory of theirs
 * goes over to the first destination that asks and was called so. Safe for use by any thread.
 */
public final class DeliveryKey {
  /** Behind a name whose directory has gone over to another destination. */
  private static final String SECOND = "\n2";

  private DeliveryKey() {}

  /** {@return the key of the directory with its delivery; null: there is none} */
  public static String find(SessionPaths paths, Destination to) {
    String own = to.key();
    if (isThere(paths, own)) {
      Optional<DestinationName> told = told(paths, own);
      if (told.isEmpty() || told.get().name().equals(to.name())) {
        return own;
      }
      String second = Destination.keyOf(to.name() + SECOND);
      return isThere(paths, second) ? second : null;
    }
    String former = Destination.keyOf(to.formerName());
    boolean its =
        !former.equals(own)
            && isThere(paths, former)
            && told(paths, former).filter(name -> isOf(name, to)).isPresent();
    return its ? former : null;
  }

  /**
   * {@return the key of the directory where its delivery is or is to be}
   *
   * @param addressed the names that the tape has
   */
  public static String choose(SessionPaths paths, Destination to, List<String> addressed) {
    String found = find(paths, to);
    if (found != null) {
      return found;
    }
    if (isThere(paths, to.key())) {
      return Destination.keyOf(to.name() + SECOND);
    }
    return isAddressedFormerly(paths, to, addressed)
        ? Destination.keyOf(to.formerName())
        : to.key();
  }

  /**
   * {@return whether an earlier version addressed the session to it by an address without the
   * values of its query, and nobody has taken that up}
   */
  public static boolean isAddressedFormerly(
      SessionPaths paths, Destination to, List<String> addressed) {
    return !to.formerName().equals(to.address())
        && addressed.contains(to.formerName())
        && !addressed.contains(to.name())
        && !isThere(paths, Destination.keyOf(to.formerName()));
  }

  /** {@return whether the directory {@code key} is its, or may become so} */
  public static boolean isFree(SessionPaths paths, String key, Destination to) {
    Optional<DestinationName> told = told(paths, key);
    return told.isEmpty() || isOf(told.get(), to);
  }

  private static boolean isOf(DestinationName told, Destination to) {
    return told.name().equals(to.name()) || (!told.whole() && told.name().equals(to.formerName()));
  }

  private static Optional<DestinationName> told(SessionPaths paths, String key) {
    return DestinationName.read(paths.destinationName(key), key);
  }

  private static boolean isThere(SessionPaths paths, String key) {
    return Files.isDirectory(paths.destination(key));
  }
}
