package dev.quoin.compiler.emit;

import static dev.quoin.compiler.emit.Emitter.RUN;
import static dev.quoin.compiler.emit.Emitter.VALUE;

import dev.quoin.compiler.run.Sum;
import dev.quoin.feel.Results;
import dev.quoin.feel.Span;
import dev.quoin.feel.Type;
import dev.quoin.feel.Value;
import dev.quoin.feel.builtin.Operators;
import dev.quoin.feel.builtin.Steps;
import dev.quoin.feel.check.TypedExpr;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Emits what runs over lists and ranges: `for`, `some`, `every`, filters.
///
/// In plain FEEL an error of a domain, or too many iterations, makes the whole null: then the code puts that null into
/// `whole` and jumps to `broken`. In a strict program it ends the evaluation.
final class LoopEmitter {
  private static final ClassDesc ITEMS = Value.Items.class.describeConstable().orElseThrow();
  private static final ClassDesc RESULTS = Results.class.describeConstable().orElseThrow();
  private static final ClassDesc SUM = Sum.class.describeConstable().orElseThrow();
  private static final ClassDesc ARRAY_LIST = ArrayList.class.describeConstable().orElseThrow();
  private static final ClassDesc LIST = List.class.describeConstable().orElseThrow();
  private static final ClassDesc OPERATORS = Operators.class.describeConstable().orElseThrow();
  private static final ClassDesc STEPS = Steps.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc IS = MethodTypeDesc.of(ConstantDescs.CD_boolean, VALUE);

  private final MethodEmitter method;
  private final CodeBuilder code;
  private final Span span;
  private final int whole;
  private final Label broken;

  /// @param loop the expression that is emitted
  LoopEmitter(MethodEmitter method, TypedExpr loop) {
    this.method = method;
    this.code = method.code();
    this.span = loop.span();
    this.whole = code.allocateLocal(TypeKind.REFERENCE);
    this.broken = code.newLabel();
  }

