package dev.quoin.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The signals that end a server: the first lets it drain, the second ends it at once.
///
/// A shutdown hook would drain, too, but then the process ends with the signal's number instead of 0, and a second Ctrl-C
/// waits for the hook. The class that hears signals is one of the JDK's that a compiler warns of, so it is asked for by its
/// name.
final class Signals {
  private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

  /// What a shell says of a program that Ctrl-C ended.
  private static final int ENDED_AT_ONCE = 130;

  private final CountDownLatch first = new CountDownLatch(1);

  private Signals() {}

  /// From now on signals are heard.
  static Signals heard() {
    Signals signals = new Signals();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, signals::called);
      Method handle = signal.getMethod("handle", signal, handler);
      for (String name : ENDING) {
        hear(handle, signal.getConstructor(String.class).newInstance(name), ours);
      }
    } catch (ReflectiveOperationException e) {
      // Without it the JVM ends at a signal, and what was answered is durable all the same.
    }
    return signals;
  }

  /// One that whoever started the process has switched off, as `nohup` does with HUP, stays off.
  private static void hear(Method handle, Object signal, Object handler)
      throws IllegalAccessException {
    try {
      handle.invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      // Switched off.
    }
  }

  @SuppressWarnings("ReferenceEquality") // a handler is equal to itself alone
  private Object called(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        arrived();
        yield 0;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "Signals";
    };
  }

  private void arrived() {
    if (first.getCount() == 0) {
      Runtime.getRuntime().halt(ENDED_AT_ONCE);
    }
    first.countDown();
  }

  boolean hasArrived() {
    return first.getCount() == 0;
  }

  /// Waits for the first.
  void await() throws InterruptedException {
    first.await();
  }
}
