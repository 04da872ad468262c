package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.metric.Guarantee;
import dev.tapewire.sender.service.Ear;
import dev.tapewire.sender.service.Mouth;
import dev.tapewire.sender.service.Opening;
import dev.tapewire.sender.service.Proof;
import dev.tapewire.sender.service.Service;
import dev.tapewire.sender.service.Settings;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * What a delivery to a speech service keeps from link to link. Confined to the agent thread.
 *
 * @param at the service's address
 * @param key of the service, shared by all deliveries
 * @param catchUp what a new link does about a backlog
 * @param backlog where what follows behind the newest is left; null: there is no live edge
 */
public record ServiceTerms(
    Service service,
    Settings settings,
    URI at,
    ServiceKey key,
    CatchUp catchUp,
    Backlog backlog,
    ReplyLog replies) {
  /** Without audio for so long, services give a session up: gladia after about 30 s. */
  private static final long RESUME_NS_MAX = TimeUnit.SECONDS.toNanos(30);

  /**
   * Sees whether the service can be given what is on a tape, before any link is opened.
   *
   * @throws TapewireException if there is no such channel, or its rate can't be converted
   */
  public static void check(Service service, Settings settings, PcmFormat tape) {
    ServiceRules rules = ServiceRules.of(service.sheet(), settings);
    if (rules.channel() >= tape.channels()) {
      throw TapewireException.failed(
          "--set channel=" + (rules.channel() + 1) + ": the session has " + tape.channels());
    }
    new ServiceStream(tape, rules, 0);
  }

  /**
   * Sees whether every setting means something, as the first link would.
   *
   * @throws TapewireException wrong usage, if one does not
   */
  public static void rehearse(Service service, Settings settings) {
    Class<?>[] nobody = {Mouth.class, Ear.class};
    Object deaf =
        Proxy.newProxyInstance(Ear.class.getClassLoader(), nobody, (self, method, words) -> null);
    ServiceRules.of(service.sheet(), settings);
    service.talk(settings, "", (Mouth) deaf, (Ear) deaf).begin();
  }

  /** {@return what a link that begins now does about a backlog} */
  CatchUp catchUpNow() {
    boolean edge = backlog != null && backlog.mayBeLeft();
    return catchUp.gapFollows() && !edge ? CatchUp.ALL : catchUp;
  }

  /**
   * {@return for how long a lost session may be gone on with, ns: later it is over at the service,
   * or a choice is to be made about the backlog}
   */
  long resumeNsMax() {
    return catchUp.equals(CatchUp.ALL) ? RESUME_NS_MAX : ServiceStart.SLACK_NS;
  }

  /** {@return the same behind a session that was full: what waited for its end is not skipped} */
  ServiceTerms goingOn() {
    CatchUp next = catchUp.gapFollows() ? catchUp : CatchUp.ALL;
    return new ServiceTerms(service, settings, at, key, next, backlog, replies);
  }

  /** {@return the same, for what follows behind: in order} */
  public ServiceTerms inOrder() {
    return new ServiceTerms(service, settings, at, key, CatchUp.ALL, null, replies);
  }

  /** {@return what a confirmation is worth} */
  Guarantee guarantee() {
    return answers() ? Guarantee.AT_LEAST_ONCE : Guarantee.EVIDENCE_ONLY;
  }

  /** {@return whether the service tells anything of the audio} */
  boolean answers() {
    return service.sheet().proof() != Proof.NONE;
  }

  /** {@return whether it says what it has} */
  boolean acknowledges() {
    return service.sheet().proof() == Proof.RECEIPT;
  }

  /** {@return whether only pongs show what it has} */
  boolean needsPongs() {
    return !acknowledges() && service.sheet().answerMs() > 0;
  }

  /** {@return how the next link is opened} */
  Opening opening() {
    return service.opening(at, settings).keyed(service.sheet().keyForm());
  }

  /** {@return what a refusal of the key is told as} */
  String keyRefused(String reason) {
    return key.refused(service.sheet().name(), reason);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return service.sheet().name();
  }
}
