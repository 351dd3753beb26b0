package dev.quoin.compiler.emit;

import static dev.quoin.compiler.emit.Emitter.RUN;
import static dev.quoin.compiler.emit.Emitter.VALUE;

import dev.quoin.compiler.run.Run;
import dev.quoin.decimal.Decimal;
import dev.quoin.decimal.Packed;
import dev.quoin.dmn.Program;
import dev.quoin.feel.Mode;
import dev.quoin.feel.NativeFunction;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.check.Children;
import dev.quoin.feel.check.TypedExpr;
import dev.quoin.feel.check.TypedExpr.CellTest;
import dev.quoin.feel.interpret.NullNames;
import dev.quoin.feel.syntax.Expr.ArithmeticOperator;
import dev.quoin.feel.syntax.Expr.ComparisonOperator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Emits the expressions of one method. Each `emit` leaves one value on the stack, as `Repr.of` says of its expression.
///
/// INVARIANT: operands are evaluated from left to right, as the interpreter does it, so that both meet the same error first.
final class MethodEmitter {
  private static final ClassDesc DECIMAL = Decimal.class.describeConstable().orElseThrow();
  private static final ClassDesc OPERATORS = Operators.class.describeConstable().orElseThrow();
  private static final ClassDesc NATIVE = NativeFunction.class.describeConstable().orElseThrow();
  private static final ClassDesc TYPE = Type.class.describeConstable().orElseThrow();
  private static final ClassDesc POINTS = CellTest.Points.class.describeConstable().orElseThrow();
  private static final ClassDesc INTERVAL =
      CellTest.Interval.class.describeConstable().orElseThrow();
  private static final ClassDesc ARRAY_LIST = ArrayList.class.describeConstable().orElseThrow();
  private static final ClassDesc TEXT = Value.Text.class.describeConstable().orElseThrow();
  private static final ClassDesc COMPARISON =
      ComparisonOperator.class.describeConstable().orElseThrow();
  private static final ClassDesc BOOL = Value.Bool.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc TEXT_VALUE = MethodTypeDesc.of(ConstantDescs.CD_String);
  private static final Set<String> PARTS_OF_DATES = Set.of("year", "month", "day", "weekday");
  private static final MethodTypeDesc ON_VALUE = MethodTypeDesc.of(VALUE, VALUE);
  private static final MethodTypeDesc ON_VALUES = MethodTypeDesc.of(VALUE, VALUE, VALUE);
  private static final MethodTypeDesc CHECKED =
      MethodTypeDesc.of(VALUE, VALUE, RUN, ConstantDescs.CD_int);

  private final Emitter emitter;
  private final CodeBuilder code;
  private final Map<Integer, Variable> variables = new HashMap<>();

  /// Inputs and decisions that are parameters of the method.
  private final Map<Integer, Variable> globals = new HashMap<>();

  /// Variables that are contexts whose entries are variables here: such a context is made only where it is used whole.
  private final Map<Integer, TypedExpr.ContextOf> apart = new HashMap<>();

  /// Where a local slot of the definition lies in the method.
  record Variable(int local, Repr repr) {}

  MethodEmitter(Emitter emitter, CodeBuilder code) {
    this.emitter = emitter;
    this.code = code;
  }

  CodeBuilder code() {
    return code;
  }

  Emitter emitter() {
    return emitter;
  }

  boolean strict() {
    return emitter.plan().program().mode() == Mode.STRICT;
  }

  // Variables.

  void bind(int slot, int local, Repr repr) {
    variables.put(slot, new Variable(local, repr));
  }

  /// From now on the method finds the input or decision in that local.
  void bindGlobal(int global, int local, Repr repr) {
    globals.put(global, new Variable(local, repr));
  }

  /// Pops the value into a new local that the slot means from now on.
  void storeSlot(int slot, Repr repr) {
    int local = code.allocateLocal(repr.kind());
    code.storeLocal(repr.kind(), local);
    bind(slot, local, repr);
  }

  Variable variable(int slot) {
    Variable variable = variables.get(slot);
    if (variable == null) {
      throw new IllegalStateException("slot " + slot + " is read before it is bound");
    }
    return variable;
  }

  /// From now on the variable means that context, whose entries are bound.
  void bindApart(int slot, TypedExpr.ContextOf context) {
    apart.put(slot, context);
  }

  /// The entry that a path means, where its context is apart.
  TypedExpr.ContextOf.@Nullable Entry entryApart(TypedExpr.Path path) {
    if (!(path.source() instanceof TypedExpr.Local local) || !apart.containsKey(local.slot())) {
      return null;
    }
    return Objects.requireNonNull(apart.get(local.slot())).entries().stream()
        .filter(entry -> entry.key().equals(path.name()))
        .findAny()
        .orElse(null);
  }

  void loadSlot(int slot, Repr wanted) {
    TypedExpr.ContextOf context = apart.get(slot);
    if (context != null) {
      whole(context);
      return;
    }
    Variable variable = variable(slot);
    code.loadLocal(variable.repr.kind(), variable.local);
    convert(variable.repr, wanted);
  }

  // Boxing.

  /// Turns the top of the stack from one representation into another; only a value that is one can become unboxed.
  void convert(Repr from, Repr to) {
    if (from == to || (from == Repr.NUMBER && to == Repr.MAYBE)) {
      return;
    }
    if (to == Repr.BOXED) {
      switch (from) {
        case NUMBER, MAYBE -> {
          loadRun();
          code.invokestatic(RUN, "boxed", MethodTypeDesc.of(VALUE, ConstantDescs.CD_long, RUN));
        }
        case TRUTH -> box(BOOL, ConstantDescs.CD_boolean);
        case TEXT, BOXED -> {}
      }
      return;
    }
    if (from == Repr.MAYBE || to == Repr.MAYBE) {
      convert(from, Repr.BOXED);
    } else if (from != Repr.BOXED) {
      throw new IllegalStateException("a " + from + " is no " + to);
    }
    switch (to) {
      case NUMBER -> {
        loadRun();
        code.invokestatic(RUN, "number", MethodTypeDesc.of(ConstantDescs.CD_long, VALUE, RUN));
      }
      case MAYBE -> {
        loadRun();
        code.invokestatic(RUN, "maybe", MethodTypeDesc.of(ConstantDescs.CD_long, VALUE, RUN));
      }
      case TEXT -> code.checkcast(TEXT);
      case TRUTH ->
          code.checkcast(BOOL)
              .invokevirtual(BOOL, "value", MethodTypeDesc.of(ConstantDescs.CD_boolean));
      case BOXED -> {}
    }
  }

