package dev.tapewire.launcher.simulation;

import java.util.SplittableRandom;

/**
 * What may happen next in a {@link World}: ordinary things and faults. A history is a list of
 * these, each with a number that decides its details; any part of the list is a history, too.
 */
enum Step {
  WORK(34, null),
  UP(40, null),
  DOWN(34, null),
  DIAL(26, null),
  PING(5, null),
  RECEIVE(8, null),
  SYNC(9, null),
  HEAR(9, null),
  RECORD(16, null),
  TICK(26, null),
  DRAIN(1, null),
  END(1, null),
  PAGE(1, null),
  SENDER_DIES(0, Fault.SENDER_DIES),
  SENDER_POWER(0, Fault.SENDER_POWER),
  RECEIVER_DIES(0, Fault.RECEIVER_DIES),
  RECEIVER_POWER(0, Fault.RECEIVER_POWER),
  CAPTURE_DIES(0, Fault.CAPTURE_DIES),
  TAPE_CUT(0, Fault.TAPE_CUT),
  TAPE_DAMAGED(0, Fault.TAPE_DAMAGED),
  LINK_CUT(0, Fault.LINK_CUT),
  HALF_OPEN(0, Fault.HALF_OPEN),
  BLACKHOLE(0, Fault.BLACKHOLE),
  STALL(0, Fault.STALL),
  REFUSED(0, Fault.REFUSED),
  LATE(0, Fault.LATE),
  ACK_PAST(0, Fault.ACK_PAST),
  ACK_FUTURE(0, Fault.ACK_FUTURE),
  LIE(0, Fault.LIE),
  DOUBLED(0, Fault.DOUBLED),
  SWALLOWED(0, Fault.SWALLOWED),
  FLIPPED(0, Fault.FLIPPED),
  DISK_FAULT(0, Fault.DISK_FAULT),
  REORDERED(0, Fault.REORDERED),
  UNASKED(0, Fault.UNASKED),
  DEAF(0, Fault.DEAF);

  private static final Step[] ALL = values();
  private static final int ARGUMENT_BITS = 24;
  private static final int STEPS_LEAST = 1900;
  private static final int STEPS_MORE = 1200;

  /** One step in so many is a fault, about. */
  private static final int A_FAULT_IN = 110;

  private final int weight;
  private final Fault fault;

  Step(int weight, Fault fault) {
    this.weight = weight;
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /** How often it is tried: some can seldom happen. */
  private int often() {
    return switch (this) {
      case LATE -> 6;
      case DOUBLED, SWALLOWED, FLIPPED, REORDERED, LIE, RECEIVER_POWER, RECEIVER_DIES -> 2;
      default -> 1;
    };
  }

  static Step of(int decision) {
    return ALL[decision >>> ARGUMENT_BITS];
  }

  static int argument(int decision) {
    return decision & ((1 << ARGUMENT_BITS) - 1);
  }

  static String describe(int decision) {
    return of(decision) + " " + argument(decision);
  }

  /** {@return the history of a seed: some kinds of fault often, some seldom, some never} */
  static int[] history(long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    int[] weights = new int[ALL.length];
    int ordinary = 0;
    int faults = 0;
    for (Step step : ALL) {
      int own =
          step.fault == null
              ? step.weight * (2 + random.nextInt(3))
              : step.often() * random.nextInt(3);
      weights[step.ordinal()] = own;
      ordinary += step.fault == null ? own : 0;
      faults += step.fault == null ? 0 : own;
    }
    int[] history = new int[STEPS_LEAST + random.nextInt(STEPS_MORE)];
    for (int i = 0; i < history.length; i++) {
      boolean fault = faults > 0 && random.nextInt(A_FAULT_IN) == 0;
      Step step =
          fault ? pick(random, weights, true, faults) : pick(random, weights, false, ordinary);
      history[i] = step.ordinal() << ARGUMENT_BITS | random.nextInt(1 << ARGUMENT_BITS);
    }
    return history;
  }

  private static Step pick(SplittableRandom random, int[] weights, boolean fault, int total) {
    int at = random.nextInt(total);
    for (Step step : ALL) {
      if ((step.fault != null) == fault) {
        at -= weights[step.ordinal()];
        if (at < 0) {
          return step;
        }
      }
    }
    throw new IllegalStateException("weights are less than " + total);
  }
}
