package dev.quoin.ratebook;

import dev.quoin.feel.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// All golden cases of a ratebook: what its services must answer, and its mappings to the letter.
public record GoldenCases(List<Cases> services, List<MappingCases> mappings) {
  public GoldenCases {
    services = List.copyOf(services);
    mappings = List.copyOf(mappings);
  }

  /// Those of a ratebook that was checked; a file that cannot be read is a problem of [Check].
  public static GoldenCases of(Ratebook ratebook) {
    Problems told = new Problems();
    List<Cases> services = new ArrayList<>();
    for (Ratebook.CaseFile file : ratebook.cases()) {
      Cases.read(ratebook, file, told).ifPresent(services::add);
    }
    List<MappingCases> mappings = new ArrayList<>();
    for (Mapping mapping : ratebook.mappings()) {
      for (Ratebook.CaseFile file : mapping.cases()) {
        MappingCases.read(mapping, file, told).ifPresent(mappings::add);
      }
    }
    return new GoldenCases(services, mappings);
  }

  public int size() {
    return services.stream().mapToInt(file -> file.cases().size()).sum()
        + mappings.stream().mapToInt(file -> file.cases().size()).sum();
  }

  /// Prices all of them, in the order of the ratebook.
  ///
  /// @param each is told of each result as soon as it is there
  public void run(Pricer pricer, Consumer<Tested> each) {
    CaseRunner runner = new CaseRunner(pricer);
    services.forEach(file -> runner.run(file, each::accept));
    mappings.forEach(file -> file.run(pricer, each::accept));
  }
}
