package dev.tapewire.capture.soundfile;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is sent through pipes by mistake, and is no PCM. Only what four bytes or more tell: noise
 * looks like the rest one day. Immutable.
 */
record Foreign(int at, String magic, String name) {
  /** {@code \1A\45\DF\A3}. */
  private static final String EBML = "\u001aE\u00df\u00a3";

  private static final List<Foreign> ALL =
      List.of(
          new Foreign(0, "fLaC", "a FLAC file"),
          new Foreign(0, "OggS", "an Ogg file"),
          new Foreign(0, "ID3\2", "an MP3 file"),
          new Foreign(0, "ID3\3", "an MP3 file"),
          new Foreign(0, "ID3\4", "an MP3 file"),
          new Foreign(4, "ftyp", "an MP4 file"),
          new Foreign(4, "moov", "a QuickTime file"),
          new Foreign(0, EBML, "a WebM or Matroska file"),
          new Foreign(0, "caff", "a CAF file"),
          new Foreign(0, "riff", "a Wave64 file"),
          new Foreign(0, "RIFF", "a RIFF file that is no WAV"),
          new Foreign(0, "FORM", "an IFF file that is no AIFF"),
          new Foreign(0, "wvpk", "a WavPack file"),
          new Foreign(0, "MAC ", "a Monkey's Audio file"),
          new Foreign(0, "TTA1", "a True Audio file"),
          new Foreign(0, "ADIF", "an AAC file"),
          new Foreign(0, "#!AMR", "an AMR file"),
          new Foreign(0, "#!SILK", "a SILK file"),
          new Foreign(0, "DSD ", "a DSD file"),
          new Foreign(0, "FRM8", "a DSD file"),
          new Foreign(0, "MThd", "a MIDI file"),
          new Foreign(0, "NIST_1A", "a SPHERE file"),
          new Foreign(0, "Creative V", "a VOC file"),
          new Foreign(0, "0&\u00b2u\u008ef", "an ASF or WMA file"),
          new Foreign(0, "FLV\1", "an FLV file"),
          new Foreign(0, "PK\3\4", "a ZIP file"),
          new Foreign(0, "%PDF", "a PDF file"),
          new Foreign(0, "<!DOC", "a web page"),
          new Foreign(0, "<!doc", "a web page"),
          new Foreign(0, "<html", "a web page"),
          new Foreign(0, "<?xml", "an XML file"),
          new Foreign(0, "#EXTM3U", "a playlist"));

  /** {@return what it is that begins so, or null: nothing that we know of} */
  static String nameOf(byte[] head, int length) {
    String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
    return ALL.stream()
        .filter(each -> text.startsWith(each.magic, each.at))
        .map(Foreign::name)
        .findFirst()
        .orElse(null);
  }
}
