package dev.tapewire.receiver.reception;

import java.io.IOException;

/**
 * Where the audio of one delivery is stored, and its durable states. Everything but {@link #commit}
 * is done when it returns. After an exception a track takes nothing more; opened again, it is as
 * its newest durable state says. Confined to the agent thread.
 */
public interface Track {
  /** {@return the name of the WAV file, for people} */
  String name();

  /**
   * {@return what is durable; read anew each time, for there may be much of it} Not while a commit
   * is under way.
   */
  Stored stored() throws IOException;

  /** Appends PCM, whole blocks. */
  void append(byte[] pcm, int from, int length) throws IOException;

  /** Appends silence. */
  void silence(long samples) throws IOException;

  /**
   * Begins to make durable what was appended so far, then the commit's state. The outcome comes as
   * an event; until then no other commit, cut or close may be asked for, appending goes on.
   */
  void commit(Commit commit) throws IOException;

  /**
   * Begins to go back to the commit's state, which is one of those stored, or the start. The
   * outcome comes as a commit's.
   *
   * @param keepAside whether the audio taken back goes into a file of its own
   */
  void cut(Commit commit, boolean keepAside) throws IOException;

  /** Replaces the summary beside the audio. */
  void summary(String json) throws IOException;

  /** Lets go of the files, and of the lock that keeps other receivers off. */
  void close() throws IOException;
}
