package dev.quoin.server.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// The JVM's optimizing compiler, as far as prices depend on it
/// (`docs/decisions/0018-no-merged-allocations.md`).
final class JitCompiler {
  private static final String UNLOCKS = "UnlockDiagnosticVMOptions";
  private static final String MERGES = "ReduceAllocationMerges";

  private JitCompiler() {}

  /// Refuses a JVM whose compiler takes merged allocations apart, and one that does not tell: the option is diagnostic, and to
  /// be seen only where such options are unlocked. A JVM that does not know it, or is another one, is taken.
  static void requireSound() throws CouldNotStart {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine != null && (!isOn(machine, UNLOCKS) || isOn(machine, MERGES))) {
      throw new CouldNotStart(
          "this JVM may compile a method wrongly (docs/decisions/0018), and no price is better than a"
              + " wrong one; start it by ./quoin, or with -XX:+"
              + UNLOCKS
              + " -XX:-"
              + MERGES);
    }
  }

  private static boolean isOn(HotSpotDiagnosticMXBean machine, String option) {
    try {
      return Boolean.parseBoolean(machine.getVMOption(option).getValue());
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }
}
