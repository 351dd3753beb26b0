package dev.quoin.ratebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.feel.Place;
import dev.quoin.feel.Problems;
import dev.quoin.ratebook.CaseRunner.Difference;
import dev.quoin.ratebook.source.Json;
import dev.quoin.ratebook.source.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The golden cases of a mapping: calls of the older system, and to the letter what they must be answered.
public record MappingCases(String file, Mapping mapping, List<RecordedCall> cases) {

  /// Stands in cases for what is another at each quote or each change of a file.
  public static final String NO_ID = "00000000-0000-0000-0000-000000000000";

  /// Stands in cases for the ratebook's digest, which covers the cases, too.
  public static final String NO_DIGEST = "0".repeat(64);

  public MappingCases {
    cases = List.copyOf(cases);
  }

  /// What became of a case.
  public record Result(RecordedCall golden, Mapping.Reply reply, List<Difference> differences)
      implements Tested {
    public Result {
      differences = List.copyOf(differences);
    }

    @Override
    public String name() {
      return golden.name();
    }
  }

  /// Reads a file of cases: one JSON object a line.
  ///
  /// @param problems everything that is wrong with it, should nothing be returned
  public static Optional<MappingCases> read(
      Mapping mapping, Ratebook.CaseFile file, Problems problems) {
    int before = problems.size();
    List<RecordedCall> cases = new ArrayList<>();
    RecordedCall.Reader reader = RecordedCall.Reader.ofCases(problems);
    Optional<String> text = Utf8.decode(file.file(), file.content(), problems);
    List<String> lines = text.map(read -> read.lines().toList()).orElse(List.of());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        Json.read(new Place(file.file(), i + 1, 1), lines.get(i), problems)
            .flatMap(reader::read)
            .ifPresent(cases::add);
      }
    }
    return problems.size() == before
        ? Optional.of(new MappingCases(file.file(), mapping, cases))
        : Optional.empty();
  }

  /// Makes the calls and holds the replies against what is expected.
  ///
  /// @param progress is told each result as it comes
  public List<Result> run(Pricer pricer, Consumer<Result> progress) {
    List<Result> results = new ArrayList<>(cases.size());
    for (RecordedCall golden : cases) {
      Result result = run(pricer, golden);
      results.add(result);
      progress.accept(result);
    }
    return results;
  }

  private Result run(Pricer pricer, RecordedCall golden) {
    Ratebook ratebook = pricer.ratebook();
    Mapping.Call call = mapping.call("call", golden.call().getBytes(UTF_8));
    Answer answer = mapping.answer(call, pricer, golden.at());
    Mapping.About about =
        new Mapping.About(
            Optional.of(NO_ID),
            ratebook.id(),
            NO_DIGEST,
            golden.at(),
            golden.at().plus(ratebook.validity(mapping.service())));
    Mapping.Reply reply = mapping.reply(call, answer, about);
    List<Difference> differences =
        golden.differences(reply, true).stream().map(MappingCases::told).toList();
    return new Result(golden, reply, differences);
  }

  private static Difference told(RecordedCall.Difference difference) {
    return new Difference(
        difference.place(),
        switch (difference.path()) {
          case "" -> "the answer";
          case RecordedCall.STATUS -> "status";
          default -> "`" + difference.path() + "`";
        },
        difference.expected().orElse("no field"),
        difference.got().orElse("no field"));
  }
}
