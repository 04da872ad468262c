package dev.tapewire.sender;

import dev.tapewire.common.wire.Control;
import dev.tapewire.common.wire.ControlCodec;
import dev.tapewire.sender.delivery.FakeLink;
import dev.tapewire.sender.delivery.LinkEvent;
import dev.tapewire.sender.delivery.LinkFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A peer that is alive and of no use, in one of many ways. Confined to one thread. */
final class UselessPeer {
  private static final long TRICKLE_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String START = "0".repeat(64);

  private final Way way;
  private FakeLink link;
  private Consumer<LinkEvent> events;
  private int links;
  private int played;
  private long openedNs;
  private long saidNs;

  /** What it does. */
  enum Way {
    TAKES_TCP_AND_NEVER_UPGRADES,
    REFUSES_EACH_UPGRADE,
    UPGRADES_AND_SAYS_NOTHING,
    GREETS_AND_NEVER_WELCOMES,
    GREETS_AND_CLOSES,
    NEVER_ACKNOWLEDGES,
    WELCOMES_FROM_THE_START_EACH_TIME,
    CONFIRMS_THE_SAME_AGAIN_AND_AGAIN,
    ANSWERS_4500,
    ANSWERS_4429,
    ANSWERS_4409,
    CANT_STORE,
    REWINDS_FOR_EVER,
    IS_BUSY_WITH_503,
    RAW_TAKES_NOTHING,
    RAW_TAKES_A_TRICKLE,
    RAW_SENDS_PONGS_ALONE,
    RAW_CUTS_EACH_LINK,
    SERVICE_NEVER_READY,
    SERVICE_HEARS_AND_NEVER_ANSWERS;

    String profile() {
      if (name().startsWith("SERVICE")) {
        return "whisperlive";
      }
      return name().startsWith("RAW") ? "raw" : "tapewire";
    }
  }

  UselessPeer(Way way) {
    this.way = way;
  }

  LinkFactory links(Consumer<LinkEvent> to) {
    return request -> {
      links++;
      played = 0;
      events = to;
      link = new FakeLink(request);
      return link;
    };
  }

  int links() {
    return links;
  }

  /** Does the next thing. */
  void play(long nowNs) {
    if (link == null) {
      return;
    }
    played++;
    switch (way) {
      case TAKES_TCP_AND_NEVER_UPGRADES -> {}
      case REFUSES_EACH_UPGRADE -> once(new LinkEvent.Failed(number(), 0, false, "refused"));
      case IS_BUSY_WITH_503 -> once(new LinkEvent.Failed(number(), 503, false, "HTTP 503"));
      default -> overAnOpenLink(nowNs);
    }
  }

  private void overAnOpenLink(long nowNs) {
    if (played == 1) {
      openedNs = nowNs;
      saidNs = nowNs;
      String selected = way.profile().equals("tapewire") ? Control.SUBPROTOCOL : "";
      events.accept(new LinkEvent.Opened(number(), selected));
      return;
    }
    if (way.profile().equals("tapewire")) {
      tapewire(nowNs);
    } else {
      plain(nowNs);
    }
  }

  private void tapewire(long nowNs) {
    if (way == Way.UPGRADES_AND_SAYS_NOTHING) {
      return;
    }
    if (played == 2) {
      say(new Control.Greeting(131_072));
    } else if (played == 3 && way == Way.GREETS_AND_CLOSES) {
      close(1011);
    } else if (played == 4) {
      answerHello();
    } else if (played > 5) {
      goOn(nowNs);
    }
  }

  private void answerHello() {
    switch (way) {
      case GREETS_AND_NEVER_WELCOMES, GREETS_AND_CLOSES -> {}
      case ANSWERS_4500 -> close(4500);
      case ANSWERS_4429 -> close(4429);
      case ANSWERS_4409 -> close(4409);
      default -> say(new Control.Welcome(true, "", 0, START));
    }
  }

  private void goOn(long nowNs) {
    if (way == Way.WELCOMES_FROM_THE_START_EACH_TIME
        || way == Way.CONFIRMS_THE_SAME_AGAIN_AND_AGAIN) {
      if (played == 6) {
        say(new Control.Ack(5)); // Of 52 records: new the first time.
      } else if (played == 8) {
        close(way == Way.CONFIRMS_THE_SAME_AGAIN_AND_AGAIN ? 1011 : 4500);
      }
    } else if (way == Way.CANT_STORE && played == 6) {
      close(4500);
    } else if (way == Way.REWINDS_FOR_EVER && nowNs - saidNs > TRICKLE_NS) {
      saidNs = nowNs;
      say(new Control.Welcome(true, String.format("%032x", played), (1L << 62) - played, START));
    }
  }

  private void plain(long nowNs) {
    boolean trickles = nowNs - saidNs > TRICKLE_NS;
    switch (way) {
      case RAW_CUTS_EACH_LINK -> {
        if (nowNs - openedNs > TimeUnit.MILLISECONDS.toNanos(1500)) {
          events.accept(new LinkEvent.Failed(number(), 0, false, "the connection was cut"));
          link = null;
        }
      }
      case RAW_SENDS_PONGS_ALONE -> link.pong();
      case RAW_TAKES_A_TRICKLE, SERVICE_HEARS_AND_NEVER_ANSWERS -> {
        if (trickles && !link.handed.isEmpty()) {
          saidNs = nowNs;
          link.handed.remove();
          say("{}");
        }
      }
      default -> {}
    }
  }

  private void say(Control control) {
    say(ControlCodec.encode(control));
  }

  private void say(String text) {
    events.accept(new LinkEvent.Text(number(), text));
  }

  private void close(int code) {
    events.accept(new LinkEvent.Closed(number(), code, ""));
    link = null;
  }

  private void once(LinkEvent event) {
    if (played == 1) {
      events.accept(event);
    }
  }

  private long number() {
    return link.request.number();
  }
}
