package dev.tapewire.launcher.service;

/** What the vendor's own types say about messages. Safe for use by any thread. */
interface Grammar {
  /** For a service whose vendor publishes no types. */
  Grammar NONE =
      new Grammar() {
        @Override
        public String fault(String text) {
          return null;
        }

        @Override
        public void answer(String text) {}
      };

  /** {@return what is wrong with a client's message, or null} */
  String fault(String text);

  /**
   * Looks at an answer of the server.
   *
   * @throws AssertionError if it is not as the vendor says
   */
  void answer(String text);
}
