package dev.quoin.compiler.emit;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PROTECTED;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import dev.quoin.compiler.plan.Plan;
import dev.quoin.compiler.run.Run;
import dev.quoin.dmn.Program;
import dev.quoin.dmn.Tracer;
import dev.quoin.feel.Moment;
import dev.quoin.feel.Span;
import dev.quoin.feel.Value;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

// The emitted class, written as Java:
//
//     final class Program extends Run {
//       private long value7;  private boolean done7;
//
//       private long decision7() {               // `rental fee`
//         if (done7) return value7;
//         long value = … ;
//         value7 = value;  done7 = true;
//         return value;
//       }
//
//       private Value function2(Value from, long count) { … }
//
//       protected Value decision(int global) {
//         switch (global) { case 7: return boxed(decision7(), this); … }
//       }
//     }
//
// One method per decision and per business knowledge model, so that the JIT compiler may inline and
// the profiler names them. Locals are the JVM's, typed by `Repr`. Objects (tables' indexes and
// results, values, types) are dynamic constants from the class data: to the JIT compiler they are
// as constant as an int. Conditions and entries of rules that are not constants become methods of
// their own, and so does what would make a method too long: see `Cuts`.
//
// A decision that only one place needs has no fields: see `Remembered`.
//
// The alternative left: one method for all. It would save the `done` tests, and lose lazy
// evaluation, inlining and names.

/// Turns a plan into a class file.
public final class Emitter {
  static final ClassDesc RUN = Run.class.describeConstable().orElseThrow();
  static final ClassDesc VALUE = Value.class.describeConstable().orElseThrow();
  private static final ClassDesc MOMENT = Moment.class.describeConstable().orElseThrow();
  private static final ClassDesc TRACER = Tracer.class.describeConstable().orElseThrow();
  private static final ClassDesc SPANS = Span.class.describeConstable().orElseThrow().arrayType();
  static final ClassDesc GLOBAL = Program.Global.class.describeConstable().orElseThrow();
  private static final ClassDesc DECISION =
      Program.Decision.class.describeConstable().orElseThrow();
  private static final ClassDesc FUNCTION =
      Program.Function.class.describeConstable().orElseThrow();

  private final Plan plan;
  private final Form form;
  private final ClassDesc self;
  private final Constants constants = new Constants();
  private final Cuts cuts;
  private final Maybe maybe;
  private final Remembered remembered;
  private final Queue<Outlined> outlined = new ArrayDeque<>();
  private int outlinedCount;

  /// The methods of the bodies of functions that are values, by their numbers.
  private final List<String> bodies = new ArrayList<>();

  /// The business knowledge models that are called as values.
  private final NavigableSet<Integer> usedAsValues = new TreeSet<>();

