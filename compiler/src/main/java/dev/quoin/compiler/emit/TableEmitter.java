package dev.quoin.compiler.emit;

import static dev.quoin.compiler.emit.Emitter.RUN;
import static dev.quoin.compiler.emit.Emitter.VALUE;

import dev.quoin.compiler.plan.Level;
import dev.quoin.compiler.plan.TableIndex;
import dev.quoin.decimal.Packed;
import dev.quoin.feel.HitPolicy;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.check.TypedExpr.Table;
import dev.quoin.feel.interpret.Hits;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Emits a table: the subjects, the walk through the index, what the index left to ask, the answer.
///
/// The rules themselves are no code but constants: an array of answers, looked up by the rule's position. Only tests and
/// entries that are expressions become code, in methods that hold some rules each, behind a switch.
final class TableEmitter {
  private static final ClassDesc INDEX = TableIndex.class.describeConstable().orElseThrow();
  private static final ClassDesc LEVEL = Level.class.describeConstable().orElseThrow();
  private static final ClassDesc TABLE = Table.class.describeConstable().orElseThrow();
  private static final ClassDesc DATE = Value.Date.class.describeConstable().orElseThrow();
  private static final ClassDesc LOCAL_DATE = LocalDate.class.describeConstable().orElseThrow();
  private static final ClassDesc RULES = ConstantDescs.CD_int.arrayType();
  private static final ClassDesc VALUES = VALUE.arrayType();

  private final MethodEmitter method;
  private final CodeBuilder code;

  TableEmitter(MethodEmitter method) {
    this.method = method;
    this.code = method.code();
  }

  void table(Table table) {
    table(table, Repr.of(table));
  }

  /// Pushes the answer as asked: as `Repr.of` says, or, of a table with a single answer, what may be a number.
  void table(Table table, Repr repr) {
    TableIndex index = method.emitter().plan().index(table);
    for (Table.Column column : table.columns()) {
      Repr subject = method.natural(column.subject());
      method.emitAs(column.subject(), subject);
      method.storeSlot(column.slot(), subject);
    }
    fit(table, index);
    behind(table, index, walk(table, index), repr);
  }

  /// Pushes the answer to subjects that are bound and whose way through the index is known.
  ///
  /// @param node the local of the node behind the last level
  void behind(Table table, int node, Repr repr) {
    TableIndex index = method.emitter().plan().index(table);
    fit(table, index);
    behind(table, index, node, repr);
  }

  /// Whether the index alone says which rule answers, and the rule answers whatever the subjects are.
  boolean isLight(Table table) {
    TableIndex index = method.emitter().plan().index(table);
    return !index.hasRemainder()
        && (table.hitPolicy() == HitPolicy.FIRST || table.hitPolicy() == HitPolicy.UNIQUE)
        && table.rules().stream()
            .flatMap(rule -> rule.entries().stream())
            .noneMatch(entry -> Children.any(entry, TypedExpr.Local.class::isInstance));
  }

  static boolean isOfConstants(Table table) {
    return table.rules().stream().allMatch(TableEmitter::isConstant);
  }

  /// Pushes the rule that answers in a light table: its position, or less than 0 where there is no single one.
  void ruleOf(Table table, Runnable node) {
    TableIndex index = method.emitter().plan().index(table);
    boolean first = table.hitPolicy() == HitPolicy.FIRST;
    method.emitter().constants().load(code, first ? index.firsts() : index.onlies(), RULES);
    node.run();
    code.iaload();
  }

  private void behind(Table table, TableIndex index, int node, Repr repr) {
    boolean first = table.hitPolicy() == HitPolicy.FIRST;
    if (!method.emitter().traced()
        && !index.hasRemainder()
        && (first || table.hitPolicy() == HitPolicy.UNIQUE)) {
      method.emitter().constants().load(code, first ? index.firsts() : index.onlies(), RULES);
      code.iload(node).iaload();
      single(table, repr, () -> candidates(index, node));
      return;
    }
    candidates(index, node);
    if (index.hasRemainder()) {
      filter(table, index);
    }
    if (first) {
      code.invokestatic(RUN, "firstOf", MethodTypeDesc.of(RULES, RULES));
    }
    int rules = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(rules);
    if (!Hits.ordersByAnswer(table)) {
      trace(table, () -> code.aload(rules));
    }
    if (first || table.hitPolicy() == HitPolicy.UNIQUE) {
      code.aload(rules).invokestatic(RUN, "only", MethodTypeDesc.of(ConstantDescs.CD_int, RULES));
      single(table, repr, () -> code.aload(rules));
    } else {
      several(table, rules);
    }
  }

