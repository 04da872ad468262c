package dev.tapewire.sender.delivery;

import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.wire.Control;

/**
 * Which profile the next link speaks. {@code auto} offers tapewire.v1 and falls back to raw when
 * the peer shows that it does not speak it, but never once it has. Confined to the agent thread.
 */
final class ProfileChoice {
  /** Null but for a speech service. */
  private final ServiceTerms service;

  private final boolean auto;
  private boolean raw;
  private boolean keepsRaw;
  private boolean greeted;

  /**
   * Chooses.
   *
   * @param wanted {@code auto}, {@code tapewire} or {@code raw}
   * @param found what an earlier link of this delivery found; empty: nothing
   * @param service what goes with a speech service; null: it is none
   */
  ProfileChoice(String wanted, String found, ServiceTerms service) {
    this.service = service;
    this.auto = wanted.equals("auto");
    this.greeted = found.equals(TapewireConversation.PROFILE);
    this.keepsRaw =
        wanted.equals(RawConversation.PROFILE) || (auto && found.equals(RawConversation.PROFILE));
    this.raw = keepsRaw;
  }

  boolean offersTapewire() {
    return !raw && service == null;
  }

  /** {@return what is wanted of the next link} */
  LinkRequest request(long number) {
    return new LinkRequest(number, offersTapewire(), service == null ? null : service.opening());
  }

  /** {@return what is said over a link that opened and was accepted} */
  Conversation converse(Transfer transfer, Link link, int closesUnanswered, long nowNs) {
    if (service != null) {
      return new ServiceConversation(transfer, link, service, closesUnanswered, nowNs);
    }
    if (!raw) {
      return new TapewireConversation(transfer, link, nowNs);
    }
    opensRaw();
    return new RawConversation(transfer, link, closesUnanswered);
  }

  /** {@return what a refused handshake is told as} */
  String refusal(int httpStatus, String reason) {
    boolean key = service != null && (httpStatus == 401 || httpStatus == 403);
    return key ? service.keyRefused("HTTP " + httpStatus) : reason;
  }

  boolean accepts(String subprotocol) {
    return subprotocol.equals(Control.SUBPROTOCOL);
  }

  /** {@return whether a refusal of the upgrade looks like one of the offer} */
  boolean refusesOffer(int httpStatus) {
    boolean offer = httpStatus == 400 || httpStatus == 406 || httpStatus == 426;
    return offer && auto && !raw && !greeted;
  }

  /** Notes that the peer speaks tapewire.v1. */
  void greeted() {
    greeted = true;
  }

  /** Notes that a raw link opened: this session stays raw. */
  void opensRaw() {
    keepsRaw = true;
  }

  /** Takes raw for the next link, if that may be. {@return whether it may} */
  boolean fallsBack() {
    if (!auto || greeted || raw) {
      return false;
    }
    raw = true;
    return true;
  }

  /** {@return whether the user insists on tapewire.v1} */
  boolean insists() {
    return !auto && !raw && service == null;
  }

  /** Starts over after a lost link: what fell back to raw in vain may have been a proxy's page. */
  void lost() {
    if (auto && !keepsRaw) {
      raw = false;
    }
  }

  /** {@return what a confirmation will be worth} */
  Guarantee expected() {
    if (service != null) {
      return service.guarantee();
    }
    if (raw) {
      return Guarantee.EVIDENCE_ONLY;
    }
    return greeted ? Guarantee.EXACTLY_ONCE : Guarantee.UNKNOWN;
  }
}
