package dev.tapewire.bench.live;

import java.util.List;
import java.util.Map;

/** A contender that runs. Confined to one thread. */
interface Running {
  /** {@return its processes by name} */
  Map<String, Long> processes() throws Exception;

  /** Asks it to stop, and waits. */
  void stop() throws Exception;

  /**
   * {@return when its reads of the microphone returned; empty if nobody can see that}
   *
   * @param arrived what came of it; its first sample is the first read
   */
  List<Moment> reads(List<Moment> arrived) throws Exception;
}
