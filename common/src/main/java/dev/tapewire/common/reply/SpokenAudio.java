package dev.tapewire.common.reply;

/**
 * Where the audio that a service speaks stands in its message, and what it is. Immutable.
 *
 * @param pointer a JSON pointer (RFC 6901) to its base64 text
 * @param rate samples a second
 * @param encoding {@code s16le}, {@code mulaw}, {@code alaw}, {@code f32le}: one channel; or {@code
 *     wav}: whole files
 */
public record SpokenAudio(String pointer, int rate, String encoding) {
  /** The encoding of a service that speaks in whole WAV files. */
  public static final String WAV = "wav";
}
