package dev.tapewire.bench.flat;

import dev.tapewire.bench.lab.Program;

/** One way to send the whole recording. Immutable. */
record Runner(String name, int messageBytes, Start start) {
  /** The messages of a tape that are not joined: a frame of 1,024 samples each. */
  static final int FRAME_BYTES = 2048;

  static final int JOINED_BYTES = 65_536;

  /** How it is started. */
  @FunctionalInterface
  interface Start {
    /**
     * Starts it; it ends when all is sent.
     *
     * @param path its path at the counting server
     */
    Program start(FlatSetup setup, String path) throws Exception;
  }

  /** {@return {@code tapewire replay} in raw} */
  static Runner raw(int messageBytes) {
    return new Runner(
        "Tapewire, `raw`",
        messageBytes,
        (setup, path) ->
            messageBytes == FRAME_BYTES
                ? replay(setup, "raw=ws://127.0.0.1:" + setup.port + path)
                : replay(
                    setup,
                    "raw=ws://127.0.0.1:" + setup.port + path,
                    "--join",
                    Integer.toString(messageBytes)));
  }

  /** {@return {@code tapewire replay} to our receiver} */
  static Runner tapewire() {
    return new Runner(
        "Tapewire, `tapewire.v1`, digest checked, synced",
        0,
        (setup, path) -> replay(setup, "tapewire=" + setup.receiver));
  }

  private static Program replay(FlatSetup setup, String to, String... more) throws Exception {
    String[] words = {
      "replay",
      FlatSetup.SESSION,
      "--tapes",
      setup.tapes.directory().toString(),
      "--speed",
      "max",
      "--to",
      to
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return setup.lab.tapewire(all);
  }

  /** {@return OkHttp alone, from memory} */
  static Runner okHttp(int messageBytes) {
    return new Runner(
        "OkHttp alone, from memory",
        messageBytes,
        (setup, path) ->
            setup.lab.start(
                "java",
                "-Xms16m",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                BareOkHttp.class.getName(),
                "ws://127.0.0.1:" + setup.port + path,
                setup.pcm.toString(),
                Integer.toString(messageBytes)));
  }

  /** {@return Node's ws, from memory} */
  static Runner node(int messageBytes) {
    return new Runner(
        "Node ws, from memory",
        messageBytes,
        (setup, path) ->
            setup.lab.start(
                "node",
                setup.lab.peer("flat.js").toString(),
                "ws://127.0.0.1:" + setup.port + path,
                setup.pcm.toString(),
                Integer.toString(messageBytes)));
  }

  /** {@return Python's websockets, from memory} */
  static Runner python(int messageBytes) {
    return new Runner(
        "Python websockets, from memory",
        messageBytes,
        (setup, path) -> python(setup, "ws://127.0.0.1:" + setup.port + path, messageBytes));
  }

  /** {@return plain TCP, the floor} */
  static Runner plain() {
    return new Runner(
        "plain TCP, from memory (floor)",
        JOINED_BYTES,
        (setup, path) -> python(setup, "tcp://127.0.0.1:" + setup.plainPort, JOINED_BYTES));
  }

  private static Program python(FlatSetup setup, String uri, int messageBytes) throws Exception {
    return setup.lab.python(
        setup.lab.peer("flat.py"), uri, setup.pcm.toString(), Integer.toString(messageBytes));
  }
}
