package dev.tapewire.sender.delivery;

/**
 * The key of a service, and whether the service takes it. All deliveries of a process share it: a
 * key that was refused is tried by one of them a minute, not by each. Confined to the agent thread
 * once that runs.
 */
public final class ServiceKey {
  private final String secret;
  private final String source;
  private String refusal;
  private long triedNs;
  private long freeNs = Long.MIN_VALUE;
  private boolean taken;

  /**
   * Makes a key.
   *
   * @param secret null: there is none
   * @param source where it came from, or would, for people; empty: the service has no usual place
   */
  public ServiceKey(String secret, String source) {
    this.secret = secret;
    this.source = source;
  }

  /** {@return the key itself, or null} */
  public String secret() {
    return secret;
  }

  /** {@return whether a link may try it now; who may does} */
  boolean mayTry(long nowNs) {
    if (nowNs < freeNs) {
      return false;
    }
    triedNs = nowNs;
    if (refusal != null) {
      freeNs = nowNs + Limits.RETRY_REFUSED_NS;
    } else if (!taken) {
      freeNs = nowNs + Limits.CONNECT_NS_MAX; // The others wait for what it is told.
    }
    return true;
  }

  /** The link that tried it came to nothing, or to a session: no answer about the key. */
  void unanswered() {
    if (refusal == null) {
      freeNs = Long.MIN_VALUE;
    }
  }

  /** The service answered what was said with it. */
  void taken() {
    taken = true;
    refusal = null;
    freeNs = Long.MIN_VALUE;
  }

  /** The service does not take it. {@return what people are told} */
  String refused(String service, String reason) {
    freeNs = triedNs + Limits.RETRY_REFUSED_NS;
    taken = false;
    if (source.isEmpty()) {
      refusal = service + " wants a key; give it by --key-env or --key-file";
    } else {
      String what = secret == null ? " wants a key, set " : " refuses the key from ";
      refusal = service + what + source + (reason.isEmpty() ? "" : ": " + reason);
    }
    return refusal;
  }

  /** {@return what its refusal is told as; null: it was not refused, or taken since} */
  String refusal() {
    return refusal;
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return source;
  }
}