  private void box(ClassDesc boxed, ClassDesc from) {
    code.invokestatic(VALUE, "of", MethodTypeDesc.of(boxed, from), true);
  }

  void emitBoxed(TypedExpr expr) {
    emitAs(expr, Repr.BOXED);
  }

  void emitAs(TypedExpr expr, Repr wanted) {
    if (expr instanceof TypedExpr.Constant constant) {
      constant(constant.value(), wanted);
      return;
    }
    if (natural(expr) == Repr.MAYBE && !emitter.cuts().isCut(expr)) {
      maybe(expr);
      convert(Repr.MAYBE, wanted);
      return;
    }
    emit(expr);
    convert(Repr.of(expr), wanted);
  }

  /// How the expression's value comes about: as `Repr.of` says, or as what may be a number.
  Repr natural(TypedExpr expr) {
    return emitter.maybe().isMaybe(expr, this) ? Repr.MAYBE : Repr.of(expr);
  }

  /// Whether the variable may be a number.
  boolean isMaybe(int slot) {
    Variable variable = variables.get(slot);
    return !apart.containsKey(slot) && variable != null && variable.repr == Repr.MAYBE;
  }

  /// Pushes what may be a number.
  private void maybe(TypedExpr expr) {
    switch (expr) {
      case TypedExpr.Arithmetic arithmetic -> arithmetic(arithmetic);
      case TypedExpr.CallBuiltin call -> new BuiltinEmitter(this).maybe(call);
      case TypedExpr.Path path -> partOfDate(path);
      case TypedExpr.Global global -> read(emitter.plan().program().globals().get(global.index()));
      case TypedExpr.Local local -> loadSlot(local.slot(), Repr.MAYBE);
      case TypedExpr.If choice -> choice(choice, Repr.MAYBE);
      case TypedExpr.Table table -> new TableEmitter(this).table(table, Repr.MAYBE);
      // `Maybe` goes through all kinds, and calls none of these so.
      default ->
          throw new IllegalStateException("no number that may be something else: " + expr.span());
    }
  }

  /// An array of boxed values, the elements pushed by `element`.
  void array(int length, IntConsumer element) {
    code.loadConstant(length).anewarray(VALUE);
    for (int i = 0; i < length; i++) {
      code.dup().loadConstant(i);
      element.accept(i);
      code.aastore();
    }
  }

  /// An array of the boxed values of expressions; where they are many, methods of their own fill it.
  void values(List<TypedExpr> exprs) {
    if (!emitter.cuts().isWide(exprs)) {
      array(exprs.size(), i -> emitBoxed(exprs.get(i)));
      return;
    }
    int array = code.allocateLocal(TypeKind.REFERENCE);
    code.loadConstant(exprs.size()).anewarray(VALUE).astore(array);
    int from = 0;
    for (List<TypedExpr> run : emitter.cuts().runs(exprs)) {
      int start = from;
      Captured captured = captured(run);
      String name =
          emitter.outline(
              "fill",
              captured.method(ConstantDescs.CD_void, VALUE.arrayType()),
              outlined -> {
                MethodEmitter part = captured.part(emitter, outlined);
                int target = outlined.parameterSlot(captured.size());
                for (int i = 0; i < run.size(); i++) {
                  outlined.aload(target).loadConstant(start + i);
                  part.emitBoxed(run.get(i));
                  outlined.aastore();
                }
                outlined.return_();
              });
      code.aload(0);
      load(captured);
      code.aload(array);
      code.invokevirtual(
          emitter.self(), name, captured.method(ConstantDescs.CD_void, VALUE.arrayType()));
      from += run.size();
    }
    code.aload(array);
  }

  // Methods of their own.

  /// The variables that the expressions read and that this method has.
  Captured captured(Collection<TypedExpr> exprs) {
    SortedSet<Integer> slots = new TreeSet<>();
    exprs.forEach(expr -> Children.slots(expr, slots));
    Map<Integer, TypedExpr.ContextOf> contexts = new HashMap<>(apart);
    contexts.keySet().retainAll(slots);
    contexts.values().stream()
        .flatMap(context -> context.entries().stream())
        .forEach(entry -> slots.add(entry.slot()));
    slots.retainAll(variables.keySet());
    return captured(slots, contexts);
  }

  Captured captured(SortedSet<Integer> slots) {
    return captured(slots, Map.of());
  }

  private Captured captured(SortedSet<Integer> slots, Map<Integer, TypedExpr.ContextOf> contexts) {
    // Boxed where they are many: a number takes two places among the parameters.
    boolean many = slots.size() > Cuts.PARAMETERS;
    return new Captured(
        List.copyOf(slots),
        slots.stream().map(slot -> many ? Repr.BOXED : variable(slot).repr()).toList(),
        contexts);
  }

  void load(Captured captured) {
    for (int i = 0; i < captured.size(); i++) {
      loadSlot(captured.slots().get(i), captured.reprs().get(i));
    }
  }

  /// Calls a method of its own, which leaves a value of that type.
  private void apart(
      String what, ClassDesc result, Captured captured, Consumer<MethodEmitter> body) {
    String name =
        emitter.outline(
            what,
            captured.method(result),
            outlined -> {
              body.accept(captured.part(emitter, outlined));
              outlined.return_(TypeKind.from(result));
            });
    code.aload(0);
    load(captured);
    code.invokevirtual(emitter.self(), name, captured.method(result));
  }

