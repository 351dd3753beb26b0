package dev.quoin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quoin.cli.terminal.Terminal;
import dev.quoin.ratebook.Language;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
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
      "1:Findings: a problem in a ratebook or a request, a case that differs, a refusal.",
      "2:Used wrongly: an option, file, folder, service or decision that is not there. Or it could"
          + " not run."
    })
public final class Main implements Runnable {
  private static final Map<String, Function<Terminal, Object>> COMMANDS = commands();

  @Spec private CommandSpec spec;

  private Main() {}

  private static Map<String, Function<Terminal, Object>> commands() {
    Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
    commands.put("up", UpCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("test", TestCommand::new);
    commands.put("quote", QuoteCommand::new);
    commands.put("decide", DecideCommand::new);
    commands.put("diff", DiffCommand::new);
    commands.put("compare", CompareCommand::new);
    commands.put("rows", RowsCommand::new);
    commands.put("generate", GenerateCommand::new);
    commands.put("docs", DocsCommand::new);
    commands.put("login", LoginCommand::new);
    commands.put("logout", LogoutCommand::new);
    commands.put("whoami", WhoamiCommand::new);
    commands.put("users", Main::users);
    commands.put("keys", Main::keys);
    commands.put("publish", PublishCommand::new);
    commands.put("releases", ReleasesCommand::new);
    commands.put("propose", ProposeCommand::new);
    commands.put("proposals", ProposalsCommand::new);
    commands.put("proposal", ProposalCommand::new);
    commands.put("comment", CommentCommand::new);
    commands.put("approve", ApproveCommand::new);
    commands.put("reject", terminal -> new ReviewCommand(terminal, "rejection"));
    commands.put("withdraw", terminal -> new ReviewCommand(terminal, "withdrawal"));
    commands.put("close", terminal -> new ReviewCommand(terminal, "closing"));
    commands.put("activate", ActivateCommand::new);
    commands.put("rollback", RollbackCommand::new);
    commands.put("deactivate", DeactivateCommand::new);
    commands.put("freeze", terminal -> new FreezeCommand(terminal, true));
    commands.put("unfreeze", terminal -> new FreezeCommand(terminal, false));
    commands.put("retire", RetireCommand::new);
    commands.put("audit", Main::audit);
    commands.put("explain", ExplainCommand::new);
    commands.put("replay", ReplayCommand::new);
    commands.put("parity", ParityCommand::new);
    commands.put("quotes", Main::quotes);
    commands.put("case", Main::cases);
    commands.put("journal", Main::journal);
    commands.put("load", LoadCommand::new);
    commands.put("dmn", Main::dmn);
    return Collections.unmodifiableMap(commands);
  }

  private static CommandLine dmn(Terminal terminal) {
    return new CommandLine(new DmnCommand())
        .addSubcommand("eval", new DmnEvalCommand(terminal))
        .addSubcommand("tck", new DmnTckCommand(terminal));
  }

  private static CommandLine journal(Terminal terminal) {
    return new CommandLine(new JournalCommand())
        .addSubcommand("export", new JournalExportCommand(terminal))
        .addSubcommand("erase", new JournalEraseCommand(terminal));
  }

  private static CommandLine users(Terminal terminal) {
    return new CommandLine(new UsersCommand())
        .addSubcommand("add", new UsersAddCommand(terminal))
        .addSubcommand("list", new UsersListCommand(terminal))
        .addSubcommand("role", new UsersRoleCommand(terminal))
        .addSubcommand("password", new UsersPasswordCommand(terminal))
        .addSubcommand("disable", new UsersChangeCommand(terminal, "disable"))
        .addSubcommand("enable", new UsersChangeCommand(terminal, "enable"))
        .addSubcommand("logout", new UsersChangeCommand(terminal, "logout"))
        .addSubcommand("reset", new UsersResetCommand(terminal));
  }

  private static CommandLine keys(Terminal terminal) {
    return new CommandLine(new KeysCommand())
        .addSubcommand("add", new KeysAddCommand(terminal))
        .addSubcommand("list", new KeysListCommand(terminal))
        .addSubcommand("revoke", new KeysRevokeCommand(terminal));
  }

  private static CommandLine audit(Terminal terminal) {
    return new CommandLine(new AuditCommand())
        .addSubcommand("verify", new AuditVerifyCommand(terminal))
        .addSubcommand("head", new AuditHeadCommand(terminal));
  }

  private static CommandLine cases(Terminal terminal) {
    return new CommandLine(new CaseCommand()).addSubcommand("from", new CaseFromCommand(terminal));
  }

  private static CommandLine quotes(Terminal terminal) {
    return new CommandLine(new QuotesCommand())
        .addSubcommand("find", new QuotesFindCommand(terminal));
  }

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    // Numbers are written alike everywhere, whatever digits the user's language has. Texts do not
    // depend on this: their
    // language comes from the environment or from --lang.
    Locale.setDefault(Locale.ROOT);
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
            environment,
            Instant::now);
    System.exit(run(args, terminal));
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
    int code = execute(args, terminal);
    // A full disk or a closed pipe is only seen here: until then, writers keep it to themselves.
    if (terminal.out().checkError()) {
      terminal.err().println("quoin: the output cannot be written");
      return ExitCode.COULD_NOT_RUN;
    }
    return code;
  }

  private static int execute(String[] args, Terminal terminal) {
    CommandLine quoin = new CommandLine(new Main());
    addCommands(args, quoin, terminal);
    addHelp(quoin);
    // What is set here is set for the commands that are there.
    quoin
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, given) -> usedWrongly(wrong))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> couldNotRun(failure, terminal.err(), isDebugged()));
    try {
      return quoin.execute(args);
    } catch (RuntimeException | Error failure) {
      return couldNotRun(failure, terminal.err(), isDebugged());
    }
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

  /// Whether whoever runs this wants to see where a bug is.
  private static boolean isDebugged() {
    return !System.getenv().getOrDefault("QUOIN_DEBUG", "").isEmpty();
  }

  /// A command reports a user's mistake itself. What arrives here is a file system that refuses, or a mistake of ours.
  ///
  /// @param debugged whether the way that a mistake of ours came is shown, too
  static int couldNotRun(Throwable failure, PrintWriter err, boolean debugged) {
    switch (failure) {
      case NoSuchFileException missing -> err.println("quoin: no file `" + missing.getFile() + "`");
      case FileSystemException refused ->
          err.println("quoin: cannot read `" + refused.getFile() + "`: " + TypedFile.why(refused));
      case IOException broken -> err.println("quoin: cannot read: " + TypedFile.why(broken));
      default -> {
        err.println("quoin: this is a bug: " + Report.escaped(failure.toString()));
        if (debugged) {
          failure.printStackTrace(err);
        }
      }
    }
    return ExitCode.COULD_NOT_RUN;
  }
}
