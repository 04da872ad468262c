package dev.tapewire.launcher.service;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** One service: what is the same for all its links. Called under the server's lock. */
interface FarService {
  /** {@return the path of its address} */
  String path();

  /** {@return the right key; empty if it asks for none} */
  default String key() {
    return "";
  }

  /** {@return what the vendor's types say} */
  default Grammar grammar() {
    return Grammar.NONE;
  }

  /** {@return the answer to a plain request, or null if it serves none} */
  default MockResponse plain(ServiceServer server, RecordedRequest request) {
    return null;
  }

  /** {@return why the link may not open, or null; where keys come in band, any may} */
  default Refusal refusal(RecordedRequest request) {
    return null;
  }

  /** {@return the rules for a link that opens} */
  Rules rules(ServiceLink link, ServiceServer server);

  /**
   * A handshake that is refused. Immutable.
   *
   * @param status of HTTP
   * @param text why
   */
  record Refusal(int status, String text) {}
}
