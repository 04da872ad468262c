package dev.tapewire.common.record;

/** The tape was written by a later Tapewire than this one. */
public final class NewerFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names both versions. */
  public NewerFormatException(int version) {
    super(
        "tape format "
            + version
            + " is newer than this Tapewire reads ("
            + RecordLayout.FORMAT_VERSION
            + "); update Tapewire");
  }
}
