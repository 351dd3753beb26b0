package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `quoin` command. A subcommand is one class: a `Callable<Integer>` that returns an
/// [ExitCode], listed in `subcommands` below in the order of the help text.
@Command(
    name = "quoin",
    description = "Prices from ratebooks: checked, tested, explained.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Fine.",
      "1:Findings: a check failed, a case differs, a guard broke.",
      "2:Used wrongly, or could not run."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    System.exit(run(args, out, err));
  }

  /// Runs one command in this process and returns its exit code.
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((wrong, given) -> usedWrongly(wrong))
        .setExecutionExceptionHandler((failure, command, parsed) -> couldNotRun(failure, command))
        .execute(args);
  }

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int usedWrongly(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("quoin: " + sentence(wrong));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.COULD_NOT_RUN;
  }

  private static String sentence(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? "unknown argument `" + unmatched.getUnmatched().getFirst() + "`"
        : String.valueOf(wrong.getMessage());
  }

  /// A command reports a user's mistake itself. What arrives here is a mistake of ours, or a file
  /// system that refuses: the sentence first, then the way it came.
  private static int couldNotRun(Exception failure, CommandLine command) {
    command.getErr().println("quoin: " + failure);
    failure.printStackTrace(command.getErr());
    return ExitCode.COULD_NOT_RUN;
  }
}