  void loop(TypedExpr.For loop) {
    int results = code.allocateLocal(TypeKind.REFERENCE);
    code.new_(RESULTS).dup();
    code.invokespecial(RESULTS, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void));
    code.astore(results);
    iterate(
        loop.iterations(),
        0,
        () -> {
          if (loop.partialSlot() >= 0) {
            loadSoFar(results);
            method.storeSlot(loop.partialSlot(), Repr.BOXED);
          }
          code.aload(results);
          method.emitBoxed(loop.result());
          code.invokevirtual(RESULTS, "add", MethodTypeDesc.of(ConstantDescs.CD_void, VALUE));
        });
    loadSoFar(results);
    code.astore(whole).labelBinding(broken).aload(whole);
  }

  private void loadSoFar(int results) {
    code.aload(results).invokevirtual(RESULTS, "soFar", MethodTypeDesc.of(ITEMS));
  }

  /// The sum of a strict loop's results, without a list of them.
  ///
  /// @param call the call of `sum`
  void sum(TypedExpr.For loop, Span call) {
    int total = code.allocateLocal(TypeKind.REFERENCE);
    code.new_(SUM).dup();
    code.invokespecial(SUM, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void));
    code.astore(total);
    iterate(
        loop.iterations(),
        0,
        () -> {
          code.aload(total);
          method.emit(loop.result());
          method.loadRun();
          code.invokevirtual(
              SUM, "add", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long, RUN));
        });
    code.aload(total);
    method.site(call);
    code.invokestatic(
        RUN, "total", MethodTypeDesc.of(ConstantDescs.CD_long, SUM, RUN, ConstantDescs.CD_int));
  }

  void quantified(TypedExpr.Quantified quantified) {
    String name = quantified.every() ? "every" : "some";
    Label done = code.newLabel();
    int answer = code.allocateLocal(method.strict() ? TypeKind.INT : TypeKind.REFERENCE);
    if (method.strict()) {
      code.loadConstant(quantified.every() ? 1 : 0).istore(answer);
    } else {
      method.constant(Value.of(quantified.every()), Repr.BOXED);
      code.astore(answer);
    }
    iterate(
        quantified.iterations(),
        0,
        () -> {
          if (method.strict()) {
            decide(quantified, name, answer, done);
          } else {
            decideOrDoubt(quantified, name, answer, done);
          }
        });
    code.labelBinding(done);
    if (method.strict()) {
      code.iload(answer);
    } else {
      code.aload(answer).astore(whole).labelBinding(broken).aload(whole);
    }
  }

  private void decide(TypedExpr.Quantified quantified, String name, int answer, Label done) {
    Label next = code.newLabel();
    method.condition(quantified.condition(), name);
    if (quantified.every()) {
      code.ifne(next);
    } else {
      code.ifeq(next);
    }
    code.loadConstant(quantified.every() ? 0 : 1).istore(answer).goto_(done).labelBinding(next);
  }

  private void decideOrDoubt(TypedExpr.Quantified quantified, String name, int answer, Label done) {
    Label next = code.newLabel();
    int condition = code.allocateLocal(TypeKind.REFERENCE);
    method.emitBoxed(quantified.condition());
    code.astore(condition).aload(condition);
    code.invokestatic(RUN, quantified.every() ? "isFalse" : "isTrue", IS).ifeq(next);
    code.aload(condition).astore(answer).goto_(done).labelBinding(next);
    code.aload(answer).aload(condition).ldc(name);
    code.invokestatic(
            RUN, "quantified", MethodTypeDesc.of(VALUE, VALUE, VALUE, ConstantDescs.CD_String))
        .astore(answer);
    code.aload(condition).invokestatic(RUN, "isOther", IS).ifne(done);
  }

  /// A filter over contexts that are written out asks each of them in turn, and makes only those that it keeps.
  private boolean isWrittenOut(TypedExpr.Filter filter) {
    return method.strict() && method.emitter().cuts().isUnrolled(filter);
  }

  /// Pushes an entry of each context that a filter over written out contexts keeps; false, and nothing, where it is
  /// another filter, or the entry is not there.
  boolean entries(TypedExpr.Filter filter, TypedExpr.Path path) {
    if (!isWrittenOut(filter)
        || !contexts(filter).stream().allMatch(context -> holds(context, path.name()))) {
      return false;
    }
    TypedExpr.Local item =
        new TypedExpr.Local(filter.itemSlot(), "item", path.source().type(), false, filter.span());
    TypedExpr entry = new TypedExpr.Path(item, path.name(), Type.Simple.ANY, true, path.span());
    unrolled(filter, () -> method.emitBoxed(entry));
    return true;
  }

  private static boolean holds(TypedExpr.ContextOf context, String name) {
    return context.entries().stream().anyMatch(entry -> entry.key().equals(name));
  }

  private static List<TypedExpr.ContextOf> contexts(TypedExpr.Filter filter) {
    return ((TypedExpr.ListOf) filter.source())
        .items().stream().map(TypedExpr.ContextOf.class::cast).toList();
  }

  /// @param kept pushes what is kept of the item
  private void unrolled(TypedExpr.Filter filter, Runnable kept) {
    List<TypedExpr.ContextOf> contexts = contexts(filter);
    contexts.forEach(method::entries);
    int results = code.allocateLocal(TypeKind.REFERENCE);
    int count = code.allocateLocal(TypeKind.INT);
    code.loadConstant(contexts.size()).anewarray(VALUE).astore(results);
    code.iconst_0().istore(count);
    for (TypedExpr.ContextOf context : contexts) {
      Label skip = code.newLabel();
      spend();
      method.bindApart(filter.itemSlot(), context);
      method.condition(filter.condition(), "a filter");
      code.ifeq(skip).aload(results).iload(count);
      kept.run();
      code.aastore().iinc(count, 1).labelBinding(skip);
    }
    code.aload(results).iload(count);
    code.invokestatic(
        RUN, "items", MethodTypeDesc.of(VALUE, VALUE.arrayType(), ConstantDescs.CD_int));
  }

  void filter(TypedExpr.Filter filter) {
    if (isWrittenOut(filter)) {
      unrolled(filter, () -> method.loadSlot(filter.itemSlot(), Repr.BOXED));
      return;
    }
    int results = newList();
    int list = code.allocateLocal(TypeKind.REFERENCE);
    int size = code.allocateLocal(TypeKind.INT);
    int next = code.allocateLocal(TypeKind.INT);
    int source = code.allocateLocal(TypeKind.REFERENCE);
    method.emitBoxed(filter.source());
    code.invokestatic(RUN, "filtered", MethodTypeDesc.of(VALUE, VALUE)).astore(source);
    code.aload(source);
    orBreak(span);
    code.aload(source).invokestatic(RUN, "list", MethodTypeDesc.of(LIST, VALUE)).dup().astore(list);
    code.invokeinterface(LIST, "size", MethodTypeDesc.of(ConstantDescs.CD_int)).istore(size);
    code.iconst_0().istore(next);
    Label again = code.newLabel();
    Label skip = code.newLabel();
    Label end = code.newLabel();
    Repr repr = itemRepr(filter);
    int mark = mark();
    code.labelBinding(again).iload(next).iload(size).if_icmpge(end);
    spend();
    code.aload(list).iload(next);
    code.invokeinterface(
        LIST, "get", MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_int));
    code.checkcast(VALUE);
    method.convert(Repr.BOXED, repr);
    method.storeSlot(filter.itemSlot(), repr);
    method.condition(filter.condition(), "a filter");
    code.ifeq(skip).aload(results);
    method.loadSlot(filter.itemSlot(), Repr.BOXED);
    method.addToList();
    code.labelBinding(skip);
    release(mark);
    code.iinc(next, 1).goto_(again).labelBinding(end);
    loadItems(results);
    code.astore(whole).labelBinding(broken).aload(whole);
  }

  /// Leaves in a local how many numbers the evaluation keeps before the loop: see `Run.release`.
  private int mark() {
    int mark = code.allocateLocal(TypeKind.INT);
    method.loadRun();
    code.invokestatic(RUN, "mark", MethodTypeDesc.of(ConstantDescs.CD_int, RUN)).istore(mark);
    return mark;
  }

  /// Forgets the numbers that an iteration kept.
  private void release(int mark) {
    method.loadRun();
    code.iload(mark)
        .invokestatic(
            RUN, "release", MethodTypeDesc.of(ConstantDescs.CD_void, RUN, ConstantDescs.CD_int));
  }

  private Repr itemRepr(TypedExpr.Filter filter) {
    boolean isList = filter.source().type() instanceof Type.ListType;
    Type element = ((Type.ListType) filter.type()).element();
    return Repr.of(element, !method.strict() || (!isList && filter.source().nullable()));
  }

  private int newList() {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.new_(ARRAY_LIST).dup();
    code.invokespecial(
        ARRAY_LIST, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void));
    code.astore(local);
    return local;
  }

  private void loadItems(int results) {
    code.aload(results).invokestatic(RUN, "items", MethodTypeDesc.of(VALUE, LIST));
  }

  /// Pops a value that is an error or not: goes on only where it is none.
  private void orBreak(Span at) {
    if (method.strict()) {
      method.site(at);
      code.invokestatic(RUN, "checked", MethodTypeDesc.of(VALUE, VALUE, RUN, ConstantDescs.CD_int))
          .pop();
      return;
    }
    Label there = code.newLabel();
    code.dup().astore(whole).invokestatic(RUN, "isNull", IS).ifeq(there);
    code.goto_(broken).labelBinding(there);
  }

  /// Counts an iteration.
  private void spend() {
    if (method.strict()) {
      method.site(span);
      code.invokestatic(
          RUN, "spend", MethodTypeDesc.of(ConstantDescs.CD_void, RUN, ConstantDescs.CD_int));
      return;
    }
    Label more = code.newLabel();
    method.loadRun();
    code.invokestatic(RUN, "spend", MethodTypeDesc.of(ConstantDescs.CD_boolean, RUN)).ifne(more);
    code.invokestatic(RUN, "spent", MethodTypeDesc.of(VALUE)).astore(whole).goto_(broken);
    code.labelBinding(more);
  }

  private void iterate(List<TypedExpr.Iteration> iterations, int position, Runnable body) {
    if (position == iterations.size()) {
      body.run();
      return;
    }
    TypedExpr.Iteration iteration = iterations.get(position);
    Runnable inner = () -> iterate(iterations, position + 1, body);
    if (iteration.rangeEnd() != null
        && method.strict()
        && Repr.of(iteration.domain()) == Repr.NUMBER
        && Repr.of(iteration.rangeEnd()) == Repr.NUMBER) {
      overNumbers(iteration, Objects.requireNonNull(iteration.rangeEnd()), inner);
    } else {
      overSteps(iteration, inner);
    }
  }

  /// Runs over whatever the domain turns out to be.
  private void overSteps(TypedExpr.Iteration iteration, Runnable body) {
    boolean range = iteration.rangeEnd() != null;
    int steps = code.allocateLocal(TypeKind.REFERENCE);
    int size = code.allocateLocal(TypeKind.LONG);
    int next = code.allocateLocal(TypeKind.LONG);
    method.emitBoxed(iteration.domain());
    if (range) {
      method.emitBoxed(Objects.requireNonNull(iteration.rangeEnd()));
    }
    code.invokestatic(
            OPERATORS,
            "steps",
            range ? MethodTypeDesc.of(STEPS, VALUE, VALUE) : MethodTypeDesc.of(STEPS, VALUE))
        .astore(steps);
    code.aload(steps).invokestatic(RUN, "error", MethodTypeDesc.of(VALUE, STEPS));
    orBreak(iteration.span());
    code.aload(steps)
        .invokevirtual(STEPS, "size", MethodTypeDesc.of(ConstantDescs.CD_long))
        .lstore(size);
    code.lconst_0().lstore(next);
    Label again = code.newLabel();
    Label end = code.newLabel();
    Repr repr = Repr.of(iteration.elementType(), !range && !method.strict());
    int mark = mark();
    code.labelBinding(again).lload(next).lload(size).lcmp().ifge(end);
    spend();
    code.aload(steps).lload(next);
    code.invokevirtual(STEPS, "get", MethodTypeDesc.of(VALUE, ConstantDescs.CD_long));
    method.convert(Repr.BOXED, repr);
    method.storeSlot(iteration.slot(), repr);
    body.run();
    release(mark);
    code.lload(next).lconst_1().ladd().lstore(next).goto_(again).labelBinding(end);
  }

  /// Runs over whole numbers, upwards or downwards, both ends included, without making a list of them.
  private void overNumbers(TypedExpr.Iteration iteration, TypedExpr end, Runnable body) {
    int first = code.allocateLocal(TypeKind.LONG);
    int last = code.allocateLocal(TypeKind.LONG);
    int at = code.allocateLocal(TypeKind.LONG);
    int to = code.allocateLocal(TypeKind.LONG);
    int step = code.allocateLocal(TypeKind.LONG);
    method.emit(iteration.domain());
    code.lstore(first);
    method.emit(end);
    code.lstore(last).lload(first).lload(last);
    method.site(iteration.span());
    code.invokestatic(
            RUN,
            "from",
            MethodTypeDesc.of(
                ConstantDescs.CD_long,
                ConstantDescs.CD_long,
                ConstantDescs.CD_long,
                RUN,
                ConstantDescs.CD_int))
        .lstore(at);
    code.lload(last);
    method.loadRun();
    code.invokestatic(
            RUN, "whole", MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, RUN))
        .lstore(to);
    code.lload(at).lload(to);
    code.invokestatic(
            RUN,
            "step",
            MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, ConstantDescs.CD_long))
        .lstore(step);
    Label again = code.newLabel();
    Label done = code.newLabel();
    Repr repr = Repr.of(iteration.elementType(), false);
    int mark = mark();
    code.labelBinding(again);
    spend();
    code.lload(at)
        .invokestatic(
            RUN, "ofWhole", MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long));
    method.convert(Repr.NUMBER, repr);
    method.storeSlot(iteration.slot(), repr);
    body.run();
    release(mark);
    code.lload(at).lload(to).lcmp().ifeq(done);
    code.lload(at).lload(step).ladd().lstore(at).goto_(again).labelBinding(done);
  }
}
