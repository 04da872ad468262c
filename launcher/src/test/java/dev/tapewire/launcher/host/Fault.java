package dev.tapewire.launcher.host;

import java.time.Duration;

/**
 * What goes wrong between a live microphone and a plain server: the same faults, and as long, as
 * those by which other programs were measured. Each ends with everything running again.
 */
enum Fault {
  /** The sender is killed. */
  SENDER_KILLED {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.killProcess("sender");
    }
  },
  /** Capture is killed: the one fault that costs audio, as long as it is down. */
  CAPTURE_KILLED {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.killProcess("capture");
    }
  },
  /** The server is killed, and comes back after 5 s. */
  SERVER_KILLED {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.server().kill();
      scene.pass(Duration.ofSeconds(5));
      scene.server().start();
    }
  },
  /** The network swallows every packet for 10 s. */
  NETWORK_DEAD_SHORT {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.blackhole(Duration.ofSeconds(10));
    }
  },
  /** The server hangs for 10 s, is killed, and comes back after 1 s. */
  SERVER_HUNG_THEN_KILLED {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.server().hang();
      scene.pass(Duration.ofSeconds(10));
      scene.server().kill();
      scene.pass(Duration.ofSeconds(1));
      scene.server().start();
    }
  },
  /** The server is away for 5 s, and in the fourth of them the sender is killed. */
  SERVER_AND_SENDER_KILLED {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.server().kill();
      scene.pass(Duration.ofSeconds(4));
      scene.killProcess("sender");
      scene.pass(Duration.ofSeconds(1));
      scene.server().start();
    }
  },
  /** The network swallows every packet for 40 s. */
  NETWORK_DEAD_LONG {
    @Override
    void strike(FaultScene scene) throws Exception {
      scene.blackhole(Duration.ofSeconds(40));
    }
  };

  /** Makes it happen, and takes it away again. */
  abstract void strike(FaultScene scene) throws Exception;
}
