package dev.quoin.compiler.emit;

import static dev.quoin.compiler.emit.Emitter.RUN;
import static dev.quoin.compiler.emit.Emitter.VALUE;
import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PROTECTED;

import dev.quoin.compiler.plan.Level;
import dev.quoin.compiler.plan.Needs;
import dev.quoin.compiler.plan.TableIndex;
import dev.quoin.compiler.run.Lanes;
import dev.quoin.dmn.Program;
import dev.quoin.feel.EvaluationException;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.Table;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

// The columns form of a decision, written as Java:
//
//     private long[] column7;  private byte[] state7;
//
//     private long decision7() {                      // what the row form has, by lane
//       if (state7[lane] == DONE) return column7[lane];
//       rethrow(7);
//       long value = compute7();
//       column7[lane] = value;  state7[lane] = DONE;
//       return value;
//     }
//
//     private long compute7() { … }                   // the body, as in the row form
//
//     private void fillcolumn7(int[] lanes, int count) {  // the whole column
//       need(5, lanes, count);                        // what every lane needs
//       for (int i = 0; i < count; i++) {
//         enter(lanes[i]);
//         try { column7[lane] = compute7();  state7[lane] = DONE; }
//         catch (EvaluationException failure) { fail(7, failure); }
//       }
//     }
//
// Where the body is an `if`, the selection is parted by its condition and each branch filled for
// itself. Where it is a table, or the call of a rate table, its subjects are columns too; each
// level of the index leads all lanes one step further, and only the answer is asked lane by lane.
//
// What a lane does is the code of the row form, emitted by the same `MethodEmitter`: it reads
// inputs and decisions by the methods above and knows nothing of columns.
//
// The alternative left: kernels for every operator, each over a whole column. It needs no code for
// a program, but a second implementation of all operators, and a pass through memory for each.

/// Emits what the columns form has and the others do not: columns, how they are filled, how a table is walked.
final class ColumnsEmitter {
  static final ClassDesc LANES = Lanes.class.describeConstable().orElseThrow();

  private static final ClassDesc LEVEL = Level.class.describeConstable().orElseThrow();
  private static final ClassDesc FAILURE =
      EvaluationException.class.describeConstable().orElseThrow();
  private static final ClassDesc SELECTION = ConstantDescs.CD_int.arrayType();
  private static final ClassDesc STATES = ConstantDescs.CD_byte.arrayType();
  private static final MethodTypeDesc FILL =
      MethodTypeDesc.of(ConstantDescs.CD_void, SELECTION, ConstantDescs.CD_int);
  private static final MethodTypeDesc WITH_COLUMN =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  /// The parameters of a method that fills: the selection, and how many lanes it has.
  private static final int LANES_GIVEN = 1;

  private static final int COUNT_GIVEN = 2;

  /// In so many `if`s within each other a selection is parted, or the method that does it would become too long.
  private static final int PARTED = 4;

  /// So many decisions at most are parameters of a method.
  private static final int GIVEN = 16;

  private final Emitter emitter;
  private final ClassBuilder type;
  private final Needs needs;
  private final boolean iterates;
  private final List<Made> made = new ArrayList<>();
  private final Map<Integer, String> fillers = new HashMap<>();
  private final List<Parts> parts = new ArrayList<>();

  /// The columns of rules, by decision: of those that are tables of constants.
  private final Map<Integer, Ruled> ruled = new LinkedHashMap<>();

  /// Which rule a decision's table answered by, in each lane.
  private record Ruled(int column, Table table) {}

  private int columns;
  private int steps;

  /// A column that has a field.
  ///
  /// @param owner the global for which it is there
  /// @param repr how its values lie; null for lanes or nodes
  private record Made(int number, int owner, @Nullable Repr repr, boolean hasState) {}

  /// A decision's context, of which each entry has a column; the first has the state of them all.
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Parts(int decision, String[] keys, int[] entries) {}

  /// A variable of a definition whose values lie in an array.
  ///
  /// @param array the local of the array
  /// @param input the input whose column it is, or -1
  /// @param decision the decision whose column it is, or -1
  private record Bound(int slot, int array, Repr repr, int input, int decision) {
    /// Whether it is an input of texts, which may have codes.
    boolean isOfTexts(Program program) {
      return input >= 0 && program.globals().get(input).type().equals(Type.Simple.STRING);
    }
  }

  ColumnsEmitter(Emitter emitter, ClassBuilder type) {
    this.emitter = emitter;
    this.type = type;
    this.needs = emitter.plan().needs();
    this.iterates = needs.iterates();
    this.columns = program().globals().size();
  }

  void globals() {
    for (Program.Global global : program().globals()) {
      Repr repr = emitter.maybe().of(global);
      switch (global) {
        case Program.Input input -> {
          add(new Made(input.index(), input.index(), repr, false));
          input(input, repr);
        }
        case Program.Decision decision -> {
          add(new Made(decision.index(), decision.index(), repr, true));
          decision(decision, repr);
        }
      }
    }
    fill();
    bind();
  }

  private ClassDesc self() {
    return emitter.self();
  }

  // Columns.

  private static String columnName(int number) {
    return "column" + number;
  }

