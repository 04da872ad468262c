package dev.tapewire.launcher.simulation;

/** What goes wrong, one kind for each column of the table. */
enum Fault {
  SENDER_DIES("sender dies"),
  SENDER_POWER("sender's power"),
  RECEIVER_DIES("receiver dies"),
  RECEIVER_POWER("receiver's power"),
  CAPTURE_DIES("capture dies"),
  TAPE_CUT("tape cut back"),
  TAPE_DAMAGED("tape damaged"),
  LINK_CUT("link cut"),
  HALF_OPEN("half open"),
  BLACKHOLE("blackhole"),
  STALL("stall"),
  REFUSED("refused"),
  LATE("late callback"),
  ACK_PAST("past ack"),
  ACK_FUTURE("future ack"),
  LIE("wrong answer"),
  DOUBLED("doubled message"),
  SWALLOWED("swallowed message"),
  FLIPPED("flipped bit"),
  DISK_FAULT("disk fault"),
  REORDERED("reordered commits"),
  UNASKED("unasked pong"),
  DEAF("reads no more");

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
