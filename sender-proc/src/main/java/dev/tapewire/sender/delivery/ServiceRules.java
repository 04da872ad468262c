package dev.tapewire.sender.delivery;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.sender.service.Settings;
import dev.tapewire.sender.service.Sheet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What bounds a talk with a service: the sheet's facts, or what was set instead. Immutable.
 *
 * @param blockBytes bytes of a service sample
 * @param pieceBytes audio in one message
 * @param pieceBytesLeast of the last one, too
 * @param pace times real time at most; 0: no ceiling
 * @param sessionNsMax a new session is begun then; 0: never
 * @param keepAliveNs without audio for so long, a sign of life is due; 0: never
 * @param lingerNs after the audio, the end is said when nothing came for so long; 0: at once
 * @param channel which one is heard, from 0; -1: the mean of all
 * @param silenceBytes sent behind the last audio
 * @param unansweredMax messages of audio; 0: they are not answered one by one
 */
record ServiceRules(
    PcmFormat format,
    int blockBytes,
    int pieceBytes,
    int pieceBytesLeast,
    double pace,
    long sessionNsMax,
    long keepAliveNs,
    long lingerNs,
    int channel,
    int silenceBytes,
    int unansweredMax) {
  /**
   * From the upgrade until audio may be sent, the first time, and twice as long after each in vain:
   * some services load a model first.
   */
  static final long READY_NS_MAX = TimeUnit.SECONDS.toNanos(15);

  /** The longest of these: larger models take minutes from a cold disk. */
  static final long READY_NS_MOST = TimeUnit.SECONDS.toNanos(240);

  /** From when a link takes no more until why is known: the service may have said so. */
  static final long LAST_NEWS_NS_MAX = TimeUnit.SECONDS.toNanos(1);

  /** From audio to an answer, beyond what is usual for the service. */
  static final long ANSWER_NS_MAX = TimeUnit.SECONDS.toNanos(30);

  /**
   * From the end of the audio, or the answer before, to the last word: what is under way is still
   * answered. Shorter than {@code --drain}, so that another session is tried before that is over.
   */
  static final long LAST_WORD_NS_MAX = TimeUnit.SECONDS.toNanos(20);

  /** The same where all is answered: then nothing is missed with it. */
  static final long GOODBYE_NS_MAX = TimeUnit.SECONDS.toNanos(10);

  /** The same of a service that says nothing whatever: it may hear nothing to answer. */
  static final long MUTE_NS_MAX = TimeUnit.MINUTES.toNanos(5);

  /** Without audio for less no service gives a session up: that it went has another reason. */
  static final long IDLE_NS_LEAST = TimeUnit.SECONDS.toNanos(5);

  /** An utterance that grows and grows is none: those who talk breathe. */
  static final long UTTERANCE_NS_MAX = TimeUnit.MINUTES.toNanos(10);

  /** What a service says after the audio puts its end off for so long, and no longer. */
  static final long AFTERWORD_NS_MAX = TimeUnit.MINUTES.toNanos(2);

  /** Times of services are rounded: so much at the end is no stretch of its own. */
  static final long ROUNDED_MS = 100;

  /** A full session is left where it is quiet; after so long anywhere. */
  private static final long QUIET_NS_MAX = TimeUnit.SECONDS.toNanos(10);

  /** An amplitude that is a pause between words, of full scale: 40 dB below it. */
  private static final double QUIET_MOST = 0.01;

  private static final double S16_FULL_SCALE = 32768;

  private static final double PACE_MOST = 1000;
  private static final double SESSION_S_MOST = 1e6;
  private static final double LINGER_S_MOST = 300;
  private static final double KEEP_ALIVE_S_MOST = 3600;

  /** Reads them; a setting that is none is wrong usage. */
  static ServiceRules of(Sheet sheet, Settings settings) {
    PcmFormat format = sheet.format();
    double most = sheet.pieceMsMost();
    double pieceMs = settings.number(Sheet.PIECE, Math.max(1, sheet.pieceMsLeast()), most);
    return new ServiceRules(
        format,
        format.blockBytes(),
        bytes(format, pieceMs),
        bytes(format, sheet.pieceMsLeast()),
        settings.number(Sheet.PACE, 0, PACE_MOST),
        ns(settings.number(Sheet.SESSION_MAX, 0, SESSION_S_MOST)),
        ns(settings.number(Sheet.KEEP_ALIVE, 0, KEEP_ALIVE_S_MOST)),
        ns(settings.number(Sheet.LINGER, 0, LINGER_S_MOST)),
        channel(settings),
        bytes(format, sheet.silenceMs()),
        sheet.unansweredMax());
  }

  private static int channel(Settings settings) {
    boolean mix = settings.text(Sheet.CHANNEL).equals("mix");
    return mix ? -1 : (int) settings.number(Sheet.CHANNEL, 1, PcmFormat.CHANNELS_MAX) - 1;
  }

  private static int bytes(PcmFormat format, double ms) {
    return (int) format.bytes(Math.round(ms * format.sampleRateHz() / 1000));
  }

  private static long ns(double seconds) {
    return Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
  }

  /** {@return a piece of silence} */
  byte[] silence() {
    byte[] silence = new byte[pieceBytes];
    Arrays.fill(silence, format.encoding().silence());
    return silence;
  }

  long pieceSamples() {
    return pieceBytes / blockBytes;
  }

  /** {@return the piece, as long as the service wants one at least} */
  byte[] padded(byte[] piece) {
    if (piece.length >= pieceBytesLeast) {
      return piece;
    }
    byte[] padded = Arrays.copyOf(piece, pieceBytesLeast);
    Arrays.fill(padded, piece.length, padded.length, format.encoding().silence());
    return padded;
  }

  /** {@return whether a session so old should be left behind {@code piece}} */
  boolean rotates(long ageNs, byte[] piece) {
    if (sessionNsMax == 0 || ageNs < sessionNsMax) {
      return false;
    }
    return ageNs > sessionNsMax + QUIET_NS_MAX || isQuiet(piece);
  }

  /** {@return whether there is nothing but a pause in it} */
  boolean isQuiet(byte[] piece) {
    ByteBuffer samples = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = format.encoding().bytesPerSample();
    while (samples.remaining() >= bytes) {
      double amplitude =
          switch (format.encoding()) {
            case S16LE -> samples.getShort() / S16_FULL_SCALE;
            case F32LE -> samples.getFloat();
            default -> 1; // Read nowhere yet: any of it is loud.
          };
      if (Math.abs(amplitude) > QUIET_MOST) {
        return false;
      }
    }
    return true;
  }
}
