package dev.tapewire.capture.soundfile;

/** A file's header can't be made sense of; the message says why, in a few words. */
final class HeaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeaderException(String reason) {
    super(reason);
  }
}
