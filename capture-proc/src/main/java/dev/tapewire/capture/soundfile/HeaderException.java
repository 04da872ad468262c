package dev.tapewire.capture.soundfile;

/** A header can't be made sense of; the message says why, in a few words. */
public final class HeaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String decoder;

  HeaderException(String reason) {
    this(reason, null);
  }

  private HeaderException(String reason, String decoder) {
    super(reason);
    this.decoder = decoder;
  }

  /** {@return one of a sound that is not read as it is, but is once ffmpeg has decoded it} */
  static HeaderException coded(String reason) {
    return new HeaderException(reason, "-f wav -");
  }

  /** {@return one of samples that are too fine for us, but that ffmpeg makes coarser} */
  static HeaderException doubles() {
    return new HeaderException("64-bit float is not read, only 32-bit", "-c:a pcm_f32le -f wav -");
  }

  /**
   * {@return what ffmpeg is to be told to write something that we read; null: it would not help} As
   * WAV, so that rate and channels come along.
   */
  public String decoder() {
    return decoder;
  }
}