  /// A method that is still to be written.
  private record Outlined(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

  private Emitter(Plan plan, Form form) {
    this.plan = plan;
    this.form = form;
    this.cuts = Cuts.of(plan.program());
    this.maybe = new Maybe(plan.program(), form);
    this.remembered = Remembered.of(plan.program());
    this.self =
        ClassDesc.of(
            Run.class.getPackageName(),
            switch (form) {
              case ROW -> "Row";
              case COLUMNS -> "Columns";
              case TRACED -> "Traced";
            });
  }

  /// The class of the program in that form.
  public static Emitted emit(Plan plan, Form form) {
    return new Emitter(plan, form).emit();
  }

  private Emitted emit() {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(Run.class.getClassLoader())));
    byte[] bytes = classFile.build(self, this::members);
    return new Emitted(bytes, constants.objects(), constants.sites());
  }

  Plan plan() {
    return plan;
  }

  boolean traced() {
    return form == Form.TRACED;
  }

  /// Whether a method evaluates one lane of many.
  boolean columns() {
    return form == Form.COLUMNS;
  }

  Maybe maybe() {
    return maybe;
  }

  Constants constants() {
    return constants;
  }

  Cuts cuts() {
    return cuts;
  }

  ClassDesc self() {
    return self;
  }

  private void members(ClassBuilder type) {
    ClassDesc superclass = columns() ? ColumnsEmitter.LANES : RUN;
    type.withFlags(ACC_FINAL).withSuperclass(superclass);
    constructor(type, superclass);
    if (columns()) {
      new ColumnsEmitter(this, type).globals();
    } else {
      for (Program.Global global : program().globals()) {
        if (global instanceof Program.Decision decision) {
          decision(type, decision);
        }
      }
    }
    program().functions().forEach(function -> function(type, function));
    program().services().forEach(service -> service.function().ifPresent(usedAsValues::add));
    value(type);
    for (Outlined next = outlined.poll(); next != null; next = outlined.poll()) {
      type.withMethodBody(next.name, next.type, ACC_PRIVATE | ACC_FINAL, next.body);
    }
    if (!bodies.isEmpty()) {
      bodies(type);
    }
    if (!usedAsValues.isEmpty()) {
      functionsAsValues(type);
    }
  }

  private Program program() {
    return plan.program();
  }

  private void constructor(ClassBuilder type, ClassDesc superclass) {
    MethodTypeDesc parameters =
        MethodTypeDesc.of(ConstantDescs.CD_void, VALUE.arrayType(), MOMENT, TRACER, SPANS);
    type.withMethodBody(
        ConstantDescs.INIT_NAME,
        parameters,
        ACC_PUBLIC,
        code ->
            code.aload(0)
                .aload(1)
                .aload(2)
                .aload(3)
                .aload(4)
                .invokespecial(superclass, ConstantDescs.INIT_NAME, parameters)
                .return_());
    type.withMethodBody(
        "another",
        parameters.changeReturnType(RUN),
        ACC_PUBLIC,
        code ->
            code.new_(self)
                .dup()
                .aload(1)
                .aload(2)
                .aload(3)
                .aload(4)
                .invokespecial(self, ConstantDescs.INIT_NAME, parameters)
                .areturn());
  }

  // Decisions.

  static String decisionName(int index) {
    return "decision" + index;
  }

  MethodTypeDesc decisionType(Program.Global decision) {
    return MethodTypeDesc.of(maybe.of(decision).type());
  }

  private void decision(ClassBuilder type, Program.Decision decision) {
    Repr repr = maybe.of(decision);
    String value = "value" + decision.index();
    String done = "done" + decision.index();
    if (!traced() && !remembered.isRemembered(decision)) {
      type.withMethodBody(
          decisionName(decision.index()),
          decisionType(decision),
          ACC_PRIVATE | ACC_FINAL,
          code -> {
            new MethodEmitter(this, code).emitAs(decision.body(), repr);
            code.return_(repr.kind());
          });
      return;
    }
    type.withField(value, repr.type(), ACC_PRIVATE);
    type.withField(done, ConstantDescs.CD_boolean, ACC_PRIVATE);
    type.withMethodBody(
        decisionName(decision.index()),
        decisionType(decision),
        ACC_PRIVATE | ACC_FINAL,
        code -> {
          Label compute = code.newLabel();
          code.aload(0).getfield(self, done, ConstantDescs.CD_boolean).ifeq(compute);
          MethodEmitter body = new MethodEmitter(this, code);
          if (traced()) {
            code.aload(0);
            constants.load(code, decision, GLOBAL);
            code.aload(0).getfield(self, value, repr.type());
            body.convert(repr, Repr.BOXED);
            code.invokevirtual(
                RUN, "used", MethodTypeDesc.of(ConstantDescs.CD_void, GLOBAL, VALUE));
          }
          code.aload(0).getfield(self, value, repr.type()).return_(repr.kind());
          code.labelBinding(compute);
          if (traced()) {
            code.aload(0);
            constants.load(code, decision, DECISION);
            code.invokevirtual(RUN, "enter", MethodTypeDesc.of(ConstantDescs.CD_void, DECISION));
          }
          body.emitAs(decision.body(), repr);
          if (repr == Repr.NUMBER || repr == Repr.MAYBE) {
            code.aload(0)
                .invokestatic(
                    RUN,
                    "pinned",
                    MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long, RUN));
          }
          int local = code.allocateLocal(repr.kind());
          code.storeLocal(repr.kind(), local);
          code.aload(0).loadLocal(repr.kind(), local).putfield(self, value, repr.type());
          code.aload(0).iconst_1().putfield(self, done, ConstantDescs.CD_boolean);
          leave(code, body, repr, local);
          code.loadLocal(repr.kind(), local).return_(repr.kind());
        });
  }

  private void leave(CodeBuilder code, MethodEmitter body, Repr repr, int local) {
    if (traced()) {
      code.aload(0).loadLocal(repr.kind(), local);
      body.convert(repr, Repr.BOXED);
      code.invokevirtual(RUN, "leave", MethodTypeDesc.of(ConstantDescs.CD_void, VALUE));
    }
  }

  // Business knowledge models.

  static String functionName(int index) {
    return "function" + index;
  }

  static MethodTypeDesc functionType(Program.Function function) {
    List<ClassDesc> parameters =
        IntStream.range(0, function.parameters().size())
            .mapToObj(position -> parameter(function, position).type())
            .toList();
    return MethodTypeDesc.of(Repr.of(function.body()).type(), parameters);
  }

  /// How a parameter is passed: boxed where they are many, since a number takes two places.
  static Repr parameter(Program.Function function, int position) {
    Program.Parameter parameter = function.parameters().get(position);
    return function.parameters().size() > Cuts.PARAMETERS
        ? Repr.BOXED
        : Repr.of(parameter.type(), parameter.nullable());
  }

  private void function(ClassBuilder type, Program.Function function) {
    type.withMethodBody(
        functionName(function.index()),
        functionType(function),
        ACC_PRIVATE | ACC_FINAL,
        code -> {
          MethodEmitter body = new MethodEmitter(this, code);
          for (int i = 0; i < function.parameters().size(); i++) {
            body.bind(
                function.parameters().get(i).slot(), code.parameterSlot(i), parameter(function, i));
          }
          Repr repr = Repr.of(function.body());
          if (traced()) {
            code.aload(0);
            constants.load(code, function, FUNCTION);
            body.array(
                function.parameters().size(),
                i -> body.loadSlot(function.parameters().get(i).slot(), Repr.BOXED));
            code.invokevirtual(
                RUN,
                "enter",
                MethodTypeDesc.of(ConstantDescs.CD_void, FUNCTION, VALUE.arrayType()));
          }
          body.emit(function.body());
          int local = code.allocateLocal(repr.kind());
          code.storeLocal(repr.kind(), local);
          leave(code, body, repr, local);
          code.loadLocal(repr.kind(), local).return_(repr.kind());
        });
  }

  // Functions that are values.

  /// Writes the body of a function that is a value into a method of its own; the answer is its number.
  int body(Consumer<CodeBuilder> body) {
    bodies.add(outline("body", FunctionEmitter.BODY, body));
    return bodies.size() - 1;
  }

  void usedAsValue(int function) {
    usedAsValues.add(function);
  }

  private void bodies(ClassBuilder type) {
    type.withMethodBody(
        "body",
        MethodTypeDesc.of(VALUE, ConstantDescs.CD_int, VALUE.arrayType(), VALUE.arrayType()),
        ACC_PROTECTED | ACC_FINAL,
        code ->
            choose(
                code,
                IntStream.range(0, bodies.size()).boxed().toList(),
                number ->
                    code.aload(0)
                        .aload(2)
                        .aload(3)
                        .invokevirtual(self, bodies.get(number), FunctionEmitter.BODY)));
  }

  private void functionsAsValues(ClassBuilder type) {
    type.withMethodBody(
        "function",
        MethodTypeDesc.of(VALUE, ConstantDescs.CD_int, VALUE.arrayType()),
        ACC_PROTECTED | ACC_FINAL,
        code ->
            choose(
                code,
                List.copyOf(usedAsValues),
                index -> {
                  Program.Function function = program().functions().get(index);
                  MethodEmitter method = new MethodEmitter(this, code);
                  code.aload(0);
                  for (int i = 0; i < function.parameters().size(); i++) {
                    code.aload(2).loadConstant(i).aaload();
                    method.convert(Repr.BOXED, parameter(function, i));
                  }
                  code.invokevirtual(self, functionName(index), functionType(function));
                  method.convert(Repr.of(function.body()), Repr.BOXED);
                }));
  }

  /// Returns what the case of the number in the first parameter leaves on the stack; Java's null for other numbers.
  private static void choose(CodeBuilder code, List<Integer> numbers, IntConsumer push) {
    Label unknown = code.newLabel();
    List<SwitchCase> cases =
        numbers.stream().map(number -> SwitchCase.of(number, code.newLabel())).toList();
    code.iload(1).lookupswitch(unknown, cases);
    for (SwitchCase one : cases) {
      code.labelBinding(one.target());
      push.accept(one.caseValue());
      code.areturn();
    }
    code.labelBinding(unknown).aconst_null().areturn();
  }

  // The way in.

  private void value(ClassBuilder type) {
    type.withMethodBody(
        "decision",
        MethodTypeDesc.of(VALUE, ConstantDescs.CD_int),
        ACC_PROTECTED | ACC_FINAL,
        code -> {
          Label unknown = code.newLabel();
          List<SwitchCase> cases = new ArrayList<>();
          List<Program.Decision> decisions = new ArrayList<>();
          for (Program.Global global : program().globals()) {
            if (global instanceof Program.Decision decision) {
              decisions.add(decision);
              cases.add(SwitchCase.of(decision.index(), code.newLabel()));
            }
          }
          code.iload(1).lookupswitch(unknown, cases);
          for (int i = 0; i < decisions.size(); i++) {
            Program.Decision decision = decisions.get(i);
            code.labelBinding(cases.get(i).target());
            code.aload(0)
                .invokevirtual(self, decisionName(decision.index()), decisionType(decision));
            new MethodEmitter(this, code).convert(maybe.of(decision), Repr.BOXED);
            code.areturn();
          }
          code.labelBinding(unknown).aconst_null().areturn();
        });
  }

  // Methods for parts.

  /// A method of its own for a part of a method; the answer is its name.
  String outline(String what, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    String name = what + outlinedCount++;
    outlined.add(new Outlined(name, type, body));
    return name;
  }
}
