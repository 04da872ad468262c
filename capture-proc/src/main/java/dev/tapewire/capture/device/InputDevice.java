package dev.tapewire.capture.device;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;

/**
 * An audio input of this machine. Immutable.
 *
 * @param isDefault whether {@code --source mic} means this one
 */
public record InputDevice(String name, String description, boolean isDefault, Mixer.Info mixer) {
  /** Listed for a device that takes any rate, as most do through a sound server. */
  private static final List<Integer> COMMON_RATES_HZ =
      List.of(8_000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000);

  /** Drivers say 32 and more of anything that a plug-in can make up. */
  private static final int LISTED_CHANNELS_MAX = 8;

  /** {@return all of them, the default one first} */
  public static List<InputDevice> all() {
    List<Mixer.Info> inputs =
        Arrays.stream(AudioSystem.getMixerInfo())
            .filter(info -> !lines(info).isEmpty())
            .sorted(Comparator.comparing(info -> !info.getName().startsWith("default")))
            .toList();
    List<InputDevice> devices = new ArrayList<>();
    for (Mixer.Info info : inputs) {
      devices.add(new InputDevice(info.getName(), info.getDescription(), devices.isEmpty(), info));
    }
    return devices;
  }

  /** {@return whether {@code wanted} is part of the name or the description, in any case} */
  public boolean isNamed(String wanted) {
    String text = (name + " " + description).toLowerCase(Locale.ROOT);
    return text.contains(wanted.toLowerCase(Locale.ROOT));
  }

  /** {@return the formats it takes; of those that are any number, the common ones} */
  public List<PcmFormat> formats() {
    Set<PcmFormat> formats = new LinkedHashSet<>();
    for (AudioFormat each : audioFormats()) {
      AudioFormats.encoding(each).ifPresent(encoding -> addTo(formats, each, encoding));
    }
    return List.copyOf(formats);
  }

  /** {@return the formats for people, in one line} */
  public String formatsLine() {
    List<PcmFormat> formats = formats();
    return "encodings "
        + join(formats.stream().map(f -> f.encoding().label()).toList())
        + ", channels "
        + join(formats.stream().map(f -> Integer.toString(f.channels())).toList())
        + ", rates "
        + join(formats.stream().map(f -> Integer.toString(f.sampleRateHz())).toList());
  }

  private static String join(List<String> values) {
    return values.stream().distinct().collect(Collectors.joining(" "));
  }

  private static void addTo(Set<PcmFormat> formats, AudioFormat each, Encoding encoding) {
    int channels = each.getChannels();
    boolean anyRate = each.getSampleRate() == AudioSystem.NOT_SPECIFIED;
    if (channels > LISTED_CHANNELS_MAX || channels < 1) {
      return;
    }
    List<Integer> ratesHz = anyRate ? COMMON_RATES_HZ : List.of((int) each.getSampleRate());
    ratesHz.forEach(rateHz -> formats.add(new PcmFormat(rateHz, channels, encoding)));
  }

  private List<AudioFormat> audioFormats() {
    return lines(mixer).stream().flatMap(line -> Arrays.stream(line.getFormats())).toList();
  }

  private static List<DataLine.Info> lines(Mixer.Info mixer) {
    List<DataLine.Info> lines = new ArrayList<>();
    for (Line.Info line : AudioSystem.getMixer(mixer).getTargetLineInfo()) {
      if (line instanceof DataLine.Info data
          && TargetDataLine.class.isAssignableFrom(line.getLineClass())) {
        lines.add(data);
      }
    }
    return lines;
  }
}