  // Expressions.

  void emit(TypedExpr expr) {
    if (emitter.cuts().isCut(expr)) {
      Captured captured = captured(List.of(expr));
      if (captured.size() <= Cuts.PARAMETERS) {
        apart("part", Repr.of(expr).type(), captured, part -> part.emitHere(expr));
        return;
      }
    }
    emitHere(expr);
  }

  private void emitHere(TypedExpr expr) {
    if (natural(expr) == Repr.MAYBE) {
      maybe(expr);
      convert(Repr.MAYBE, Repr.of(expr));
      return;
    }
    switch (expr) {
      case TypedExpr.Constant constant -> constant(constant.value(), Repr.of(constant));
      case TypedExpr.Local local -> loadSlot(local.slot(), Repr.of(local));
      case TypedExpr.Global global -> global(global);
      case TypedExpr.Negate negate -> negate(negate);
      case TypedExpr.Arithmetic arithmetic -> arithmetic(arithmetic);
      case TypedExpr.Comparison comparison -> comparison(comparison);
      case TypedExpr.And and -> junction(and.operands(), true, and);
      case TypedExpr.Or or -> junction(or.operands(), false, or);
      case TypedExpr.In in -> in(in);
      case TypedExpr.InstanceOf instance -> instanceOf(instance);
      case TypedExpr.If choice -> choice(choice, Repr.of(choice));
      case TypedExpr.For loop -> new LoopEmitter(this, loop).loop(loop);
      case TypedExpr.Quantified quantified ->
          new LoopEmitter(this, quantified).quantified(quantified);
      case TypedExpr.ListOf list -> list(list);
      case TypedExpr.ContextOf context -> context(context);
      case TypedExpr.RangeOf range -> range(range);
      case TypedExpr.Path path -> path(path);
      case TypedExpr.Filter filter -> new LoopEmitter(this, filter).filter(filter);
      case TypedExpr.Index index -> {
        emitBoxed(index.source());
        emitBoxed(index.position());
        code.invokestatic(OPERATORS, "at", ON_VALUES);
        finish(index);
      }
      case TypedExpr.CallBuiltin call -> new BuiltinEmitter(this).call(call);
      case TypedExpr.CallFunction call -> function(call);
      case TypedExpr.CallNative call -> {
        emitter.constants().load(code, call.function(), NATIVE);
        values(call.arguments());
        code.invokeinterface(NATIVE, "call", MethodTypeDesc.of(VALUE, VALUE.arrayType()));
        finish(call);
      }
      case TypedExpr.FunctionOf function -> new FunctionEmitter(this).closure(function);
      case TypedExpr.FunctionValue function -> new FunctionEmitter(this).named(function);
      case TypedExpr.CallValue call -> {
        new FunctionEmitter(this).call(call);
        finish(call);
      }
      case TypedExpr.Conform conform -> {
        emitBoxed(conform.value());
        emitter.constants().load(code, conform.type(), TYPE);
        code.ldc(conform.what());
        code.invokestatic(
            OPERATORS,
            strict() ? "conformStrictly" : "conform",
            MethodTypeDesc.of(VALUE, VALUE, TYPE, ConstantDescs.CD_String));
        finish(conform);
      }
      case TypedExpr.Table table -> new TableEmitter(this).table(table);
    }
  }

  void constant(Value value, Repr wanted) {
    if (wanted == Repr.BOXED || (wanted == Repr.MAYBE && !(value instanceof Value.Num))) {
      emitter.constants().load(code, value, VALUE);
      convert(Repr.BOXED, wanted);
      return;
    }
    switch (value) {
      case Value.Num number -> number(number.value());
      case Value.Text text -> emitter.constants().load(code, text, TEXT);
      case Value.Bool bool -> code.loadConstant(bool.value() ? 1 : 0);
      case Value.Null _,
          Value.Date _,
          Value.Time _,
          Value.DateTime _,
          Value.DayTimeDuration _,
          Value.YearMonthDuration _,
          Value.Items _,
          Value.Context _,
          Value.Range _,
          Value.Function _ ->
          throw new IllegalStateException("no " + wanted + ": " + value);
    }
  }

  private void number(Decimal number) {
    long packed = Packed.of(number);
    if (Packed.isNumber(packed)) {
      code.loadConstant(packed);
      return;
    }
    emitter.constants().load(code, number, DECIMAL);
    loadRun();
    code.invokestatic(RUN, "kept", MethodTypeDesc.of(ConstantDescs.CD_long, DECIMAL, RUN));
  }

  private void global(TypedExpr.Global global) {
    Program.Global meant = emitter.plan().program().globals().get(global.index());
    Repr meantRepr = emitter.maybe().of(meant);
    if (meant instanceof Program.Decision || emitter.columns()) {
      read(meant);
    } else {
      code.aload(0).loadConstant(global.index());
      code.invokevirtual(RUN, "input", MethodTypeDesc.of(VALUE, ConstantDescs.CD_int));
      if (emitter.traced()) {
        code.dup();
        int local = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(local).aload(0);
        emitter.constants().load(code, meant, Emitter.GLOBAL);
        code.aload(local)
            .invokevirtual(
                RUN, "used", MethodTypeDesc.of(ConstantDescs.CD_void, Emitter.GLOBAL, VALUE));
      }
      convert(Repr.BOXED, meantRepr);
    }
    convert(meantRepr, Repr.of(global));
  }

  /// Pushes the value of a decision, or of an input that has a column, by its method.
  private void read(Program.Global global) {
    Variable given = globals.get(global.index());
    if (given != null) {
      code.loadLocal(given.repr.kind(), given.local);
      return;
    }
    code.aload(0)
        .invokevirtual(
            emitter.self(), Emitter.decisionName(global.index()), emitter.decisionType(global));
  }

