package dev.quoin.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules of the house that a compiler does not know. The command line is at the end of all
/// arrows, so its tests see every module.
class ArchitectureTest {
  /// The modules in which a price is computed, in the order of the arrows: each may import those before it, none those
  /// after it.
  private static final List<String> PRICING =
      List.of("decimal", "feel", "dmn", "compiler", "ratebook", "pricing");

  /// What makes a service of them, in the same order.
  private static final List<String> SERVICE =
      List.of("compare", "registry", "identity", "journal", "server", "conformance", "cli");

  /// What stands beside, for those of the service: they import nothing of the house.
  private static final List<String> BESIDE = List.of("database", "api");

  private static final List<String> MODULES =
      Stream.concat(PRICING.stream(), SERVICE.stream()).toList();

  /// Where figures are exact, and the same whenever and wherever they are made.
  private static final List<String> EXACT =
      Stream.concat(PRICING.stream(), Stream.of("compare")).toList();

  private static final String[] EXACT_PACKAGES =
      EXACT.stream().map(ArchitectureTest::packagesOf).toArray(String[]::new);

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              Stream.concat(MODULES.stream(), BESIDE.stream())
                  .map(module -> "dev.quoin." + module)
                  .toArray(String[]::new));

  private static final Set<String> CLOCKS_AND_CHANCE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  private static final Set<String> CLASSES_OF_CHANCE =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");

  @TestFactory
  Stream<DynamicTest> imports_follow_the_arrows() {
    return MODULES.stream()
        .filter(module -> !module.equals(MODULES.getLast()))
        .map(module ->
            DynamicTest.dynamicTest(module, () -> importsNothingAfter(module).check(HOUSE)));
  }

  @TestFactory
  Stream<DynamicTest> what_stands_beside_imports_nothing_of_the_house() {
    return BESIDE.stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module, () -> importsNone(module, MODULES.stream()).check(HOUSE)));
  }

  @Test
  void pricing_knows_neither_the_database_nor_the_wire() {
    PRICING.forEach(module -> importsNone(module, BESIDE.stream()).check(HOUSE));
  }

  @TestFactory
  Stream<DynamicTest> packages_of_a_module_have_no_cycles() {
    return Stream.concat(MODULES.stream(), BESIDE.stream().filter(module -> !module.equals("api")))
        .map(module -> DynamicTest.dynamicTest(module, () -> noCyclesIn(module).check(HOUSE)));
  }

  @Test
  void pricing_knows_no_double_and_no_float() {
    List<String> found =
        HOUSE.stream()
            .filter(ArchitectureTest::isExact)
            .flatMap(type -> FloatingPoint.usesIn(type).stream())
            .toList();
    assertThat(found).isEmpty();
  }

  @Test
  void time_and_chance_come_in_as_parameters() {
    NO_CLOCK_NO_CHANCE.check(HOUSE);
  }

  @Test
  void pricing_opens_no_connection() {
    NO_NETWORK.check(HOUSE);
  }

  @Test
  void the_house_is_seen() {
    assertThat(HOUSE.contain(Main.class)).isTrue();
    Stream.concat(MODULES.stream(), BESIDE.stream())
        .forEach(module ->
            assertThat(HOUSE)
                .as(module)
                .anyMatch(type -> type.getPackageName().startsWith("dev.quoin." + module)));
  }

  private static ArchRule importsNothingAfter(String module) {
    return importsNone(module, MODULES.stream().skip(MODULES.indexOf(module) + 1L));
  }

  private static ArchRule importsNone(String module, Stream<String> others) {
    return noClasses()
        .that()
        .resideInAPackage(packagesOf(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.map(ArchitectureTest::packagesOf).toArray(String[]::new))
        .allowEmptyShould(true);
  }

  /// The package named like the module holds what its stages share and the face that calls them, so
  /// it is in the cycle's blind spot; the stages themselves are not.
  private static ArchRule noCyclesIn(String module) {
    return slices()
        .matching("dev.quoin." + module + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  private static final ArchRule NO_CLOCK_NO_CHANCE =
      noClasses()
          .that()
          .resideInAnyPackage(EXACT_PACKAGES)
          .should()
          .accessTargetWhere(clockOrChance())
          .because("a price computed twice is the same price");

  private static final ArchRule NO_NETWORK =
      noClasses()
          .that()
          .resideInAnyPackage(EXACT_PACKAGES)
          .should()
          .dependOnClassesThat(
              describe("are of java.net, other than URI", ArchitectureTest::isNetwork));

  private static DescribedPredicate<JavaAccess<?>> clockOrChance() {
    return describe("reads a clock or makes a random number", ArchitectureTest::isClockOrChance);
  }

  private static boolean isClockOrChance(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String member = access.getTarget().getName();
    boolean now = owner.startsWith("java.time.") && member.equals("now");
    boolean clock = owner.equals("java.time.Clock") && !member.equals("fixed");
    boolean date =
        owner.equals("java.util.Date") && access.getTarget().getFullName().endsWith("<init>()");
    return now
        || clock
        || date
        || CLOCKS_AND_CHANCE.contains(owner + "." + member)
        || CLASSES_OF_CHANCE.contains(owner);
  }

  private static boolean isNetwork(JavaClass type) {
    return type.getPackageName().startsWith("java.net")
        && !type.isEquivalentTo(URI.class)
        && !type.isEquivalentTo(URISyntaxException.class);
  }

  private static boolean isExact(JavaClass type) {
    return EXACT.stream()
        .map(module -> "dev.quoin." + module)
        .anyMatch(name ->
            type.getPackageName().equals(name) || type.getPackageName().startsWith(name + "."));
  }

  private static String packagesOf(String module) {
    return "dev.quoin." + module + "..";
  }

  /// A rule that finds nothing may be one that cannot find anything.
  @Nested
  class EachRuleBites {
    @Test
    void on_every_kind_of_floating_point() {
      assertThat(FloatingPoint.usesIn(classOf(WithField.class))).isNotEmpty();
      assertThat(FloatingPoint.usesIn(classOf(WithParameter.class))).isNotEmpty();
      assertThat(FloatingPoint.usesIn(classOf(WithLocal.class))).isNotEmpty();
      assertThat(FloatingPoint.usesIn(classOf(WithCall.class))).isNotEmpty();
      assertThat(FloatingPoint.usesIn(classOf(WithBox.class))).isNotEmpty();
      assertThat(FloatingPoint.usesIn(classOf(WithNone.class))).isEmpty();
    }

    @Test
    void on_calls_and_on_references_to_a_clock_or_chance() {
      assertThat(accesses(WithClock.class)).isEqualTo(1);
      assertThat(accesses(WithClockReference.class)).isEqualTo(1);
      assertThat(accesses(WithChance.class)).isPositive();
      assertThat(accesses(WithNone.class)).isZero();
    }

    @Test
    void on_the_network_but_not_on_a_name() {
      assertThat(dependsOnNetwork(WithNetwork.class)).isTrue();
      assertThat(dependsOnNetwork(WithName.class)).isFalse();
    }

    private boolean dependsOnNetwork(Class<?> type) {
      return classOf(type).getDirectDependenciesFromSelf().stream()
          .anyMatch(dependency -> isNetwork(dependency.getTargetClass()));
    }

    private long accesses(Class<?> type) {
      return classOf(type).getAccessesFromSelf().stream()
          .filter(ArchitectureTest::isClockOrChance)
          .count();
    }

    private JavaClass classOf(Class<?> type) {
      return new ClassFileImporter().importClass(type);
    }
  }

  record WithField(float rate) {}

  interface WithParameter {
    void price(double rate);
  }

  static final class WithLocal {
    static int tenth(int amount) {
      return (int) (amount * 1.1);
    }
  }

  static final class WithCall {
    static String square(String text) {
      return text + Math.sqrt(text.length());
    }
  }

  record WithBox(List<Double> rates) {}

  /// What looks like floating point in a class file and is not: `dup`, names with D and F.
  static final class WithNone {
    private int dF = 3;

    String text(Object any) {
      dF += 1;
      return switch (any) {
        case Integer number when number > dF -> "D" + number;
        case String text -> "F" + text + Instant.EPOCH;
        default -> String.valueOf(new int[] {dF++, 2}.length);
      };
    }
  }

  static final class WithClock {
    static Instant time() {
      return Instant.now();
    }
  }

  static final class WithClockReference {
    static final Supplier<Instant> TIME = Instant::now;
  }

  static final class WithChance {
    static int dice() {
      return new Random(6).nextInt(6);
    }
  }

  record WithNetwork(HttpClient client) {}

  record WithName(URI name) {}
}
