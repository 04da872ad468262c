package dev.tapewire.capture.source;

/**
 * What tells one pipe from another over the lives of capture. Immutable.
 *
 * @param id the same in each life that reads the same pipe; 0: it can't be told
 * @param rewound whether it is a file, not a pipe, and stands at its beginning
 */
public record PipeIdentity(long id, boolean rewound) {
  /** Each life reads another pipe. */
  public static final PipeIdentity UNKNOWN = new PipeIdentity(0, false);

  /** {@return whether an earlier life, which noted {@code earlierId}, has read of this pipe} */
  public boolean isThatOf(long earlierId) {
    return id != 0 && id == earlierId && !rewound;
  }
}