  private void negate(TypedExpr.Negate negate) {
    if (Repr.of(negate) == Repr.NUMBER && Repr.of(negate.operand()) == Repr.NUMBER) {
      emit(negate.operand());
      loadRun();
      code.invokestatic(
          RUN, "negated", MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, RUN));
      return;
    }
    emitBoxed(negate.operand());
    code.invokestatic(OPERATORS, "negate", ON_VALUE);
    finish(negate);
  }

  private void arithmetic(TypedExpr.Arithmetic arithmetic) {
    Repr repr = natural(arithmetic);
    boolean numbers =
        (repr == Repr.NUMBER
                && Repr.of(arithmetic.left()) == Repr.NUMBER
                && Repr.of(arithmetic.right()) == Repr.NUMBER)
            || (repr == Repr.MAYBE && !isRatioOfDurations(arithmetic));
    @Nullable String fast =
        switch (arithmetic.operator()) {
          case PLUS -> "plus";
          case MINUS -> "minus";
          case TIMES -> "times";
          case DIVIDED_BY -> "dividedBy";
          case POWER -> null;
        };
    if (numbers && fast != null) {
      emitAs(arithmetic.left(), repr);
      emitAs(arithmetic.right(), repr);
      siteOfNumber(arithmetic.span());
      code.invokestatic(
          RUN,
          fast,
          MethodTypeDesc.of(
              ConstantDescs.CD_long,
              ConstantDescs.CD_long,
              ConstantDescs.CD_long,
              RUN,
              ConstantDescs.CD_int));
      return;
    }
    if ((repr == Repr.NUMBER || repr == Repr.MAYBE) && isRatioOfDurations(arithmetic)) {
      if (arithmetic.left() instanceof TypedExpr.Arithmetic difference
          && isDifferenceOfMoments(difference)
          && arithmetic.right() instanceof TypedExpr.Constant) {
        boolean columns = isColumn(difference.left()) && isColumn(difference.right());
        ClassDesc moment = columns ? ConstantDescs.CD_int : VALUE;
        emitMoment(difference.left(), columns);
        emitMoment(difference.right(), columns);
        emitBoxed(arithmetic.right());
        siteOfNumber(difference.span());
        code.loadConstant(strict() ? emitter.constants().site(arithmetic.span()) : Run.PLAIN);
        code.invokestatic(
            columns ? ColumnsEmitter.LANES : RUN,
            "ratio",
            MethodTypeDesc.of(
                ConstantDescs.CD_long,
                moment,
                moment,
                VALUE,
                RUN,
                ConstantDescs.CD_int,
                ConstantDescs.CD_int));
        return;
      }
      emitBoxed(arithmetic.left());
      emitBoxed(arithmetic.right());
      siteOfNumber(arithmetic.span());
      code.invokestatic(
          RUN,
          "ratio",
          MethodTypeDesc.of(ConstantDescs.CD_long, VALUE, VALUE, RUN, ConstantDescs.CD_int));
      return;
    }
    if (isDifferenceOfMoments(arithmetic)) {
      emitBoxed(arithmetic.left());
      emitBoxed(arithmetic.right());
      code.invokestatic(RUN, "between", ON_VALUES);
      finish(arithmetic);
      return;
    }
    if (isProductOfDuration(arithmetic)) {
      emit(arithmetic.left());
      emit(arithmetic.right());
      site(arithmetic.span());
      code.invokestatic(
          RUN,
          "times",
          MethodTypeDesc.of(
              VALUE,
              Repr.of(arithmetic.left()).type(),
              Repr.of(arithmetic.right()).type(),
              RUN,
              ConstantDescs.CD_int));
      return;
    }
    emitBoxed(arithmetic.left());
    emitBoxed(arithmetic.right());
    code.invokestatic(
        OPERATORS,
        switch (arithmetic.operator()) {
          case PLUS -> "add";
          case MINUS -> "subtract";
          case TIMES -> "multiply";
          case DIVIDED_BY -> "divide";
          case POWER -> "power";
        },
        ON_VALUES);
    finish(arithmetic);
  }

  static boolean isRatioOfDurations(TypedExpr.Arithmetic ratio) {
    return ratio.operator() == ArithmeticOperator.DIVIDED_BY
        && ratio.left().type().equals(Type.Simple.DAY_TIME_DURATION)
        && ratio.right().type().equals(Type.Simple.DAY_TIME_DURATION);
  }

  private static boolean isDifferenceOfMoments(TypedExpr.Arithmetic difference) {
    return difference.operator() == ArithmeticOperator.MINUS
        && difference.left().type().equals(Type.Simple.DATE_TIME)
        && difference.right().type().equals(Type.Simple.DATE_TIME);
  }

  private boolean isProductOfDuration(TypedExpr.Arithmetic product) {
    return strict()
        && product.operator() == ArithmeticOperator.TIMES
        && ((isThere(product.left(), Type.Simple.DAY_TIME_DURATION)
                && Repr.of(product.right()) == Repr.NUMBER)
            || (Repr.of(product.left()) == Repr.NUMBER
                && isThere(product.right(), Type.Simple.DAY_TIME_DURATION)));
  }

  private static boolean isThere(TypedExpr expr, Type type) {
    return expr.type().equals(type) && !expr.nullable();
  }

  private static boolean areMoments(TypedExpr.Comparison comparison) {
    return Repr.of(comparison) == Repr.TRUTH
        && Stream.of(Type.Simple.DATE, Type.Simple.DATE_TIME)
            .anyMatch(
                type -> isThere(comparison.left(), type) && isThere(comparison.right(), type));
  }

  /// The value where it is known here: a constant, or a constant entry of a context that is apart.
  private @Nullable Value known(TypedExpr expr) {
    if (expr instanceof TypedExpr.Constant constant) {
      return constant.value();
    }
    TypedExpr.ContextOf.Entry entry = expr instanceof TypedExpr.Path path ? entryApart(path) : null;
    return entry != null && entry.value() instanceof TypedExpr.Constant constant
        ? constant.value()
        : null;
  }

  private void comparison(TypedExpr.Comparison comparison) {
    if (known(comparison.left()) instanceof Value.Text left
        && known(comparison.right()) instanceof Value.Text right
        && isEquality(comparison.operator())
        && Repr.of(comparison) == Repr.TRUTH) {
      boolean equal = left.value().equals(right.value());
      code.loadConstant(equal == (comparison.operator() == ComparisonOperator.EQUAL) ? 1 : 0);
      return;
    }
    Repr left = Repr.of(comparison.left());
    Repr right = Repr.of(comparison.right());
    boolean unboxed = left == right && Repr.of(comparison) == Repr.TRUTH;
    if (unboxed && left == Repr.NUMBER) {
      emit(comparison.left());
      emit(comparison.right());
      loadRun();
      code.invokestatic(
          RUN,
          "compare",
          MethodTypeDesc.of(
              ConstantDescs.CD_int, ConstantDescs.CD_long, ConstantDescs.CD_long, RUN));
      truthOfOrder(comparison.operator());
    } else if (unboxed && left == Repr.TEXT && isEquality(comparison.operator())) {
      emit(comparison.left());
      code.invokevirtual(TEXT, "value", TEXT_VALUE);
      emit(comparison.right());
      code.invokevirtual(TEXT, "value", TEXT_VALUE);
      code.invokevirtual(
          ConstantDescs.CD_String,
          "equals",
          MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object));
      negateIf(comparison.operator() == ComparisonOperator.NOT_EQUAL);
    } else if (areMoments(comparison)) {
      boolean columns = isColumn(comparison.left()) && isColumn(comparison.right());
      ClassDesc moment = columns ? ConstantDescs.CD_int : VALUE;
      emitMoment(comparison.left(), columns);
      emitMoment(comparison.right(), columns);
      code.getstatic(COMPARISON, comparison.operator().name(), COMPARISON);
      site(comparison.span());
      code.invokestatic(
          columns ? ColumnsEmitter.LANES : RUN,
          "order",
          MethodTypeDesc.of(
              ConstantDescs.CD_int, moment, moment, COMPARISON, RUN, ConstantDescs.CD_int));
      truthOfOrder(comparison.operator());
    } else if (isEquality(comparison.operator())
        && (isNull(comparison.left()) || isNull(comparison.right()))) {
      emitBoxed(isNull(comparison.left()) ? comparison.right() : comparison.left());
      code.invokestatic(RUN, "isNull", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
      negateIf(comparison.operator() == ComparisonOperator.NOT_EQUAL);
      convert(Repr.TRUTH, Repr.of(comparison));
    } else {
      emitBoxed(comparison.left());
      emitBoxed(comparison.right());
      code.invokestatic(
          OPERATORS,
          switch (comparison.operator()) {
            case EQUAL, NOT_EQUAL -> "equal";
            case LESS -> "less";
            case LESS_OR_EQUAL -> "lessOrEqual";
            case GREATER -> "greater";
            case GREATER_OR_EQUAL -> "greaterOrEqual";
          },
          ON_VALUES);
      if (comparison.operator() == ComparisonOperator.NOT_EQUAL) {
        code.invokestatic(RUN, "not", ON_VALUE);
      }
      finish(comparison);
    }
  }

  private static boolean isEquality(ComparisonOperator operator) {
    return operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL;
  }

  private static boolean isNull(TypedExpr expr) {
    return expr instanceof TypedExpr.Constant constant
        && constant.value() instanceof Value.Null none
        && none.cause() == null;
  }

  /// Turns what `compareTo` left into a truth value.
  private void truthOfOrder(ComparisonOperator operator) {
    Label holds = code.newLabel();
    switch (operator) {
      case EQUAL -> code.ifeq(holds);
      case NOT_EQUAL -> code.ifne(holds);
      case LESS -> code.iflt(holds);
      case LESS_OR_EQUAL -> code.ifle(holds);
      case GREATER -> code.ifgt(holds);
      case GREATER_OR_EQUAL -> code.ifge(holds);
    }
    Label end = code.newLabel();
    code.iconst_0().goto_(end).labelBinding(holds).iconst_1().labelBinding(end);
  }

  private void negateIf(boolean negated) {
    if (negated) {
      code.iconst_1().ixor();
    }
  }

  /// `and` and `or`: stops at the first operand that decides.
  private void junction(List<TypedExpr> operands, boolean conjunction, TypedExpr whole) {
    Label decided = code.newLabel();
    Label end = code.newLabel();
    if (operands.stream().allMatch(operand -> Repr.of(operand) == Repr.TRUTH)) {
      for (TypedExpr operand : operands) {
        emit(operand);
        jump(conjunction, decided);
      }
      code.loadConstant(conjunction ? 1 : 0).goto_(end);
      code.labelBinding(decided).loadConstant(conjunction ? 0 : 1).labelBinding(end);
      convert(Repr.TRUTH, Repr.of(whole));
      return;
    }
    int soFar = code.allocateLocal(TypeKind.REFERENCE);
    constant(Value.of(conjunction), Repr.BOXED);
    code.astore(soFar);
    for (TypedExpr operand : operands) {
      code.aload(soFar);
      emitBoxed(operand);
      code.invokestatic(RUN, conjunction ? "and" : "or", ON_VALUES).dup().astore(soFar);
      code.invokestatic(
          RUN,
          conjunction ? "isFalse" : "isTrue",
          MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
      code.ifne(decided);
    }
    code.labelBinding(decided).aload(soFar);
    finish(whole);
  }

  private void jump(boolean conjunction, Label decided) {
    if (conjunction) {
      code.ifeq(decided);
    } else {
      code.ifne(decided);
    }
  }

  private void in(TypedExpr.In in) {
    emit(in.subject());
    storeSlot(in.subjectSlot(), Repr.of(in.subject()));
    if (Repr.of(in) == Repr.TRUTH && isCertain(in.test(), in.subject())) {
      passes(in.test(), in.subjectSlot());
      return;
    }
    ask(in.test(), in.subjectSlot());
    finish(in);
  }

  /// Whether the test is made of known values that can all be compared with the subject, which is there.
  private static boolean isCertain(CellTest test, TypedExpr subject) {
    return Repr.of(subject) != Repr.BOXED
        && switch (test) {
          case CellTest.Any _ -> true;
          case CellTest.Points points ->
              points.values().stream().allMatch(value -> isOfKind(value, subject));
          case CellTest.Interval interval ->
              (interval.low() == null || isOfKind(interval.low(), subject))
                  && (interval.high() == null || isOfKind(interval.high(), subject));
          case CellTest.AnyOf anyOf ->
              anyOf.tests().stream().allMatch(one -> isCertain(one, subject));
          case CellTest.Not not -> isCertain(not.test(), subject);
          case CellTest.Holds holds -> Repr.of(holds.condition()) == Repr.TRUTH;
        };
  }

  private static boolean isOfKind(Value value, TypedExpr subject) {
    return switch (Repr.of(subject)) {
      case NUMBER -> value instanceof Value.Num;
      case TEXT -> value instanceof Value.Text;
      case TRUTH -> value instanceof Value.Bool;
      case MAYBE, BOXED -> false;
    };
  }

  /// Pushes whether the variable passes a test that is certain.
  private void passes(CellTest test, int slot) {
    switch (test) {
      case CellTest.Any _ -> code.iconst_1();
      case CellTest.Holds holds -> emit(holds.condition());
      case CellTest.Not not -> {
        passes(not.test(), slot);
        code.iconst_1().ixor();
      }
      case CellTest.AnyOf anyOf -> {
        Label passed = code.newLabel();
        Label end = code.newLabel();
        eachTest(
            anyOf,
            slot,
            ConstantDescs.CD_boolean,
            (part, one) -> part.passes(one, slot),
            () -> code.ifne(passed));
        code.iconst_0().goto_(end).labelBinding(passed).iconst_1().labelBinding(end);
      }
      case CellTest.Points _ -> {
        loadSlot(slot, Repr.BOXED);
        emitter.constants().load(code, test, POINTS);
        code.invokestatic(
            RUN, "isOneOf", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE, POINTS));
      }
      case CellTest.Interval _ -> {
        ask(test, slot);
        code.invokestatic(RUN, "isTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
      }
    }
  }

  /// Pushes, boxed, whether the variable passes the test, or why that cannot be said.
  void ask(CellTest test, int slot) {
    switch (test) {
      case CellTest.Any _ -> constant(Value.TRUE, Repr.BOXED);
      case CellTest.Points _ -> {
        loadSlot(slot, Repr.BOXED);
        emitter.constants().load(code, test, POINTS);
        code.invokestatic(RUN, "asks", MethodTypeDesc.of(VALUE, VALUE, POINTS));
      }
      case CellTest.Interval _ -> {
        loadSlot(slot, Repr.BOXED);
        emitter.constants().load(code, test, INTERVAL);
        code.invokestatic(RUN, "asks", MethodTypeDesc.of(VALUE, VALUE, INTERVAL));
      }
      case CellTest.Not not -> {
        ask(not.test(), slot);
        code.invokestatic(RUN, "not", ON_VALUE);
      }
      case CellTest.Holds holds -> holds(holds.condition());
      case CellTest.AnyOf anyOf -> {
        Label passed = code.newLabel();
        int answer = code.allocateLocal(TypeKind.REFERENCE);
        constant(Value.FALSE, Repr.BOXED);
        code.astore(answer);
        eachTest(
            anyOf,
            slot,
            VALUE,
            (part, one) -> part.ask(one, slot),
            () -> {
              code.aload(answer).swap();
              code.invokestatic(RUN, "either", ON_VALUES).dup().astore(answer);
              code.invokestatic(RUN, "isTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE))
                  .ifne(passed);
            });
        code.labelBinding(passed).aload(answer);
      }
    }
  }

  /// Asks each of several tests; where they are many, in runs, each in a method of its own.
  ///
  /// @param then what is done with the answer of a test, or of a run
  private void eachTest(
      CellTest.AnyOf anyOf,
      int slot,
      ClassDesc answer,
      BiConsumer<MethodEmitter, CellTest> ask,
      Runnable then) {
    List<List<CellTest>> runs = Cuts.testRuns(anyOf.tests());
    if (runs.size() == 1) {
      for (CellTest one : anyOf.tests()) {
        ask.accept(this, one);
        then.run();
      }
      return;
    }
    for (List<CellTest> run : runs) {
      SortedSet<Integer> slots = new TreeSet<>(List.of(slot));
      slots.addAll(captured(Children.ofTests(run)).slots());
      CellTest any = new CellTest.AnyOf(run);
      apart("tests", answer, captured(slots), part -> ask.accept(part, any));
      then.run();
    }
  }

  private void holds(TypedExpr condition) {
    emitBoxed(condition);
    if (Repr.of(condition) != Repr.TRUTH) {
      code.invokestatic(RUN, "asked", ON_VALUE);
      if (strict()) {
        site(condition.span());
        code.invokestatic(RUN, "checked", CHECKED);
      }
    }
  }

  /// Pushes whether a table's cell is passed. Null passes `-`, a test that names null, and `not(…)` of what it does not
  /// pass; a condition is asked about null only where it names null itself.
  void cell(CellTest test, int slot) {
    if (variable(slot).repr() != Repr.BOXED && variable(slot).repr() != Repr.MAYBE) {
      ask(test, slot);
      code.invokestatic(RUN, "isTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
      return;
    }
    Label there = code.newLabel();
    Label end = code.newLabel();
    loadSlot(slot, Repr.BOXED);
    code.invokestatic(RUN, "isNull", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE))
        .ifeq(there);
    cellOfNull(test, slot);
    code.goto_(end).labelBinding(there);
    ask(test, slot);
    code.invokestatic(RUN, "isTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE))
        .labelBinding(end);
  }

  private void cellOfNull(CellTest test, int slot) {
    switch (test) {
      case CellTest.Any _ -> code.iconst_1();
      case CellTest.Points points ->
          code.loadConstant(
              points.values().stream().anyMatch(Value.Null.class::isInstance) ? 1 : 0);
      case CellTest.Interval _ -> code.iconst_0();
      case CellTest.Not not -> {
        cellOfNull(not.test(), slot);
        code.iconst_1().ixor();
      }
      case CellTest.AnyOf anyOf -> {
        Label passed = code.newLabel();
        Label end = code.newLabel();
        eachTest(
            anyOf,
            slot,
            ConstantDescs.CD_boolean,
            (part, one) -> part.cellOfNull(one, slot),
            () -> code.ifne(passed));
        code.iconst_0().goto_(end).labelBinding(passed).iconst_1().labelBinding(end);
      }
      case CellTest.Holds holds -> {
        if (!strict() || NullNames.in(holds.condition())) {
          ask(holds, slot);
          code.invokestatic(RUN, "isTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
        } else {
          code.iconst_0();
        }
      }
    }
  }

  private void instanceOf(TypedExpr.InstanceOf instance) {
    emitBoxed(instance.value());
    emitter.constants().load(code, instance.asked(), TYPE);
    code.invokestatic(
        OPERATORS, "instanceOf", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE, TYPE));
  }

  private void choice(TypedExpr.If choice, Repr repr) {
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    condition(choice.condition(), "if");
    code.ifeq(otherwise);
    emitAs(choice.then(), repr);
    code.goto_(end).labelBinding(otherwise);
    emitAs(choice.otherwise(), repr);
    code.labelBinding(end);
  }

  /// Pushes a condition as an int. One that is neither true nor false is false in plain FEEL, and an error in a strict
  /// program.
  ///
  /// @param where whose condition it is, for the problem
  void condition(TypedExpr condition, String where) {
    if (Repr.of(condition) == Repr.TRUTH) {
      emit(condition);
      return;
    }
    emitBoxed(condition);
    if (strict()) {
      code.ldc(where);
      site(condition.span());
      code.invokestatic(
          RUN,
          "truth",
          MethodTypeDesc.of(
              ConstantDescs.CD_boolean, VALUE, ConstantDescs.CD_String, RUN, ConstantDescs.CD_int));
    } else {
      code.invokestatic(RUN, "isTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE));
    }
  }

  private void list(TypedExpr.ListOf list) {
    values(list.items());
    code.invokestatic(RUN, "items", MethodTypeDesc.of(VALUE, VALUE.arrayType()));
  }

  /// Adds the top of the stack to the list below it.
  void addToList() {
    code.invokevirtual(
            ARRAY_LIST, "add", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object))
        .pop();
  }

  private void context(TypedExpr.ContextOf context) {
    for (int i = 0; i < context.entries().size(); i++) {
      TypedExpr.ContextOf.Entry entry = context.entries().get(i);
      // A constant that no other entry reads only goes into the context, boxed once and for all.
      boolean isBoxed = entry.value() instanceof TypedExpr.Constant && !isRead(context, i);
      Repr repr = isBoxed ? Repr.BOXED : natural(entry.value());
      emitAs(entry.value(), repr);
      storeSlot(entry.slot(), repr);
    }
    if (context.result() != null) {
      emitAs(context.result(), Repr.of(context));
      return;
    }
    whole(context);
  }

  /// Binds the entries of a context that stays apart.
  void entries(TypedExpr.ContextOf context) {
    for (TypedExpr.ContextOf.Entry entry : context.entries()) {
      Repr repr = Repr.of(entry.value());
      emitAs(entry.value(), repr);
      storeSlot(entry.slot(), repr);
    }
  }

  /// Pushes a context whose entries are bound.
  private void whole(TypedExpr.ContextOf context) {
    String[] keys =
        context.entries().stream().map(entry -> entry.key().intern()).toArray(String[]::new);
    emitter.constants().load(code, keys, ConstantDescs.CD_String.arrayType());
    List<TypedExpr.ContextOf.Entry> entries = context.entries();
    boolean[] isPacked = new boolean[keys.length];
    boolean anyPacked = false;
    for (int i = 0; i < keys.length; i++) {
      isPacked[i] =
          !(entries.get(i).value() instanceof TypedExpr.Constant)
              && !apart.containsKey(entries.get(i).slot())
              && isLong(variable(entries.get(i).slot()).repr);
      anyPacked |= isPacked[i];
    }
    code.loadConstant(keys.length).anewarray(VALUE);
    for (int i = 0; i < keys.length; i++) {
      if (!isPacked[i]) {
        code.dup().loadConstant(i);
        boxedEntry(entries.get(i));
        code.aastore();
      }
    }
    if (!anyPacked) {
      code.invokestatic(
          RUN,
          "context",
          MethodTypeDesc.of(VALUE, ConstantDescs.CD_String.arrayType(), VALUE.arrayType()));
      return;
    }
    code.loadConstant(keys.length).newarray(TypeKind.LONG);
    for (int i = 0; i < keys.length; i++) {
      if (isPacked[i]) {
        code.dup().loadConstant(i);
        loadSlot(entries.get(i).slot(), variable(entries.get(i).slot()).repr);
        code.lastore();
      }
    }
    loadRun();
    code.invokestatic(
        RUN,
        "context",
        MethodTypeDesc.of(
            VALUE,
            ConstantDescs.CD_String.arrayType(),
            VALUE.arrayType(),
            ConstantDescs.CD_long.arrayType(),
            RUN));
  }

  private static boolean isLong(Repr repr) {
    return repr == Repr.NUMBER || repr == Repr.MAYBE;
  }

  private void boxedEntry(TypedExpr.ContextOf.Entry entry) {
    if (entry.value() instanceof TypedExpr.Constant constant) {
      constant(constant.value(), Repr.BOXED);
    } else {
      loadSlot(entry.slot(), Repr.BOXED);
    }
  }

  private static boolean isRead(TypedExpr.ContextOf context, int position) {
    int slot = context.entries().get(position).slot();
    return context.entries().stream()
            .skip(position + 1L)
            .anyMatch(later -> Children.useSlot(later.value(), slot))
        || (context.result() != null && Children.useSlot(context.result(), slot));
  }

  private void range(TypedExpr.RangeOf range) {
    code.loadConstant(range.lowClosed() ? 1 : 0);
    end(range.low());
    end(range.high());
    code.loadConstant(range.highClosed() ? 1 : 0);
    code.invokestatic(
        OPERATORS,
        "range",
        MethodTypeDesc.of(VALUE, ConstantDescs.CD_boolean, VALUE, VALUE, ConstantDescs.CD_boolean));
    finish(range);
  }

  private void end(@Nullable TypedExpr end) {
    if (end == null) {
      code.aconst_null();
    } else {
      emitBoxed(end);
    }
  }

  private void path(TypedExpr.Path path) {
    TypedExpr.ContextOf.Entry entry = entryApart(path);
    if (entry != null) {
      loadSlot(entry.slot(), Repr.of(path));
      return;
    }
    if (path.source() instanceof TypedExpr.Filter filter
        && !emitter.cuts().isCut(filter)
        && new LoopEmitter(this, filter).entries(filter, path)) {
      return;
    }
    if (strict()
        && path.source().type().equals(Type.Simple.YEAR_MONTH_DURATION)
        && !path.source().nullable()
        && (path.name().equals("years") || path.name().equals("months"))) {
      emit(path.source());
      code.invokestatic(RUN, path.name(), MethodTypeDesc.of(ConstantDescs.CD_long, VALUE));
      convert(Repr.NUMBER, Repr.of(path));
      return;
    }
    if (strict() && isPartOfDate(path)) {
      partOfDate(path);
      convert(Repr.NUMBER, Repr.of(path));
      return;
    }
    emitBoxed(path.source());
    if (strict()
        && path.source().type() instanceof Type.ContextType context
        && !path.source().nullable()) {
      code.ldc(path.name());
      code.loadConstant(Math.max(0, List.copyOf(context.entries().keySet()).indexOf(path.name())));
      site(path.span());
      boolean isNumber = Repr.of(path) == Repr.NUMBER;
      code.invokestatic(
          RUN,
          isNumber ? "number" : "entry",
          MethodTypeDesc.of(
              isNumber ? ConstantDescs.CD_long : VALUE,
              VALUE,
              ConstantDescs.CD_String,
              ConstantDescs.CD_int,
              RUN,
              ConstantDescs.CD_int));
      if (!isNumber) {
        convert(Repr.BOXED, Repr.of(path));
      }
      return;
    }
    code.ldc(path.name());
    if (strict()) {
      site(path.span());
      code.invokestatic(
          RUN,
          "property",
          MethodTypeDesc.of(VALUE, VALUE, ConstantDescs.CD_String, RUN, ConstantDescs.CD_int));
    } else {
      code.invokestatic(
          OPERATORS, "property", MethodTypeDesc.of(VALUE, VALUE, ConstantDescs.CD_String));
    }
    convert(Repr.BOXED, Repr.of(path));
  }

  private void partOfDate(TypedExpr.Path path) {
    boolean column = isColumn(path.source());
    emitMoment(path.source(), column);
    siteOfNumber(path.span());
    code.invokestatic(
        column ? ColumnsEmitter.LANES : RUN,
        path.name(),
        MethodTypeDesc.of(
            ConstantDescs.CD_long,
            column ? ConstantDescs.CD_int : VALUE,
            RUN,
            ConstantDescs.CD_int));
  }

  /// Whether it is an input of dates and times that has a column: it may be known there without an object.
  private boolean isColumn(TypedExpr expr) {
    return emitter.columns()
        && expr instanceof TypedExpr.Global global
        && global.type().equals(Type.Simple.DATE_TIME)
        && emitter.plan().program().globals().get(global.index()) instanceof Program.Input;
  }

  /// Pushes a date and time, or the number of the input whose column has it.
  private void emitMoment(TypedExpr expr, boolean column) {
    if (column && expr instanceof TypedExpr.Global global) {
      code.loadConstant(global.index());
    } else {
      emitBoxed(expr);
    }
  }

  static boolean isPartOfDate(TypedExpr.Path path) {
    Type source = path.source().type();
    return (source.equals(Type.Simple.DATE) || source.equals(Type.Simple.DATE_TIME))
        && PARTS_OF_DATES.contains(path.name());
  }

  private void function(TypedExpr.CallFunction call) {
    Program.Function function = emitter.plan().program().functions().get(call.index());
    code.aload(0);
    for (int i = 0; i < call.arguments().size(); i++) {
      emitAs(call.arguments().get(i), Emitter.parameter(function, i));
    }
    code.invokevirtual(
        emitter.self(), Emitter.functionName(call.index()), Emitter.functionType(function));
    convert(Repr.of(function.body()), Repr.of(call));
  }

  /// Pushes the evaluation and the number of the place.
  void site(Span span) {
    loadRun();
    code.loadConstant(emitter.constants().site(span));
  }

  /// The same for what becomes a number: in a plain program it goes on with what else it is.
  private void siteOfNumber(Span span) {
    loadRun();
    code.loadConstant(strict() ? emitter.constants().site(span) : Run.PLAIN);
  }

  void loadRun() {
    code.aload(0);
  }

  /// What is done with the boxed result of an operation: checked in a strict program, and unboxed.
  void finish(TypedExpr expr) {
    if (strict()) {
      site(expr.span());
      code.invokestatic(RUN, "checked", CHECKED);
    }
    convert(Repr.BOXED, Repr.of(expr));
  }
}