  private static String stateName(int number) {
    return "state" + number;
  }

  private static ClassDesc arrayType(@Nullable Repr repr) {
    return repr == null ? SELECTION : repr.type().arrayType();
  }

  private void add(Made column) {
    made.add(column);
    type.withField(columnName(column.number), arrayType(column.repr), ACC_PRIVATE);
    if (column.hasState) {
      type.withField(stateName(column.number), STATES, ACC_PRIVATE);
    }
  }

  /// A column for what is needed on the way.
  private int another(int owner, @Nullable Repr repr) {
    int number = columns++;
    add(new Made(number, owner, repr, false));
    return number;
  }

  private void loadColumn(CodeBuilder code, int number, @Nullable Repr repr) {
    code.aload(0).getfield(self(), columnName(number), arrayType(repr));
  }

  private static void loadLane(CodeBuilder code) {
    code.aload(0).getfield(LANES, "lane", ConstantDescs.CD_int);
  }

  /// Stores the local in the column, in the lane that is evaluated.
  private void store(CodeBuilder code, int number, Repr repr, int local) {
    loadColumn(code, number, repr);
    loadLane(code);
    code.loadLocal(repr.kind(), local).arrayStore(elementKind(repr));
  }

  private void done(CodeBuilder code, int number) {
    code.aload(0).getfield(self(), stateName(number), STATES);
    loadLane(code);
    code.iconst_1().bastore();
  }

  private static TypeKind elementKind(Repr repr) {
    return TypeKind.from(repr.type());
  }

