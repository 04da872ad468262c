package dev.tapewire.sender.service;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The facts of a service. What bounds it (pace, session, keep-alive, linger, piece) is a setting,
 * too, for whoever has another agreement with the vendor or a server of his own. Immutable once it
 * is built.
 */
public final class Sheet {
  /** Times real time at most, 0: no ceiling. */
  public static final String PACE = "pace";

  /** After so many seconds a new session is begun, 0: never. */
  public static final String SESSION_MAX = "session-max-s";

  /** Without audio for so many seconds, a sign of life is sent, 0: never. */
  public static final String KEEP_ALIVE = "keep-alive-s";

  /** Which channel is heard, from 1; {@code mix}: the mean of all. */
  public static final String CHANNEL = "channel";

  /** After the audio, before the end is said: until nothing was answered for so many seconds. */
  public static final String LINGER = "linger-s";

  /** Audio in one message, ms. */
  public static final String PIECE = "piece-ms";

  private final String name;
  private final String vendor;
  private String endpoint = "";
  private KeyForm keyForm = KeyForm.BEARER;
  private List<String> keyVariables = List.of();
  private PcmFormat format = new PcmFormat(16_000, 1, Encoding.S16LE);
  private int pieceMsLeast;
  private int pieceMsMost = 1000;
  private int unansweredMax;
  private Proof proof = Proof.NONE;
  private int answerMs;
  private int overlapMs;
  private int silenceMs;
  private Checked checked = Checked.DOCUMENTS;
  private String note = "";
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, Function<Settings, String>> derived = new LinkedHashMap<>();
  private final Map<String, Function<Settings, String>> query = new LinkedHashMap<>();

  private Sheet(String name, String vendor) {
    this.name = name;
    this.vendor = vendor;
  }

  /** Begins a sheet. */
  public static Sheet of(String name, String vendor) {
    return new Sheet(name, vendor)
        .setting(PACE, "0")
        .setting(SESSION_MAX, "0")
        .setting(KEEP_ALIVE, "0")
        .setting(LINGER, "0")
        .setting(CHANNEL, "mix")
        .setting(PIECE, "100");
  }

  Sheet endpoint(String uri) {
    endpoint = uri;
    return this;
  }

  Sheet key(KeyForm form, String... variables) {
    keyForm = form;
    keyVariables = List.of(variables);
    return this;
  }

  Sheet audio(int rateHz, Encoding encoding) {
    format = new PcmFormat(rateHz, 1, encoding);
    return this;
  }

  /** Audio in one message, ms. */
  Sheet pieces(int least, int advised, int most) {
    pieceMsLeast = least;
    pieceMsMost = most;
    return setting(PIECE, Integer.toString(advised));
  }

  /** Messages of audio that may be sent and not answered; 0: they are not answered one by one. */
  Sheet unanswered(int max) {
    unansweredMax = max;
    return this;
  }

  /**
   * What it tells of what it got.
   *
   * @param answerMs so long after audio, its answers are here if nothing is said to be open
   * @param overlapMs audio before the proven place that a new session should hear again
   */
  Sheet proof(Proof proof, int answerMs, int overlapMs) {
    this.proof = proof;
    this.answerMs = answerMs;
    this.overlapMs = overlapMs;
    return this;
  }

  /** Silence behind the last audio, so that the service finds the end of what was said, ms. */
  Sheet silenceAtEnd(int ms) {
    silenceMs = ms;
    return this;
  }

  Sheet checked(Checked how) {
    checked = how;
    return this;
  }

  Sheet note(String text) {
    note = text;
    return this;
  }

  Sheet setting(String key, String standard) {
    settings.put(key, standard);
    return this;
  }

  /** A setting whose standard, unless it is set, follows from the others. */
  Sheet derived(String key, Function<Settings, String> standard) {
    derived.put(key, standard);
    return this;
  }

  /** A setting that is a parameter of the address, too. */
  Sheet query(String key, String standard) {
    query.put(key, set -> set.text(key));
    return setting(key, standard);
  }

  /** A parameter of the address that nobody sets. */
  Sheet fixed(String name, String value) {
    query.put(name, set -> value);
    return this;
  }

  /** A parameter of the address that is the rate of its audio, Hz. */
  Sheet rate(String name) {
    query.put(name, set -> Integer.toString(format.sampleRateHz()));
    return this;
  }

  /** {@return the profile's name} */
  public String name() {
    return name;
  }

  /** {@return whose it is, and what, for people} */
  public String vendor() {
    return vendor;
  }

  /** {@return the address it has, or empty: the user has to give one} */
  public String endpoint() {
    return endpoint;
  }

  /** {@return how it wants its key} */
  public KeyForm keyForm() {
    return keyForm;
  }

  /** {@return environment variables where its key usually is; empty: it needs none} */
  public List<String> keyVariables() {
    return keyVariables;
  }

  /** {@return the audio that it gets, one channel} */
  public PcmFormat format() {
    return format;
  }

  /** {@return the least audio in one message, ms} */
  public int pieceMsLeast() {
    return pieceMsLeast;
  }

  /** {@return the most audio in one message, ms} */
  public int pieceMsMost() {
    return pieceMsMost;
  }

  /** {@return messages of audio that may be unanswered; 0: they are not answered one by one} */
  public int unansweredMax() {
    return unansweredMax;
  }

  /** {@return what it tells of what it got} */
  public Proof proof() {
    return proof;
  }

  /** {@return so many ms after audio, its answers are here if nothing is open} */
  public int answerMs() {
    return answerMs;
  }

  /** {@return audio that a new session should hear again, ms} */
  public int overlapMs() {
    return overlapMs;
  }

  /** {@return silence that is sent behind the last audio, ms} */
  public int silenceMs() {
    return silenceMs;
  }

  /** {@return how far it was checked} */
  public Checked checked() {
    return checked;
  }

  /** {@return what people should know, or empty} */
  public String note() {
    return note;
  }

  /** {@return what can be set, with the defaults; empty: left to the service} */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** {@return what the standards of some settings follow from} */
  Map<String, Function<Settings, String>> derived() {
    return derived;
  }

  /** {@return the parameters of its address, in order; empty: left to the service} */
  Map<String, String> query(Settings set) {
    Map<String, String> values = new LinkedHashMap<>();
    query.forEach((name, value) -> values.put(name, value.apply(set)));
    return values;
  }

  /** {@return service samples in {@code seconds} of a link's audio} */
  long samples(double seconds) {
    return Math.round(seconds * format.sampleRateHz());
  }
}
