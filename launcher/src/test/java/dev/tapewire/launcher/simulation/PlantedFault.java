package dev.tapewire.launcher.simulation;

import java.util.List;

/**
 * A fault to be planted in production code, to see whether the simulation sees it. Immutable.
 *
 * @param file below the repository's root
 * @param was stands there exactly once
 * @param becomes stands there with the fault
 */
record PlantedFault(String name, String file, String was, String becomes) {
  private static final String SENDER = "sender-proc/src/main/java/dev/tapewire/sender/delivery/";
  private static final String RECEPTION =
      "receiver-proc/src/main/java/dev/tapewire/receiver/reception/";
  private static final String CHECKPOINT = "common/src/main/java/dev/tapewire/common/checkpoint/";
  private static final String STORE = "receiver-proc/src/main/java/dev/tapewire/receiver/store/";

  static final List<PlantedFault> ALL =
      List.of(
          new PlantedFault(
              "acknowledge before durable",
              RECEPTION + "Reception.java",
              "    Commit next = new Commit(",
              "    if (peer != null && phase == Phase.STREAMING) {\n"
                  + "      peer.send(new Control.Ack(state.next()));\n    }\n"
                  + "    Commit next = new Commit("),
          new PlantedFault(
              "ledger before audio",
              STORE + "CommitWork.java",
              "wav.sync(dataBytes);\n      ledger.append(commit);",
              "ledger.append(commit);\n      wav.sync(dataBytes);"),
          new PlantedFault(
              "audio never synced",
              STORE + "WavFile.java",
              "    writeHead(bytes);\n    channel.force(false);",
              "    writeHead(bytes);"),
          new PlantedFault(
              "ledger gone on with unsynced",
              STORE + "Ledger.java",
              "    ledger.channel.force(true);\n",
              ""),
          new PlantedFault(
              "checkpoint on send",
              SENDER + "TapewireConversation.java",
              "      sentPosition = record.endPosition();\n",
              "      sentPosition = record.endPosition();\n"
                  + "      confirm(record.number() + 1, sentPosition, digest.hex(), false);\n"),
          new PlantedFault(
              "confirm one too many",
              SENDER + "TapewireConversation.java",
              "confirm(ack.next(), last.endPosition(), last.digest(), false);",
              "confirm(Math.min(ack.next() + 1, window.next()), last.endPosition(),"
                  + " last.digest(), false);"),
          new PlantedFault(
              "off by one at a new incarnation",
              SENDER + "StartingPoint.java",
              "    return next <= span.to()\n",
              "    return next <= span.to() + 1\n"),
          new PlantedFault(
              "off by one at a hand-over to a new link",
              SENDER + "DigestWalk.java",
              "    return cursor.next() >= target;",
              "    return cursor.next() + 1 >= target;"),
          new PlantedFault(
              "drop on a full window",
              SENDER + "TapewireConversation.java",
              "    int sent = 0;\n    while (turn.mayStream()",
              "    int sent = 0;\n    if (!hasRoom() && transfer.cursor().peek() != null) {\n"
                  + "      transfer.cursor().take();\n    }\n    while (turn.mayStream()"),
          new PlantedFault(
              "no bound on the window",
              SENDER + "TapewireConversation.java",
              "        && window.bytes() + Limits.MESSAGE_BYTES_MAX_LEAST <= Limits.WINDOW_BYTES_MAX\n",
              ""),
          new PlantedFault(
              "accept a late callback of a dead link",
              SENDER + "Delivery.java",
              "link == null || event.link() != attempts.number()",
              "link == null"),
          new PlantedFault(
              "trust a receiver's position unchecked",
              SENDER + "TapewireConversation.java",
              "    if (!start.stands()) {",
              "    start = new StartingPoint(true, said.next());\n    if (!start.stands()) {"),
          new PlantedFault(
              "forget the incarnation",
              RECEPTION + "RecordIntake.java",
              "    incarnation = header.incarnation();",
              "    incarnation = incarnation.isEmpty() ? header.incarnation() : incarnation;"),
          new PlantedFault(
              "accept an ack that goes back",
              SENDER + "TapewireConversation.java",
              "    if (ack.next() < window.from() || ack.next() > window.next()) {",
              "    if (ack.next() < window.from()) {\n"
                  + "      confirm(ack.next(), sentPosition, digest.hex(), false);\n"
                  + "      return;\n    }\n"
                  + "    if (ack.next() > window.next()) {"),
          new PlantedFault(
              "accept an ack of what was not sent",
              SENDER + "TapewireConversation.java",
              "|| ack.next() > window.next()) {",
              "|| ack.next() > window.next() + 1) {"),
          new PlantedFault(
              "resume from sent, not from confirmed",
              SENDER + "RawConversation.java",
              "confirmBehind(transfer.window().numberWithin(seenPassedBytes));",
              "confirmBehind(transfer.window().next());"),
          new PlantedFault(
              "believe a pong that nobody asked for",
              SENDER + "Pings.java",
              "    if (!unanswered.contains(payload)) {\n      unasked++;\n",
              "    if (!unanswered.contains(payload)) {\n      answered = sent;\n"),
          new PlantedFault(
              "wait for a pong for ever",
              SENDER + "PongEvidence.java",
              "nowNs - unanswered.peek().atNs() > Limits.PROOF_NS_MAX",
              "nowNs < unanswered.peek().atNs()"),
          new PlantedFault(
              "no margin behind the proof",
              SENDER + "RawConversation.java",
              "    return last.endPosition() - entry.endPosition() >= marginSamples\n"
                  + "        && last.message() - entry.message() >= MARGIN_MESSAGES;",
              "    return true;"),
          new PlantedFault(
              "rewind not honoured",
              RECEPTION + "StateHistory.java",
              "    states.subList(keep, states.size()).clear();\n    return newest();",
              "    return newest();"),
          new PlantedFault(
              "sender does not check the digest at the end",
              SENDER + "TapewireConversation.java",
              "    if (!complete.digest().equals(digest.hex())) {",
              "    if (complete.digest().isEmpty()) {"),
          new PlantedFault(
              "sender does not check the welcome's digest",
              SENDER + "TapewireConversation.java",
              "welcome.keepsState() && !welcome.digest().equals(digest.hex())",
              "welcome.digest().isEmpty()"),
          new PlantedFault(
              "receiver accepts a record again",
              RECEPTION + "RecordIntake.java",
              "    if (view.number() != next) {",
              "    if (view.number() > next) {"),
          new PlantedFault(
              "audio goes on behind a failed write",
              RECEPTION + "PlainReception.java",
              "    if (failure != null) {\n      return; // On",
              "    if (failure != null && messages < 0) {\n      return; // On"),
          new PlantedFault(
              "take a failed sync for done",
              RECEPTION + "Reception.java",
              "    if (fault != null) {\n      fail(fault);",
              "    if (fault != null && failure != null) {\n      fail(fault);"),
          new PlantedFault(
              "name of the ledger never synced",
              STORE + "Ledger.java",
              "StandardCopyOption.ATOMIC_MOVE);\n      DirectorySync.sync(file.getParent());",
              "StandardCopyOption.ATOMIC_MOVE);"),
          new PlantedFault(
              "one slot of the checkpoint for two",
              CHECKPOINT + "MappedCheckpointStore.java",
              "map.put((int) (generation % SLOTS) * SLOT_BYTES, bytes);",
              "map.put(0, bytes);"),
          new PlantedFault(
              "wait for the upgrade for ever",
              SENDER + "Delivery.java",
              "attempts.isUnanswered(nowNs)",
              "attempts.number() < 0"),
          new PlantedFault(
              "detach whoever is attached now",
              RECEPTION + "Receptions.java",
              "    Recording recording = recordings.remove(peer);\n    if (recording != null) {",
              "    Recording gone = recordings.remove(peer);\n"
                  + "    Recording recording = gone == null && !open.isEmpty()\n"
                  + "        ? open.values().iterator().next() : gone;\n"
                  + "    if (recording != null) {"),
          new PlantedFault(
              "keep the digest at a rewind",
              RECEPTION + "RecordIntake.java",
              "    digest.resetHex(state.digest());",
              "    if (next == 0) {\n      digest.resetHex(state.digest());\n    }"),
          new PlantedFault(
              "note what was sent after it was sent",
              SENDER + "RawConversation.java",
              "      transfer.sent().reach(sentPosition);\n",
              ""));
}