  private void bind() {
    type.withMethodBody(
        "bind",
        MethodTypeDesc.of(ConstantDescs.CD_void),
        ACC_PROTECTED | ACC_FINAL,
        code -> {
          code.aload(0).loadConstant(columns).loadConstant(steps);
          code.invokevirtual(
              LANES,
              "columns",
              MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int));
          for (Made column : made) {
            opened(code, column, maker(column.repr), arrayType(column.repr));
            code.putfield(self(), columnName(column.number), arrayType(column.repr));
            if (column.hasState) {
              opened(code, column, "states", STATES);
              code.putfield(self(), stateName(column.number), STATES);
            }
          }
          ruled.forEach((decision, rules) -> {
            code.aload(0).loadConstant(decision.intValue()).loadConstant(rules.column);
            code.invokevirtual(
                LANES,
                "ruled",
                MethodTypeDesc.of(
                    ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int));
          });
          for (Parts one : parts) {
            code.aload(0).loadConstant(one.decision);
            emitter.constants().load(code, one.keys, ConstantDescs.CD_String.arrayType());
            emitter.constants().load(code, one.entries, SELECTION);
            code.invokevirtual(
                LANES,
                "apart",
                MethodTypeDesc.of(
                    ConstantDescs.CD_void,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_String.arrayType(),
                    SELECTION));
          }
          code.return_();
        });
  }

  private static void opened(CodeBuilder code, Made column, String maker, ClassDesc array) {
    code.aload(0).aload(0).loadConstant(column.number).loadConstant(column.owner);
    code.invokevirtual(
        LANES, maker, MethodTypeDesc.of(array, ConstantDescs.CD_int, ConstantDescs.CD_int));
  }

  private static String maker(@Nullable Repr repr) {
    return switch (repr) {
      case null -> "ints";
      case NUMBER, MAYBE -> "longs";
      case TEXT -> "texts";
      case TRUTH -> "truths";
      case BOXED -> "values";
    };
  }

  private void fill() {
    type.withMethodBody(
        "fill",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, ConstantDescs.CD_int, SELECTION, ConstantDescs.CD_int),
        ACC_PROTECTED | ACC_FINAL,
        code -> {
          Label unknown = code.newLabel();
          List<SwitchCase> cases =
              fillers.keySet().stream()
                  .sorted()
                  .map(column -> SwitchCase.of(column, code.newLabel()))
                  .toList();
          code.iload(1).lookupswitch(unknown, cases);
          for (SwitchCase one : cases) {
            code.labelBinding(one.target()).aload(0).aload(2).iload(3);
            code.invokevirtual(self(), fillers.get(one.caseValue()), FILL).return_();
          }
          code.labelBinding(unknown).return_();
        });
  }

  // Inputs.

  private void input(Program.Input input, Repr repr) {
    type.withMethodBody(
        Emitter.decisionName(input.index()),
        emitter.decisionType(input),
        ACC_PRIVATE | ACC_FINAL,
        code -> {
          loadColumn(code, input.index(), repr);
          loadLane(code);
          code.arrayLoad(elementKind(repr));
          if (repr == Repr.BOXED || repr == Repr.TEXT) {
            Label there = code.newLabel();
            code.dup().ifnonnull(there).pop();
            code.aload(0).loadConstant(input.index());
            code.invokevirtual(LANES, "boxed", MethodTypeDesc.of(VALUE, ConstantDescs.CD_int));
            new MethodEmitter(emitter, code).convert(Repr.BOXED, repr);
            code.labelBinding(there);
          }
          code.return_(repr.kind());
        });
  }

  // Decisions.

  private static String computeName(int index) {
    return "compute" + index;
  }

  private void decision(Program.Decision decision, Repr repr) {
    int index = decision.index();
    Ruled rules = ruled(decision, repr);
    type.withMethodBody(
        Emitter.decisionName(index),
        emitter.decisionType(decision),
        ACC_PRIVATE | ACC_FINAL,
        code -> {
          Label open = code.newLabel();
          code.aload(0).getfield(self(), stateName(index), STATES);
          loadLane(code);
          code.baload().iconst_1().if_icmpne(open);
          loadColumn(code, index, repr);
          loadLane(code);
          code.arrayLoad(elementKind(repr)).return_(repr.kind()).labelBinding(open);
          code.aload(0).loadConstant(index).invokevirtual(LANES, "rethrow", WITH_COLUMN);
          code.aload(0).invokevirtual(self(), computeName(index), emitter.decisionType(decision));
          int local = code.allocateLocal(repr.kind());
          code.storeLocal(repr.kind(), local);
          store(code, index, repr, local);
          done(code, index);
          if (rules != null) {
            loadColumn(code, rules.column, null);
            loadLane(code);
            code.iconst_m1().iastore();
          }
          code.loadLocal(repr.kind(), local).return_(repr.kind());
        });
    type.withMethodBody(
        computeName(index),
        emitter.decisionType(decision),
        ACC_PRIVATE | ACC_FINAL,
        code -> {
          new MethodEmitter(emitter, code).emitAs(decision.body(), repr);
          pin(code, repr);
          code.return_(repr.kind());
        });
    filler(
        index, code -> filling(code, decision, decision.body(), LANES_GIVEN, COUNT_GIVEN, repr, 0));
    if (decision.body() instanceof TypedExpr.ContextOf context
        && context.result() == null
        && !context.entries().isEmpty()
        && !emitter.cuts().isCut(context)
        && context.entries().size() <= Cuts.PARAMETERS) {
      parts(decision, context);
    }
  }

  private @Nullable Ruled ruled(Program.Decision decision, Repr repr) {
    boolean isRuled =
        decision.body() instanceof Table table
            && (repr == Repr.TEXT || repr == Repr.BOXED)
            && TableEmitter.isOfConstants(table);
    if (isRuled && decision.body() instanceof Table table) {
      ruled.put(decision.index(), new Ruled(another(decision.index(), null), table));
    }
    return ruled.get(decision.index());
  }

  private void filler(int column, Consumer<CodeBuilder> body) {
    String name = "fill" + columnName(column);
    fillers.put(column, name);
    type.withMethodBody(
        name,
        FILL,
        ACC_PRIVATE | ACC_FINAL,
        code -> {
          body.accept(code);
          code.return_();
        });
  }

  /// A number that stays in a column outlives what the lane keeps.
  private static void pin(CodeBuilder code, Repr repr) {
    if (repr == Repr.NUMBER || repr == Repr.MAYBE) {
      code.aload(0)
          .invokestatic(
              RUN, "pinned", MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, RUN));
    }
  }

  /// Fills the decision's column with an expression that is its body, or a branch of it.
  ///
  /// @param ifs how many `if`s it stands in
  private void filling(
      CodeBuilder code,
      Program.Decision decision,
      TypedExpr expr,
      int lanes,
      int count,
      Repr repr,
      int ifs) {
    need(code, needs.certain(expr), lanes, count);
    if (expr instanceof TypedExpr.If choice && ifs < PARTED && !emitter.cuts().isCut(choice)) {
      parted(code, decision, choice, lanes, count, repr, ifs);
      return;
    }
    Optional<Asked> asked = asked(expr);
    if (asked.isPresent()) {
      table(code, decision, asked.get(), lanes, count, repr);
      return;
    }
    List<Program.Global> given = given(expr);
    Label slow = code.newLabel();
    Label end = code.newLabel();
    if (!given.isEmpty()) {
      areThere(code, given, lanes, count);
      code.ifeq(slow);
      fast(code, decision, expr, given, lanes, count, repr);
      code.goto_(end).labelBinding(slow);
    }
    String name = computing(decision, expr, repr);
    eachLane(
        code,
        decision.index(),
        lanes,
        count,
        (_, _) -> {
          code.aload(0).invokevirtual(self(), name, MethodTypeDesc.of(repr.type()));
          keep(code, decision.index(), repr);
        });
    code.labelBinding(end);
  }

  /// The decisions that an expression surely reads, where they are few.
  private List<Program.Global> given(TypedExpr expr) {
    List<Program.Global> given =
        needs.certain(expr).stream().map(index -> program().globals().get(index)).toList();
    return given.size() <= GIVEN ? given : List.of();
  }

  private void areThere(CodeBuilder code, List<Program.Global> given, int lanes, int count) {
    code.aload(0);
    int[] indexes = given.stream().mapToInt(Program.Global::index).toArray();
    emitter.constants().load(code, indexes, SELECTION);
    code.aload(lanes).iload(count);
    code.invokevirtual(
        LANES,
        "areThere",
        MethodTypeDesc.of(ConstantDescs.CD_boolean, SELECTION, SELECTION, ConstantDescs.CD_int));
  }

  /// Evaluates an expression in each lane and gives it what it surely reads, without a question whether that is there.
  private void fast(
      CodeBuilder code,
      Program.Decision decision,
      TypedExpr expr,
      List<Program.Global> given,
      int lanes,
      int count,
      Repr repr) {
    List<Repr> reprs = given.stream().map(emitter.maybe()::of).toList();
    MethodTypeDesc type = MethodTypeDesc.of(repr.type(), reprs.stream().map(Repr::type).toList());
    String name =
        emitter.outline(
            "fast",
            type,
            outlined -> {
              MethodEmitter method = new MethodEmitter(emitter, outlined);
              for (int i = 0; i < given.size(); i++) {
                method.bindGlobal(given.get(i).index(), outlined.parameterSlot(i), reprs.get(i));
              }
              method.emitAs(expr, repr);
              pin(outlined, repr);
              outlined.return_(repr.kind());
            });
    List<Integer> arrays = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      arrays.add(local(code, given.get(i).index(), reprs.get(i)));
    }
    eachLane(
        code,
        decision.index(),
        lanes,
        count,
        (lane, _) -> {
          code.aload(0);
          for (int i = 0; i < given.size(); i++) {
            code.aload(arrays.get(i)).iload(lane).arrayLoad(elementKind(reprs.get(i)));
          }
          code.invokevirtual(self(), name, type);
          keep(code, decision.index(), repr);
        });
  }

  /// The method that evaluates the body of a decision, or a branch of it, in one lane as a row does it.
  @SuppressWarnings("ReferenceEquality") // the body itself, not one like it
  private String computing(Program.Decision decision, TypedExpr expr, Repr repr) {
    return expr == decision.body()
        ? computeName(decision.index())
        : emitter.outline(
            "branch",
            MethodTypeDesc.of(repr.type()),
            outlined -> {
              new MethodEmitter(emitter, outlined).emitAs(expr, repr);
              pin(outlined, repr);
              outlined.return_(repr.kind());
            });
  }

  /// Pops the value of the lane into the decision's column.
  private void keep(CodeBuilder code, int column, Repr repr) {
    keep(code, column, repr, () -> code.iconst_m1());
  }

  /// The same, and the rule that answered, if there is a column for it.
  private void keep(CodeBuilder code, int column, Repr repr, Runnable rule) {
    int local = code.allocateLocal(repr.kind());
    code.storeLocal(repr.kind(), local);
    store(code, column, repr, local);
    done(code, column);
    Ruled rules = ruled.get(column);
    if (rules != null) {
      loadColumn(code, rules.column, null);
      loadLane(code);
      rule.run();
      code.iastore();
    }
  }

  private void need(CodeBuilder code, List<Integer> decisions, int lanes, int count) {
    for (int decision : decisions) {
      code.aload(0).loadConstant(decision).aload(lanes).iload(count);
      code.invokevirtual(
          LANES,
          "need",
          MethodTypeDesc.of(
              ConstantDescs.CD_void, ConstantDescs.CD_int, SELECTION, ConstantDescs.CD_int));
    }
  }

  /// Parts the selection by a condition, and fills either part.
  private void parted(
      CodeBuilder code,
      Program.Decision decision,
      TypedExpr.If choice,
      int lanes,
      int count,
      Repr repr,
      int ifs) {
    MethodTypeDesc truth = MethodTypeDesc.of(ConstantDescs.CD_boolean);
    String condition =
        emitter.outline(
            "condition",
            truth,
            outlined -> {
              new MethodEmitter(emitter, outlined).condition(choice.condition(), "if");
              outlined.ireturn();
            });
    int then = local(code, another(decision.index(), null), null);
    int otherwise = local(code, another(decision.index(), null), null);
    int thenCount = zero(code);
    int otherwiseCount = zero(code);
    eachLane(
        code,
        decision.index(),
        lanes,
        count,
        (lane, _) -> {
          Label isFalse = code.newLabel();
          Label end = code.newLabel();
          code.aload(0).invokevirtual(self(), condition, truth).ifeq(isFalse);
          append(code, then, thenCount, lane);
          code.goto_(end).labelBinding(isFalse);
          append(code, otherwise, otherwiseCount, lane);
          code.labelBinding(end);
        });
    filling(code, decision, choice.then(), then, thenCount, repr, ifs + 1);
    filling(code, decision, choice.otherwise(), otherwise, otherwiseCount, repr, ifs + 1);
  }

  private int local(CodeBuilder code, int column, @Nullable Repr repr) {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    loadColumn(code, column, repr);
    code.astore(local);
    return local;
  }

  private static int zero(CodeBuilder code) {
    int local = code.allocateLocal(TypeKind.INT);
    code.iconst_0().istore(local);
    return local;
  }

  private static void append(CodeBuilder code, int selection, int count, int lane) {
    code.aload(selection).iload(count).iload(lane).iastore().iinc(count, 1);
  }

  /// Does something in each lane of a selection; what fails there, fails the column.
  ///
  /// @param body is given the locals of the lane and of its place in the selection
  private void eachLane(
      CodeBuilder code, int column, int lanes, int count, BiConsumer<Integer, Integer> body) {
    int mark = code.allocateLocal(TypeKind.INT);
    int next = zero(code);
    int lane = zero(code);
    Label again = code.newLabel();
    Label begin = code.newLabel();
    Label end = code.newLabel();
    Label failed = code.newLabel();
    Label behind = code.newLabel();
    Label over = code.newLabel();
    code.aload(0).invokestatic(RUN, "mark", MethodTypeDesc.of(ConstantDescs.CD_int, RUN));
    code.istore(mark);
    code.labelBinding(again).iload(next).iload(count).if_icmpge(over);
    code.aload(lanes).iload(next).iaload().istore(lane);
    code.aload(0).iload(lane);
    if (iterates) {
      code.invokevirtual(LANES, "enter", WITH_COLUMN);
    } else {
      code.putfield(LANES, "lane", ConstantDescs.CD_int);
    }
    code.labelBinding(begin);
    body.accept(lane, next);
    code.goto_(behind).labelBinding(end);
    int failure = code.allocateLocal(TypeKind.REFERENCE);
    code.labelBinding(failed).astore(failure);
    code.aload(0).loadConstant(column).aload(failure);
    code.invokevirtual(
        LANES, "fail", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, FAILURE));
    code.exceptionCatch(begin, end, failed, FAILURE);
    code.labelBinding(behind);
    if (iterates) {
      code.aload(0).invokevirtual(LANES, "leave", MethodTypeDesc.of(ConstantDescs.CD_void));
    }
    code.iinc(next, 1).goto_(again).labelBinding(over);
    code.aload(0).iload(mark);
    code.invokestatic(
        RUN, "release", MethodTypeDesc.of(ConstantDescs.CD_void, RUN, ConstantDescs.CD_int));
  }

  // Contexts that come apart.

  private void parts(Program.Decision decision, TypedExpr.ContextOf context) {
    int whole = columns;
    List<Integer> entries = new ArrayList<>();
    List<Repr> reprs = new ArrayList<>();
    for (TypedExpr.ContextOf.Entry entry : context.entries()) {
      Repr repr = emitter.maybe().inColumn(entry.value());
      int number = columns++;
      add(new Made(number, decision.index(), repr, number == whole));
      reprs.add(repr);
      entries.add(number);
    }
    parts.add(
        new Parts(
            decision.index(),
            context.entries().stream().map(TypedExpr.ContextOf.Entry::key).toArray(String[]::new),
            entries.stream().mapToInt(Integer::intValue).toArray()));
    filler(whole, code -> entries(code, decision, context, whole, entries, reprs));
  }

  /// Fills the columns of the entries, one after the other. An entry that is another decision's value is copied.
  private void entries(
      CodeBuilder code,
      Program.Decision decision,
      TypedExpr.ContextOf context,
      int whole,
      List<Integer> entries,
      List<Repr> reprs) {
    need(code, needs.certain(context), LANES_GIVEN, COUNT_GIVEN);
    int alive = local(code, another(decision.index(), null), null);
    int left = code.allocateLocal(TypeKind.INT);
    copySelection(code, LANES_GIVEN, COUNT_GIVEN, alive, left);
    List<Bound> bound = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      TypedExpr.ContextOf.Entry entry = context.entries().get(i);
      Repr repr = reprs.get(i);
      int array = local(code, entries.get(i), repr);
      if (entry.value() instanceof TypedExpr.Global read
          && program().globals().get(read.index()) instanceof Program.Decision other
          && emitter.maybe().of(other) == repr) {
        there(code, other.index(), whole, alive, left);
        int from = local(code, other.index(), repr);
        code.aload(from).iconst_0().aload(array).iconst_0().aload(array).arraylength();
        arraycopy(code);
      } else {
        entry(code, whole, entry.value(), repr, array, alive, left, List.copyOf(bound));
      }
      bound.add(new Bound(entry.slot(), array, repr, -1, -1));
    }
    code.aload(0).loadConstant(whole).aload(alive).iload(left);
    code.invokevirtual(
        LANES,
        "finish",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, ConstantDescs.CD_int, SELECTION, ConstantDescs.CD_int));
  }

  /// Fills the column of an entry, which may read those before it, and drops the lanes in which it fails.
  private void entry(
      CodeBuilder code,
      int whole,
      TypedExpr value,
      Repr repr,
      int array,
      int alive,
      int left,
      List<Bound> before) {
    List<Bound> read = before.stream().filter(one -> Children.useSlot(value, one.slot)).toList();
    MethodTypeDesc type =
        MethodTypeDesc.of(repr.type(), read.stream().map(one -> one.repr.type()).toList());
    String name =
        emitter.outline(
            "entry",
            type,
            outlined -> {
              MethodEmitter method = new MethodEmitter(emitter, outlined);
              for (int i = 0; i < read.size(); i++) {
                method.bind(read.get(i).slot, outlined.parameterSlot(i), read.get(i).repr);
              }
              method.emitAs(value, repr);
              pin(outlined, repr);
              outlined.return_(repr.kind());
            });
    int kept = zero(code);
    eachLane(
        code,
        whole,
        alive,
        left,
        (lane, _) -> {
          code.aload(array).iload(lane).aload(0);
          read.forEach(one -> code.aload(one.array).iload(lane).arrayLoad(elementKind(one.repr)));
          code.invokevirtual(self(), name, type).arrayStore(elementKind(repr));
          append(code, alive, kept, lane);
        });
    code.iload(kept).istore(left);
  }

  private static void copySelection(CodeBuilder code, int lanes, int count, int alive, int left) {
    code.aload(lanes).iconst_0().aload(alive).iconst_0().iload(count);
    arraycopy(code);
    code.iload(count).istore(left);
  }

  private static void arraycopy(CodeBuilder code) {
    code.invokestatic(
        ClassDesc.of("java.lang.System"),
        "arraycopy",
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_Object,
            ConstantDescs.CD_int,
            ConstantDescs.CD_Object,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int));
  }

  // Tables.

  /// A table that is asked, and what its parameters are.
  ///
  /// @param expr the table, or its call
  private record Asked(
      TypedExpr expr,
      Table table,
      Program.@Nullable Function function,
      List<TypedExpr> arguments) {}

  /// The table that an expression is or calls, if all its subjects can be columns.
  private Optional<Asked> asked(TypedExpr expr) {
    if (emitter.cuts().isCut(expr)) {
      return Optional.empty();
    }
    if (expr instanceof Table table && table.columns().size() <= Cuts.PARAMETERS / 2) {
      return Optional.of(new Asked(table, table, null, List.of()));
    }
    if (expr instanceof TypedExpr.CallFunction call) {
      Program.Function function = program().functions().get(call.index());
      if (function.body() instanceof Table table
          && Repr.of(table) == Repr.of(call)
          && call.arguments().size() <= Cuts.PARAMETERS / 2
          && table.columns().stream().allMatch(column -> isParameter(function, column))) {
        return Optional.of(new Asked(call, table, function, call.arguments()));
      }
    }
    return Optional.empty();
  }

  private static boolean isParameter(Program.Function function, Table.Column column) {
    return column.subject() instanceof TypedExpr.Local local
        && function.parameters().stream()
            .anyMatch(parameter ->
                parameter.slot() == local.slot()
                    && Repr.of(parameter.type(), parameter.nullable()) == Repr.of(local));
  }

  private void table(
      CodeBuilder code, Program.Decision decision, Asked asked, int lanes, int count, Repr repr) {
    Table table = asked.table;
    TableIndex index = emitter.plan().index(table);
    int alive = local(code, another(decision.index(), null), null);
    int left = code.allocateLocal(TypeKind.INT);
    copySelection(code, lanes, count, alive, left);
    List<Bound> bound = subjects(code, decision, asked, alive, left);
    boolean isLight = isLight(code, asked, bound);
    if (!isLight) {
      bound.stream()
          .filter(one -> one.isOfTexts(program()))
          .forEach(one -> box(code, one.input, alive, left));
    }
    int nodes = local(code, another(decision.index(), null), null);
    code.aload(nodes).loadConstant(index.root()).iload(left);
    code.invokestatic(
        LANES,
        "start",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, SELECTION, ConstantDescs.CD_int, ConstantDescs.CD_int));
    for (int i = 0; i < index.levels(); i++) {
      Level level = index.level(i);
      step(code, level, subject(table, level.column(), bound), nodes, alive, left);
    }
    if (isLight) {
      lightAnswers(code, decision, asked, nodes, alive, left, repr);
    } else {
      answers(code, decision, asked, bound, nodes, alive, left, repr);
    }
  }

  private boolean isLight(CodeBuilder code, Asked asked, List<Bound> bound) {
    return new TableEmitter(new MethodEmitter(emitter, code)).isLight(asked.table)
        && (program().mode() == Mode.PLAIN
            || bound.stream().noneMatch(one -> one.repr == Repr.BOXED));
  }

  /// Answers by the rule alone; where there is no single one, as a row does it.
  private void lightAnswers(
      CodeBuilder code,
      Program.Decision decision,
      Asked asked,
      int nodes,
      int alive,
      int left,
      Repr repr) {
    String otherwise = computing(decision, asked.expr, repr);
    MethodEmitter method = new MethodEmitter(emitter, code);
    TableEmitter table = new TableEmitter(method);
    Repr tells = method.natural(asked.table);
    boolean isBody = asked.expr.equals(decision.body());
    eachLane(
        code,
        decision.index(),
        alive,
        left,
        (_, place) -> {
          int rule = code.allocateLocal(TypeKind.INT);
          Label none = code.newLabel();
          Label end = code.newLabel();
          table.ruleOf(asked.table, () -> code.aload(nodes).iload(place).iaload());
          code.istore(rule);
          code.iload(rule).iflt(none);
          table.answer(asked.table, rule, tells);
          method.convert(tells, repr);
          pin(code, repr);
          code.goto_(end).labelBinding(none);
          code.aload(0).invokevirtual(self(), otherwise, MethodTypeDesc.of(repr.type()));
          code.labelBinding(end);
          keep(
              code,
              decision.index(),
              repr,
              () -> {
                if (isBody) {
                  code.iload(rule);
                } else {
                  code.iconst_m1();
                }
              });
        });
  }

  /// The variable that a column of a table is about.
  private static Bound subject(Table table, int column, List<Bound> bound) {
    int slot = table.columns().get(column).slot();
    return bound.stream().filter(one -> one.slot == slot).findFirst().orElseThrow();
  }

  /// Puts arguments or subjects into columns, drops the lanes in which one fails, and binds the variables of the table.
  private List<Bound> subjects(
      CodeBuilder code, Program.Decision decision, Asked asked, int alive, int left) {
    List<Bound> bound = new ArrayList<>();
    if (asked.function == null) {
      for (Table.Column column : asked.table.columns()) {
        Repr repr = emitter.maybe().inColumn(column.subject());
        bound.add(subject(code, decision, column.slot(), column.subject(), repr, alive, left));
      }
      return bound;
    }
    Map<Integer, Bound> parameters = new HashMap<>();
    for (int i = 0; i < asked.arguments.size(); i++) {
      Program.Parameter parameter = asked.function.parameters().get(i);
      Repr repr = emitter.maybe().inColumn(parameter.type(), parameter.nullable());
      Bound one =
          subject(code, decision, parameter.slot(), asked.arguments.get(i), repr, alive, left);
      parameters.put(parameter.slot(), one);
      bound.add(one);
    }
    for (Table.Column column : asked.table.columns()) {
      Bound parameter = parameters.get(((TypedExpr.Local) column.subject()).slot());
      if (parameter == null) {
        throw new IllegalStateException("a subject that is no parameter: " + column.label());
      }
      bound.add(
          new Bound(
              column.slot(), parameter.array, parameter.repr, parameter.input, parameter.decision));
    }
    return bound;
  }

  private Bound subject(
      CodeBuilder code,
      Program.Decision decision,
      int slot,
      TypedExpr expr,
      Repr repr,
      int alive,
      int left) {
    if (expr instanceof TypedExpr.Global read) {
      Program.Global global = program().globals().get(read.index());
      Repr lies = emitter.maybe().of(global);
      if (lies == repr || (lies == Repr.TEXT && repr == Repr.BOXED)) {
        Bound bound =
            new Bound(
                slot,
                local(code, global.index(), lies),
                lies,
                input(global),
                global instanceof Program.Decision ? global.index() : -1);
        if (global instanceof Program.Decision) {
          there(code, global.index(), decision.index(), alive, left);
        } else if (lies == Repr.BOXED && !bound.isOfTexts(program())) {
          box(code, global.index(), alive, left);
        }
        return bound;
      }
    }
    if (expr instanceof TypedExpr.Path path
        && (repr == Repr.NUMBER || repr == Repr.MAYBE)
        && MethodEmitter.isPartOfDate(path)
        && path.source() instanceof TypedExpr.Global source
        && source.type().equals(Type.Simple.DATE_TIME)
        && program().globals().get(source.index()) instanceof Program.Input) {
      return new Bound(slot, part(code, decision, path, source, repr, alive, left), repr, -1, -1);
    }
    return new Bound(slot, computed(code, decision, expr, repr, alive, left), repr, -1, -1);
  }

  private Program program() {
    return emitter.plan().program();
  }

  private static int input(Program.Global global) {
    return global instanceof Program.Input ? global.index() : -1;
  }

  /// Drops the lanes in which another decision has no value.
  private static void there(CodeBuilder code, int other, int column, int alive, int left) {
    code.aload(0).loadConstant(other).loadConstant(column).aload(alive).iload(left);
    code.invokevirtual(
        LANES,
        "there",
        MethodTypeDesc.of(
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            ConstantDescs.CD_int,
            SELECTION,
            ConstantDescs.CD_int));
    code.istore(left);
  }

  private static void box(CodeBuilder code, int input, int alive, int left) {
    code.aload(0).loadConstant(input).aload(alive).iload(left);
    code.invokevirtual(
        LANES,
        "box",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, ConstantDescs.CD_int, SELECTION, ConstantDescs.CD_int));
  }

  /// Leaves a part of the dates of an input in an array: all at once where that is possible.
  private int part(
      CodeBuilder code,
      Program.Decision decision,
      TypedExpr.Path path,
      TypedExpr.Global source,
      Repr repr,
      int alive,
      int left) {
    int array = code.allocateLocal(TypeKind.REFERENCE);
    Label known = code.newLabel();
    code.aload(0).loadConstant(source.index()).ldc(path.name());
    code.invokevirtual(
        LANES,
        "parts",
        MethodTypeDesc.of(arrayType(repr), ConstantDescs.CD_int, ConstantDescs.CD_String));
    code.astore(array).aload(array).ifnonnull(known);
    int each = computed(code, decision, path, repr, alive, left);
    code.aload(each).astore(array).labelBinding(known);
    return array;
  }

  /// Leaves the values of an expression in an array, and drops the lanes in which it fails.
  private int computed(
      CodeBuilder code, Program.Decision decision, TypedExpr expr, Repr repr, int alive, int left) {
    int column = another(decision.index(), repr);
    MethodTypeDesc nothing = MethodTypeDesc.of(ConstantDescs.CD_void);
    String name =
        emitter.outline(
            "subject",
            nothing,
            outlined -> {
              MethodEmitter method = new MethodEmitter(emitter, outlined);
              method.emitAs(expr, repr);
              pin(outlined, repr);
              int local = outlined.allocateLocal(repr.kind());
              outlined.storeLocal(repr.kind(), local);
              store(outlined, column, repr, local);
              outlined.return_();
            });
    int kept = zero(code);
    eachLane(
        code,
        decision.index(),
        alive,
        left,
        (lane, _) -> {
          code.aload(0).invokevirtual(self(), name, nothing);
          append(code, alive, kept, lane);
        });
    code.iload(kept).istore(left);
    return local(code, column, repr);
  }

  /// Leads all lanes one level further.
  private void step(CodeBuilder code, Level level, Bound subject, int nodes, int alive, int left) {
    boolean isOfTexts = subject.isOfTexts(program());
    Ruled rules = ruled.get(subject.decision);
    if (rules != null) {
      stepRules(code, level, subject, rules, nodes, alive, left);
      return;
    }
    ClassDesc array = arrayType(subject.repr);
    if (isOfTexts || subject.repr == Repr.NUMBER || subject.repr == Repr.MAYBE) {
      code.aload(0);
    }
    emitter.constants().load(code, level, LEVEL);
    code.aload(nodes);
    if (isOfTexts) {
      code.loadConstant(subject.input).loadConstant(steps++).aload(alive).iload(left);
      code.invokevirtual(
          LANES,
          "stepInput",
          MethodTypeDesc.of(
              ConstantDescs.CD_void,
              LEVEL,
              SELECTION,
              ConstantDescs.CD_int,
              ConstantDescs.CD_int,
              SELECTION,
              ConstantDescs.CD_int));
      return;
    }
    code.aload(subject.array);
    if (subject.repr == Repr.NUMBER || subject.repr == Repr.MAYBE) {
      emitter.constants().load(code, level.wholes(), SELECTION);
      code.aload(alive).iload(left);
      code.invokevirtual(
          LANES,
          "stepNumbers",
          MethodTypeDesc.of(
              ConstantDescs.CD_void,
              LEVEL,
              SELECTION,
              array,
              SELECTION,
              SELECTION,
              ConstantDescs.CD_int));
      return;
    }
    code.aload(alive).iload(left);
    MethodTypeDesc step =
        MethodTypeDesc.of(
            ConstantDescs.CD_void, LEVEL, SELECTION, array, SELECTION, ConstantDescs.CD_int);
    switch (subject.repr) {
      case NUMBER, MAYBE -> throw new IllegalStateException("a number steps by itself");
      case TEXT -> code.invokestatic(LANES, "stepTexts", step);
      case TRUTH -> code.invokestatic(LANES, "stepTruths", step);
      case BOXED -> code.invokestatic(LANES, "stepValues", step);
    }
  }

  private void stepRules(
      CodeBuilder code, Level level, Bound subject, Ruled rules, int nodes, int alive, int left) {
    emitter.constants().load(code, level, LEVEL);
    code.aload(nodes);
    loadColumn(code, rules.column, null);
    int[] classes = level.classes(TableEmitter.constants(rules.table));
    emitter.constants().load(code, classes, SELECTION);
    code.aload(subject.array).aload(alive).iload(left);
    code.invokestatic(
        LANES,
        "stepRules",
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            LEVEL,
            SELECTION,
            SELECTION,
            SELECTION,
            VALUE.arrayType(),
            SELECTION,
            ConstantDescs.CD_int));
  }

  /// Asks the answer in each lane that has come to the end of the index.
  private void answers(
      CodeBuilder code,
      Program.Decision decision,
      Asked asked,
      List<Bound> bound,
      int nodes,
      int alive,
      int left,
      Repr repr) {
    List<ClassDesc> parameters = new ArrayList<>();
    parameters.add(ConstantDescs.CD_int);
    bound.forEach(one -> parameters.add(one.repr.type()));
    MethodTypeDesc answer = MethodTypeDesc.of(repr.type(), parameters);
    String name =
        emitter.outline(
            "answer",
            answer,
            outlined -> {
              MethodEmitter method = new MethodEmitter(emitter, outlined);
              for (int i = 0; i < bound.size(); i++) {
                method.bind(bound.get(i).slot, outlined.parameterSlot(i + 1), bound.get(i).repr);
              }
              Repr tells = method.natural(asked.table);
              new TableEmitter(method).behind(asked.table, outlined.parameterSlot(0), tells);
              method.convert(tells, repr);
              pin(outlined, repr);
              outlined.return_(repr.kind());
            });
    eachLane(
        code,
        decision.index(),
        alive,
        left,
        (lane, place) -> {
          code.aload(0).aload(nodes).iload(place).iaload();
          for (Bound one : bound) {
            code.aload(one.array).iload(lane).arrayLoad(elementKind(one.repr));
          }
          code.invokevirtual(self(), name, answer);
          keep(code, decision.index(), repr);
        });
  }
}
