package dev.tapewire.sender.delivery;

import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.common.wire.Control;
import java.util.Set;

/**
 * Which profile the next link speaks. {@code auto} offers tapewire.v1 and falls back to raw when
 * the peer shows that it does not speak it, but never once it has. Confined to the agent thread.
 */
final class ProfileChoice {
  private static final Set<Integer> OFFER_REFUSED = Set.of(400, 403, 404, 406, 426);
  private static final int SERVER_ERROR = 500;

  /** Null but for a speech service. */
  private final ServiceTerms service;

  private final Patience patience;
  private final boolean auto;
  private boolean raw;
  private boolean keepsRaw;
  private boolean greeted;
  private int errors;

  /** What a session with a service was lost in that can go on; null: there is none. */
  private Conversation lost;

  private long lostNs;
  private boolean goesOn;

  /** The last link with a service had had no audio for a while. */
  private boolean rests;

  /**
   * Chooses.
   *
   * @param wanted {@code auto}, {@code tapewire} or {@code raw}
   * @param found what an earlier link of this delivery found; empty: nothing
   * @param service what goes with a speech service; null: it is none
   */
  ProfileChoice(String wanted, String found, ServiceTerms service) {
    this(wanted, found, service, 0);
  }

  /** Chooses as {@code parts} say. */
  ProfileChoice(DeliveryParts parts, String found) {
    this(parts.profile(), found, parts.service(), parts.startNs());
  }

  /** A service may take {@code startNs} to be ready at first; 0: what is usual. */
  private ProfileChoice(String wanted, String found, ServiceTerms service, long startNs) {
    this.patience = new Patience(startNs);
    this.service = service;
    this.auto = wanted.equals("auto");
    this.greeted = found.equals(TapewireConversation.PROFILE);
    this.keepsRaw =
        wanted.equals(RawConversation.PROFILE) || (auto && found.equals(RawConversation.PROFILE));
    this.raw = keepsRaw;
  }

  /** {@return the longest pause between two attempts to connect, ns} */
  long pauseNsMax() {
    boolean hasty = service != null && service.catchUp().gapFollows();
    return hasty ? Limits.RETRY_LIVE_NS_MAX : Limits.RETRY_NS_MAX;
  }

  boolean offersTapewire() {
    return !raw && service == null;
  }

  /**
   * {@return whether a link may be opened now} Nobody tries a key that may be refused; and where
   * the last link went for want of audio another costs, and would go, too.
   */
  boolean mayTry(long nowNs, OldestWaiting waiting, boolean draining) {
    boolean wanted = !rests || draining || waiting.isFresh();
    return wanted && (service == null || service.key().mayTry(nowNs));
  }

  /** {@return why none may, or null} */
  String keyRefusal() {
    return service == null ? null : service.key().refusal();
  }

  /** {@return what is wanted of the next link} */
  LinkRequest request(long number, long nowNs) {
    rests = false;
    if (service == null) {
      return new LinkRequest(number, offersTapewire());
    }
    boolean late = nowNs - lostNs > service.resumeNsMax();
    if (lost != null && (late || !lost.isWhole())) {
      lost = null;
    }
    Link again = lost == null ? null : lost.resumable();
    return new LinkRequest(number, false, service.opening(), again);
  }

  /** Gives up the session that the last request was to go on with. {@return whether it was} */
  boolean forgetsSession() {
    boolean was = lost != null;
    lost = null;
    return was;
  }

  /** {@return what is said over a link that opened and was accepted} */
  Conversation converse(Transfer transfer, Link link, int closesUnanswered, long nowNs) {
    if (service != null) {
      service.key().unanswered();
    }
    if (lost != null) {
      Conversation again = lost;
      lost = null;
      again.resume(link, nowNs);
      return again;
    }
    if (service != null) {
      ServiceTerms terms = goesOn ? service.goingOn() : service;
      goesOn = false;
      return new ServiceConversation(transfer, link, terms, patience, closesUnanswered, nowNs);
    }
    if (!raw) {
      return new TapewireConversation(transfer, link, nowNs);
    }
    opensRaw();
    return new RawConversation(transfer, link, closesUnanswered);
  }

  /** Notes that the last session was full and is over in order: the next one goes on with it. */
  void full() {
    goesOn = true;
  }

  /** {@return what a refused handshake comes to} */
  Verdict verdict(LinkEvent.Failed failed) {
    if (!failed.hopeless()) {
      return Verdict.lost(failed.reason());
    }
    if (auto && !keepsRaw) {
      raw = false; // The offer was not what it minded.
    }
    int status = failed.httpStatus();
    boolean key = service != null && (status == 401 || status == 403);
    return Verdict.refused(key ? service.keyRefused("HTTP " + status) : failed.reason());
  }

  boolean accepts(String subprotocol) {
    return subprotocol.equals(Control.SUBPROTOCOL);
  }

  /**
   * {@return whether a refusal of the upgrade may be one of the offer} Servers that know no
   * subprotocol answer in many ways. An error may pass, so it counts the second time; what asks for
   * a key, or says that there is no room, has another reason, and 502 to 504 are a proxy's.
   */
  boolean refusesOffer(int httpStatus) {
    errors = httpStatus == SERVER_ERROR ? errors + 1 : 0;
    boolean offer = OFFER_REFUSED.contains(httpStatus) || errors > 1;
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

  /**
   * Starts over after a lost link: what fell back to raw in vain may have been a proxy's page.
   *
   * @param conversation what was said over it; null: nothing yet
   */
  void lost(Conversation conversation, long nowNs) {
    if (auto && !keepsRaw) {
      raw = false;
    }
    if (service != null && conversation == null) {
      service.key().unanswered();
    }
    rests = conversation != null && conversation.isIdle(nowNs);
    if (conversation != null && conversation.resumable() != null) {
      lost = conversation;
      lostNs = nowNs;
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
