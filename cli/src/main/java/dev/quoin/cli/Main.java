package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Language;
import dev.quoin.cli.terminal.Terminal;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `quoin` command. A subcommand is one class: a `Callable<Integer>` that returns an [ExitCode] and is given the
/// [Terminal], listed in `COMMANDS` below in the order of the help text.
@Command(
    name = "quoin",
    description = "Prices from ratebooks: checked, tested, explained.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Fine.",
      "1:Findings: a check failed, a case differs, a guard broke.",
      "2:Used wrongly, or could not run."
    })
public final class Main implements Runnable {
  private static final Map<String, Function<Terminal, Object>> COMMANDS = commands();

  @Spec private CommandSpec spec;

  private Main() {}

  private static Map<String, Function<Terminal, Object>> commands() {
    Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
    commands.put("check", CheckCommand::new);
    commands.put("test", TestCommand::new);
    commands.put("quote", QuoteCommand::new);
    commands.put("decide", DecideCommand::new);
    commands.put("docs", DocsCommand::new);
    commands.put("dmn", Main::dmn);
    return Collections.unmodifiableMap(commands);
  }

  private static CommandLine dmn(Terminal terminal) {
    return new CommandLine(new DmnCommand()).addSubcommand("eval", new DmnEvalCommand(terminal));
  }

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    // Not println's flush after each line: a page of output is one write.
    PrintWriter out = new PrintWriter(System.out, false, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    Map<String, String> environment = System.getenv();
    Terminal terminal =
        new Terminal(
            System.in,
            out,
            err,
            Path.of(""),
            Language.of(environment),
            isLive(environment),
            Instant::now);
    int code = run(args, terminal);
    out.flush();
    System.exit(code);
  }

  /// Whether a person watches and has not asked for plain text (https://no-color.org).
  @SuppressWarnings(
      "SystemConsoleNull") // it is null where there is no terminal and jdk.console is java.base
  private static boolean isLive(Map<String, String> environment) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Runs one command in this process and returns its exit code.
  static int run(String[] args, Terminal terminal) {
    CommandLine quoin = new CommandLine(new Main());
    addCommands(args, quoin, terminal);
    addHelp(quoin);
    // What is set here is set for the commands that are there.
    return quoin
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, given) -> usedWrongly(wrong))
        .setExecutionExceptionHandler((failure, command, parsed) -> couldNotRun(failure, command))
        .execute(args);
  }

  /// Adds the command that is asked for, or all where none is: reading the annotations of a command takes longer than
  /// some commands.
  private static void addCommands(String[] args, CommandLine quoin, Terminal terminal) {
    Function<Terminal, Object> asked = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (asked != null) {
      quoin.addSubcommand(args[0], asked.apply(terminal));
    } else {
      COMMANDS.forEach((name, command) -> quoin.addSubcommand(name, command.apply(terminal)));
    }
  }

  /// Without a subcommand there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static void addHelp(CommandLine parent) {
    for (CommandLine command : parent.getSubcommands().values()) {
      command.getCommandSpec().addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption()));
      addHelp(command);
    }
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

  /// A command reports a user's mistake itself. What arrives here is a file system that refuses, or a mistake of ours:
  /// the sentence first, then the way it came.
  private static int couldNotRun(Exception failure, CommandLine command) {
    if (failure instanceof NoSuchFileException missing) {
      command.getErr().println("quoin: no file `" + missing.getFile() + "`");
      return ExitCode.COULD_NOT_RUN;
    }
    if (failure instanceof IOException) {
      command.getErr().println("quoin: " + failure.getMessage());
      return ExitCode.COULD_NOT_RUN;
    }
    command.getErr().println("quoin: " + failure);
    failure.printStackTrace(command.getErr());
    return ExitCode.COULD_NOT_RUN;
  }
}
