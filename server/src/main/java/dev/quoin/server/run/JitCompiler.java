package dev.quoin.server.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// The JVM's optimizing compiler, as far as prices depend on it
/// (`docs/decisions/0018-no-merged-allocations.md`).
final class JitCompiler {
  private static final String MERGES = "ReduceAllocationMerges";

  private JitCompiler() {}

  /// Refuses a JVM whose compiler takes merged allocations apart. One that does not know the option never does.
  static void requireSound() throws CouldNotStart {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine != null && isOn(machine)) {
      throw new CouldNotStart(
          "this JVM may compile a method wrongly (docs/decisions/0018), and no price is better than a"
              + " wrong one; start it by ./quoin, or with -XX:+UnlockDiagnosticVMOptions -XX:-"
              + MERGES);
    }
  }

  private static boolean isOn(HotSpotDiagnosticMXBean machine) {
    try {
      return Boolean.parseBoolean(machine.getVMOption(MERGES).getValue());
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }
}
