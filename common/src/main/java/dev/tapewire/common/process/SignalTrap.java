package dev.tapewire.common.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Turns SIGTERM and SIGINT into a call, so that a process ends by its own exit code and not by the
 * JVM's 143. The handler's type is in the JDK's {@code jdk.unsupported} module and is reached by
 * reflection because javac warns of it without a way to say that it is known.
 */
public final class SignalTrap {
  private SignalTrap() {}

  /** Calls {@code action} at each {@code signal}, such as {@code INT}, on a thread of the JVM. */
  public static void handle(String signal, Runnable action) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              SignalTrap.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.getName().equals("hashCode") ? (Object) 0 : proxy == args[0];
              });
      Object name = signalClass.getConstructor(String.class).newInstance(signal);
      signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, name, handler);
    } catch (ReflectiveOperationException e) {
      if (e instanceof InvocationTargetException && isTaken(e)) {
        return; // The parent ignores this signal for us, or the JVM was told to keep it.
      }
      throw new IllegalStateException("this JVM gives no signals", e);
    }
  }

  private static boolean isTaken(ReflectiveOperationException e) {
    return e.getCause() instanceof IllegalArgumentException;
  }
}
