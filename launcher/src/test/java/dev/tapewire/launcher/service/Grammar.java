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
        public String answer(String text) {
          return text;
        }
      };

  /** {@return what is wrong with a client's message, or null} */
  String fault(String text);

  /**
   * {@return an answer of the server as the vendor's types write it}
   *
   * @throws AssertionError if it is not as the vendor says
   */
  String answer(String text);
}