  /// Tells the tracer of the matching rules, in the traced form.
  private void trace(Table table, Runnable rules) {
    if (method.emitter().traced()) {
      rules.run();
      method.loadRun();
      load(table);
      loadSubjects(table);
      code.invokestatic(RUN, "matched", MethodTypeDesc.of(RULES, RULES, RUN, TABLE, VALUES)).pop();
    }
  }

  private void candidates(TableIndex index, int node) {
    load(index);
    code.iload(node)
        .invokevirtual(INDEX, "candidates", MethodTypeDesc.of(RULES, ConstantDescs.CD_int));
  }

  private void load(TableIndex index) {
    method.emitter().constants().load(code, index, INDEX);
  }

  private void load(Table table) {
    method.emitter().constants().load(code, table, TABLE);
  }

  private void loadSubjects(Table table) {
    method.array(
        table.columns().size(), i -> method.loadSlot(table.columns().get(i).slot(), Repr.BOXED));
  }

  // The walk.

  private void fit(Table table, TableIndex index) {
    for (int i = 0; i < table.columns().size(); i++) {
      Table.Column column = table.columns().get(i);
      if (method.strict()
          && method.variable(column.slot()).repr() == Repr.BOXED
          && isKnown(table, i)) {
        method.loadSlot(column.slot(), Repr.BOXED);
        load(index);
        load(table);
        code.loadConstant(i);
        method.site(column.subject().span());
        code.invokestatic(
            RUN,
            "fit",
            MethodTypeDesc.of(
                ConstantDescs.CD_void,
                VALUE,
                INDEX,
                TABLE,
                ConstantDescs.CD_int,
                RUN,
                ConstantDescs.CD_int));
      }
    }
  }

  /// Whether the column's tests are all made of known values: only then they tell which types fit.
  private static boolean isKnown(Table table, int column) {
    return table.rules().stream().allMatch(rule -> Children.isKnown(rule.tests().get(column)));
  }

  /// Leaves the last node in a local.
  private int walk(Table table, TableIndex index) {
    int node = code.allocateLocal(TypeKind.INT);
    code.loadConstant(index.root()).istore(node);
    for (int i = 0; i < index.levels(); i++) {
      Level level = index.level(i);
      Table.Column column = table.columns().get(level.column());
      method.emitter().constants().load(code, level, LEVEL);
      code.iload(node);
      Repr repr = method.variable(column.slot()).repr();
      method.loadSlot(column.slot(), repr);
      boolean date =
          column.subject().type().equals(Type.Simple.DATE) && !column.subject().nullable();
      if (date) {
        code.checkcast(DATE).invokevirtual(DATE, "value", MethodTypeDesc.of(LOCAL_DATE));
      }
      if (repr == Repr.NUMBER || repr == Repr.MAYBE) {
        method.loadRun();
        code.invokestatic(
            RUN,
            "step",
            MethodTypeDesc.of(
                ConstantDescs.CD_int, LEVEL, ConstantDescs.CD_int, ConstantDescs.CD_long, RUN));
        code.istore(node);
        continue;
      }
      String step =
          switch (repr) {
            case NUMBER, MAYBE -> throw new IllegalStateException("a number steps by itself");
            case TEXT -> "step";
            case TRUTH -> "stepBoolean";
            case BOXED -> date ? "stepDate" : "step";
          };
      code.invokevirtual(
          LEVEL,
          step,
          MethodTypeDesc.of(
              ConstantDescs.CD_int, ConstantDescs.CD_int, date ? LOCAL_DATE : repr.type()));
      code.istore(node);
    }
    return node;
  }

