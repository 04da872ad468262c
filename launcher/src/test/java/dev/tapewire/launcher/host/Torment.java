package dev.tapewire.launcher.host;

import java.time.Duration;

/** What the torture does to a stream. Each is taken away again after a while. */
enum Torment {
  SENDER_KILLED("sender killed") {
    @Override
    boolean applies(TortureStream to) throws Exception {
      return to.runs("sender");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.signal("sender", "KILL");
    }
  },
  RECEIVER_KILLED("receiver killed") {
    @Override
    boolean applies(TortureStream to) throws Exception {
      return to.server() == null && to.runs("receiver");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.signal("receiver", "KILL");
    }
  },
  CAPTURE_KILLED("capture killed") {
    @Override
    boolean applies(TortureStream to) throws Exception {
      return to.runs("capture");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.signal("capture", "KILL");
    }
  },
  SUPERVISOR_KILLED("supervisor killed, started again") {
    @Override
    boolean applies(TortureStream to) {
      return to.supervisorMayDie() && to.isFree("supervisor");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      Host.signal(at.supervisorPid(), "KILL");
    }
  },
  SERVER_RESTARTED("plain server killed, started again") {
    @Override
    boolean applies(TortureStream to) {
      return to.server() != null && to.isFree(STORE);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.server().kill();
      at.relieveAfter(STORE, dice.between(200, 4000), at.server()::start);
    }
  },
  SENDER_STOPPED("sender stopped (SIGSTOP)") {
    @Override
    boolean applies(TortureStream to) throws Exception {
      return to.isFree("sender") && to.runs("sender");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.stop("sender", stall(dice));
    }
  },
  CAPTURE_STOPPED("capture stopped (SIGSTOP)") {
    @Override
    boolean applies(TortureStream to) throws Exception {
      return to.isFree("capture") && to.runs("capture");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.stop("capture", dice.between(300, 4000));
    }
  },
  FAR_SIDE_STOPPED("receiver or server stopped (SIGSTOP)") {
    @Override
    boolean applies(TortureStream to) throws Exception {
      return to.isFree("receiver") && to.runs("receiver");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.stop("receiver", stall(dice));
    }
  },
  SUPERVISOR_STOPPED("supervisor stopped (SIGSTOP)") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree("supervisor") && to.supervisorPid() != 0;
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.stop("supervisor", dice.between(300, 5000));
    }
  },
  NETWORK_CUT("network cut (refused)") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree(NETWORK);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.network().refuse();
      at.relieveAfter(NETWORK, dice.between(200, 5000), at.network()::restore);
    }
  },
  NETWORK_DEAD("network dead (dropped)") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree(NETWORK);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.network().drop();
      at.relieveAfter(NETWORK, stall(dice), at.network()::restore);
    }
  },
  NETWORK_SLOW("network slow and lossy") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree(NETWORK);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.network().slow(40 + dice.below(300));
      at.relieveAfter(NETWORK, dice.between(2000, 8000), at.network()::restore);
    }
  },
  TAPE_DISK_FROZEN("tape's disk frozen") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree(TAPE);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.tapeDisk().freeze();
      at.relieveAfter(TAPE, freeze(dice), at.tapeDisk()::thaw);
    }
  },
  STORE_FROZEN("receiver's disk frozen") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree(STORE);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.storeDisk().freeze();
      at.relieveAfter(STORE, freeze(dice), at.storeDisk()::thaw);
    }
  },
  TAPE_DISK_FULL("tape's disk full") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree(TAPE);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.tapeDisk().fill();
      at.relieveAfter(TAPE, stall(dice), at.tapeDisk()::free);
    }
  },
  STORE_FULL("receiver's disk full") {
    @Override
    boolean applies(TortureStream to) {
      // A plain server has no way to say that it could not store what it took.
      return to.server() == null && to.isFree(STORE);
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.storeDisk().fill();
      at.relieveAfter(STORE, stall(dice), at.storeDisk()::free);
    }
  },
  CLOCK_STEPPED("wall clock stepped by hours or days") {
    @Override
    boolean applies(TortureStream to) {
      return to.wallClock() != null;
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      at.wallClock().set(dice.below(2 * CLOCK_OFF_S_MAX) - CLOCK_OFF_S_MAX);
    }
  },
  CORES_SATURATED("all cores saturated") {
    @Override
    boolean applies(TortureStream to) {
      return to.isFree("cores");
    }

    @Override
    void strike(TortureStream at, Dice dice) throws Exception {
      Burners burners = Burners.light();
      at.relieveAfter("cores", dice.between(1000, 4000), burners::close);
    }
  };

  private static final String NETWORK = "network";
  static final String TAPE = "tape disk";
  private static final String STORE = "store";
  private static final int CLOCK_OFF_S_MAX = 10 * 24 * 3600;

  private final String title;

  Torment(String title) {
    this.title = title;
  }

  /** {@return what it is, for people} */
  String title() {
    return title;
  }

  /** {@return whether it can be done to this stream now} */
  abstract boolean applies(TortureStream to) throws Exception;

  /** Does it, and says when and how it is taken away. */
  abstract void strike(TortureStream at, Dice dice) throws Exception;

  /** {@return mostly a hiccup, at times longer than any time-out of a link} */
  private static Duration stall(Dice dice) {
    return dice.oneIn(4) ? dice.between(11_000, 16_000) : dice.between(300, 4000);
  }

  /** {@return mostly a hiccup, at times as long as a disk takes that retries} */
  private static Duration freeze(Dice dice) {
    return dice.oneIn(5) ? dice.between(6000, 9000) : dice.between(300, 3000);
  }
}
