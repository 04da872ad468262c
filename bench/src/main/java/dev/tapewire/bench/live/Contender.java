package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.Lab;

/** What can send a live recording. Safe for use by any thread. */
interface Contender {
  /** {@return what people know it as} */
  String name();

  /** {@return why it can't run here, or null} */
  String missing();

  /**
   * Starts it.
   *
   * @param id names this run, in one word
   */
  Running start(Lab lab, Target target, String id) throws Exception;

  /**
   * The server. Immutable.
   *
   * @param port where it takes WebSockets
   * @param plainPort where it takes plain TCP
   */
  record Target(int port, int plainPort) {
    String webSocket(String id) {
      return "ws://127.0.0.1:" + port + "/" + id;
    }

    String plain(String id) {
      return "tcp://127.0.0.1:" + plainPort + "/" + id;
    }
  }
}