  // What the index left to ask.

  /// Turns the candidates on the stack into those that pass their remainder.
  private void filter(Table table, TableIndex index) {
    int candidates = code.allocateLocal(TypeKind.REFERENCE);
    int kept = code.allocateLocal(TypeKind.REFERENCE);
    int count = code.allocateLocal(TypeKind.INT);
    int next = code.allocateLocal(TypeKind.INT);
    code.astore(candidates);
    code.aload(candidates).arraylength().newarray(TypeKind.INT).astore(kept);
    code.iconst_0().istore(count).iconst_0().istore(next);
    @Nullable String conditions = conditions(table, index);
    Label again = code.newLabel();
    Label skip = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again).iload(next).aload(candidates).arraylength().if_icmpge(end);
    load(index);
    code.aload(candidates).iload(next).iaload();
    loadSubjects(table);
    code.invokestatic(
        RUN,
        "passesKnown",
        MethodTypeDesc.of(ConstantDescs.CD_boolean, INDEX, ConstantDescs.CD_int, VALUES));
    code.ifeq(skip);
    if (conditions != null) {
      Captured captured = freeInTests(table, index);
      code.aload(0);
      method.load(captured);
      code.aload(candidates).iload(next).iaload();
      code.invokevirtual(
          method.emitter().self(),
          conditions,
          captured.method(ConstantDescs.CD_boolean, ConstantDescs.CD_int));
      code.ifeq(skip);
    }
    code.aload(kept).iload(count).aload(candidates).iload(next).iaload().iastore();
    code.iinc(count, 1);
    if (table.hitPolicy() == HitPolicy.FIRST) {
      code.goto_(end);
    }
    code.labelBinding(skip).iinc(next, 1).goto_(again);
    code.labelBinding(end).aload(kept).iload(count);
    code.invokestatic(
        ClassDesc.of("java.util.Arrays"),
        "copyOf",
        MethodTypeDesc.of(RULES, RULES, ConstantDescs.CD_int));
  }

  /// The method that tells whether a rule's conditions hold, or null where no rule has any.
  private @Nullable String conditions(Table table, TableIndex index) {
    Map<Integer, Consumer<MethodEmitter>> bodies = new LinkedHashMap<>();
    for (int rule = 0; rule < table.rules().size(); rule++) {
      List<CellTest> tests = table.rules().get(rule).tests();
      List<Integer> asked = left(index, rule);
      if (!asked.isEmpty()) {
        bodies.put(rule, inner -> allHold(inner, table, tests, asked));
      }
    }
    return bodies.isEmpty()
        ? null
        : dispatch(
            "conditions",
            freeInTests(table, index),
            ConstantDescs.CD_boolean,
            rule -> Children.ofTests(table.rules().get(rule).tests()).stream(),
            bodies,
            (inner, rule) -> inner.code().iconst_1().ireturn());
  }

  private static void allHold(
      MethodEmitter inner, Table table, List<CellTest> tests, List<Integer> asked) {
    CodeBuilder code = inner.code();
    Label fails = code.newLabel();
    for (int column : asked) {
      inner.cell(tests.get(column), table.columns().get(column).slot());
      code.ifeq(fails);
    }
    code.iconst_1().ireturn().labelBinding(fails).iconst_0().ireturn();
  }

  /// The columns that neither the levels nor the index's known tests ask of a rule.
  private static List<Integer> left(TableIndex index, int rule) {
    return Arrays.stream(index.remainder(rule))
        .filter(column -> !index.isKnown(rule, column))
        .boxed()
        .toList();
  }

  // Answers.

  /// Turns the rule on the stack (-1: none, -2: several) into the answer.
  ///
  /// @param rules pushes the matching rules
  private void single(Table table, Repr repr, Runnable rules) {
    int rule = code.allocateLocal(TypeKind.INT);
    Label missed = code.newLabel();
    Label several = code.newLabel();
    Label end = code.newLabel();
    code.istore(rule).iload(rule).iflt(missed);
    answer(table, rule, repr);
    code.goto_(end).labelBinding(missed);
    if (table.hitPolicy() == HitPolicy.UNIQUE) {
      code.iload(rule).iconst_m1().if_icmpne(several);
    }
    none(table);
    method.convert(Repr.BOXED, repr);
    if (table.hitPolicy() == HitPolicy.UNIQUE) {
      code.goto_(end).labelBinding(several);
      load(table);
      rules.run();
      loadSubjects(table);
      code.invokestatic(RUN, "several", MethodTypeDesc.of(VALUE, TABLE, RULES, VALUES));
      checked(table);
      method.convert(Repr.BOXED, repr);
    }
    code.labelBinding(end);
  }

  /// Pushes, boxed, what is answered where no rule matches: the defaults, or what the hit policy says.
  private void none(Table table) {
    load(table);
    if (table.defaults().isEmpty()) {
      loadSubjects(table);
      code.invokestatic(RUN, "none", MethodTypeDesc.of(VALUE, TABLE, VALUES));
      checked(table);
    } else {
      composite(method, table, table.defaults());
      code.invokestatic(RUN, "defaulted", MethodTypeDesc.of(VALUE, TABLE, VALUE));
    }
  }

  private void checked(Table table) {
    if (method.strict()) {
      method.site(table.span());
      code.invokestatic(RUN, "checked", MethodTypeDesc.of(VALUE, VALUE, RUN, ConstantDescs.CD_int));
    }
  }

  /// Pushes what the rule in the local answers.
  void answer(Table table, int rule, Repr repr) {
    boolean constant = table.rules().stream().allMatch(TableEmitter::isConstant);
    if (constant && repr == Repr.NUMBER) {
      long[] answers =
          table.rules().stream()
              .mapToLong(one -> packed(((TypedExpr.Constant) one.entries().getFirst()).value()))
              .toArray();
      if (Arrays.stream(answers).allMatch(Packed::isNumber)) {
        method.emitter().constants().load(code, answers, ConstantDescs.CD_long.arrayType());
        code.iload(rule).laload();
        return;
      }
    }
    if (constant) {
      method.emitter().constants().load(code, constants(table), VALUES);
      code.iload(rule).aaload();
      method.convert(Repr.BOXED, repr);
      return;
    }
    Repr answered =
        repr == Repr.MAYBE || (repr == Repr.NUMBER && areNumbers(table)) ? repr : Repr.BOXED;
    Captured captured = freeInEntries(table);
    code.aload(0);
    method.load(captured);
    code.iload(rule);
    code.invokevirtual(
        method.emitter().self(),
        entries(table, captured, answered),
        captured.method(answered.type(), ConstantDescs.CD_int));
    method.convert(answered, repr);
  }

  /// Whether every rule answers one number that is known to be there, and those that are constants are packed.
  private static boolean areNumbers(Table table) {
    return table.outputs().size() == 1
        && table.rules().stream()
            .map(rule -> rule.entries().getFirst())
            .allMatch(entry ->
                entry instanceof TypedExpr.Constant constant
                    ? constant.value() instanceof Value.Num number
                        && Packed.isNumber(Packed.of(number.value()))
                    : Repr.of(entry) == Repr.NUMBER);
  }

  private static long packed(Value number) {
    return Packed.of(((Value.Num) number).value());
  }

  /// Pushes the answer of a table whose hit policy takes several rules.
  private void several(Table table, int rules) {
    Label none = code.newLabel();
    Label end = code.newLabel();
    code.aload(rules).arraylength().ifeq(none);
    int answers = answers(table, rules);
    load(table);
    code.aload(rules).aload(answers);
    loadSubjects(table);
    method.loadRun();
    code.invokestatic(
        RUN, "collected", MethodTypeDesc.of(VALUE, TABLE, RULES, VALUES, VALUES, RUN));
    checked(table);
    code.goto_(end).labelBinding(none);
    if (Hits.ordersByAnswer(table)) {
      trace(table, () -> code.aload(rules));
    }
    none(table);
    code.labelBinding(end);
    method.convert(Repr.BOXED, Repr.of(table));
  }

  /// Leaves in a local what each of the rules answers, boxed.
  private int answers(Table table, int rules) {
    int answers = code.allocateLocal(TypeKind.REFERENCE);
    int next = code.allocateLocal(TypeKind.INT);
    int rule = code.allocateLocal(TypeKind.INT);
    code.aload(rules).arraylength().anewarray(VALUE).astore(answers);
    code.iconst_0().istore(next);
    Label again = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(again).iload(next).aload(rules).arraylength().if_icmpge(end);
    code.aload(rules).iload(next).iaload().istore(rule);
    code.aload(answers).iload(next);
    answer(table, rule, Repr.BOXED);
    code.aastore().iinc(next, 1).goto_(again).labelBinding(end);
    return answers;
  }

  /// Whether all that the rule answers is known. No stream for each rule: there may be a hundred thousand.
  static boolean isConstant(Table.Rule rule) {
    for (TypedExpr entry : rule.entries()) {
      if (!(entry instanceof TypedExpr.Constant)) {
        return false;
      }
    }
    return true;
  }

  /// What each rule answers, in a table all of whose rules are constants.
  static Value[] constants(Table table) {
    String[] names = Hits.names(table);
    return table.rules().stream().map(rule -> composed(names, rule)).toArray(Value[]::new);
  }

  /// What a rule of constants answers; all contexts of a table share their keys.
  private static Value composed(String[] names, Table.Rule rule) {
    Value[] entries = new Value[rule.entries().size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = ((TypedExpr.Constant) rule.entries().get(i)).value();
    }
    return entries.length == 1 ? entries[0] : Value.Context.of(names, entries);
  }

  /// Pushes the composed value of entries, boxed.
  private static void composite(MethodEmitter inner, Table table, List<TypedExpr> entries) {
    if (table.outputs().size() == 1) {
      inner.emitBoxed(entries.getFirst());
      return;
    }
    String[] names = Hits.names(table);
    inner.emitter().constants().load(inner.code(), names, ConstantDescs.CD_String.arrayType());
    inner.values(entries);
    inner
        .code()
        .invokestatic(
            RUN, "context", MethodTypeDesc.of(VALUE, ConstantDescs.CD_String.arrayType(), VALUES));
  }

  /// The method that answers for a rule.
  ///
  /// @param answered how it answers: boxed, or a number
  private String entries(Table table, Captured captured, Repr answered) {
    Map<Integer, Consumer<MethodEmitter>> bodies = new LinkedHashMap<>();
    for (int rule = 0; rule < table.rules().size(); rule++) {
      Table.Rule one = table.rules().get(rule);
      if (!isConstant(one)) {
        bodies.put(
            rule,
            inner -> {
              if (answered == Repr.BOXED) {
                composite(inner, table, one.entries());
              } else {
                inner.emitAs(one.entries().getFirst(), answered);
              }
              inner.code().return_(answered.kind());
            });
      }
    }
    return dispatch(
        "entries",
        captured,
        answered.type(),
        rule -> table.rules().get(rule).entries().stream(),
        bodies,
        answered == Repr.BOXED ? knownAnswer(table) : knownNumber(table));
  }

  /// Returns the answer of a rule of constants.
  private static ObjIntConsumer<MethodEmitter> knownAnswer(Table table) {
    String[] names = Hits.names(table);
    Value[] known = new Value[table.rules().size()];
    for (int rule = 0; rule < known.length; rule++) {
      if (isConstant(table.rules().get(rule))) {
        known[rule] = composed(names, table.rules().get(rule));
      }
    }
    return (inner, rule) -> {
      inner.emitter().constants().load(inner.code(), known, VALUES);
      inner.code().iload(rule).aaload().areturn();
    };
  }

  private static ObjIntConsumer<MethodEmitter> knownNumber(Table table) {
    long[] known = new long[table.rules().size()];
    for (int rule = 0; rule < known.length; rule++) {
      if (table.rules().get(rule).entries().getFirst() instanceof TypedExpr.Constant constant) {
        known[rule] = packed(constant.value());
      }
    }
    return (inner, rule) -> {
      inner.emitter().constants().load(inner.code(), known, ConstantDescs.CD_long.arrayType());
      inner.code().iload(rule).laload().lreturn();
    };
  }

  // Methods over rules.

  /// How many methods one method chooses from.
  private static final int FAN = 64;

  /// What is left to choose between: the rules up to that position, and the method that does what is to be done.
  private record Choice(int last, String method) {}

  /// A method that takes the captured variables and a rule, and does what is to be done for that rule; `otherwise` ends
  /// it for all other rules. Rules stand together in methods, and over these stands a tree of methods that choose.
  private String dispatch(
      String what,
      Captured captured,
      ClassDesc result,
      Function<Integer, Stream<TypedExpr>> parts,
      Map<Integer, Consumer<MethodEmitter>> bodies,
      ObjIntConsumer<MethodEmitter> otherwise) {
    Emitter emitter = method.emitter();
    List<Choice> choices = new ArrayList<>();
    for (List<Integer> run : emitter.cuts().ruleRuns(List.copyOf(bodies.keySet()), parts)) {
      String name =
          emitter.outline(
              what,
              captured.method(result, ConstantDescs.CD_int),
              outlined -> rules(captured, outlined, run, bodies, otherwise));
      choices.add(new Choice(run.getLast(), name));
    }
    while (choices.size() > 1) {
      List<Choice> above = new ArrayList<>();
      for (int from = 0; from < choices.size(); from += FAN) {
        List<Choice> below = choices.subList(from, Math.min(from + FAN, choices.size()));
        String name =
            emitter.outline(
                what,
                captured.method(result, ConstantDescs.CD_int),
                outlined -> choose(captured, outlined, below, result));
        above.add(new Choice(below.getLast().last, name));
      }
      choices = above;
    }
    return choices.getFirst().method;
  }

  private void rules(
      Captured captured,
      CodeBuilder outlined,
      List<Integer> rules,
      Map<Integer, Consumer<MethodEmitter>> bodies,
      ObjIntConsumer<MethodEmitter> otherwise) {
    int rule = outlined.parameterSlot(captured.size());
    Label other = outlined.newLabel();
    List<SwitchCase> cases =
        rules.stream().map(each -> SwitchCase.of(each, outlined.newLabel())).toList();
    outlined.iload(rule).lookupswitch(other, cases);
    for (SwitchCase each : cases) {
      outlined.labelBinding(each.target());
      Objects.requireNonNull(bodies.get(each.caseValue()))
          .accept(captured.part(method.emitter(), outlined));
    }
    outlined.labelBinding(other);
    otherwise.accept(captured.part(method.emitter(), outlined), rule);
  }

  private void choose(
      Captured captured, CodeBuilder outlined, List<Choice> choices, ClassDesc result) {
    int rule = outlined.parameterSlot(captured.size());
    MethodEmitter part = captured.part(method.emitter(), outlined);
    for (Choice choice : choices) {
      Label next = outlined.newLabel();
      boolean isLast = choice.equals(choices.getLast());
      if (!isLast) {
        outlined.iload(rule).loadConstant(choice.last).if_icmpgt(next);
      }
      outlined.aload(0);
      part.load(captured);
      outlined.iload(rule);
      outlined.invokevirtual(
          method.emitter().self(), choice.method, captured.method(result, ConstantDescs.CD_int));
      outlined.return_(TypeKind.from(result)).labelBinding(next);
    }
  }

  /// The variables of this method that the rules' tests use: those of the columns are among them.
  private Captured freeInTests(Table table, TableIndex index) {
    SortedSet<Integer> slots =
        new TreeSet<>(
            method
                .captured(
                    table.rules().stream()
                        .flatMap(rule -> Children.ofTests(rule.tests()).stream())
                        .toList())
                .slots());
    for (int rule = 0; rule < table.rules().size(); rule++) {
      left(index, rule).forEach(column -> slots.add(table.columns().get(column).slot()));
    }
    return method.captured(slots);
  }

  private Captured freeInEntries(Table table) {
    return method.captured(
        table.rules().stream().flatMap(rule -> rule.entries().stream()).toList());
  }
}
