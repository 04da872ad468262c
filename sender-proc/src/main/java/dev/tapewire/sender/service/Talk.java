package dev.tapewire.sender.service;

/**
 * What is said over one link. Audio is counted in <em>service samples</em>: of the stream that the
 * service gets, from the first of this link on. Confined to one thread.
 */
public interface Talk {
  /** Says what comes first; called once, when the link is open. */
  void begin();

  /** Reads a text message of the service and tells what it means. */
  void hear(String message);

  /** Says a piece of audio, whole service samples. */
  void audio(byte[] pcm, int offset, int length);

  /** Says that no more audio comes; {@link Ear#finished()} is the answer, at once or later. */
  void finish();

  /**
   * Takes the service's close of the link, and tells what it means, unless {@link Ear#finished()}
   * came before.
   */
  default void closed(int code, String reason) {}

  /** Keeps a session alive that has had no audio for a while. */
  default void idle() {}

  /** No answer is awaited any more to what was said before {@code sample}. */
  default void waive(long sample) {}

  /** {@return whether a lost link can be followed by another to the same session} */
  default boolean resumes() {
    return false;
  }

  /** The session goes on over a new link, behind the first {@code samples} of the session. */
  default void resume(long samples) {}
}
