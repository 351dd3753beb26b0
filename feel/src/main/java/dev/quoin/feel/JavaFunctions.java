package dev.quoin.feel;

import dev.quoin.decimal.Decimal;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// A model may come from a stranger, and a static method of Java can do anything. So a method is
// called only if its class is on a list, and the list that is there without a host's doing holds
// classes that compute: no files, no properties, no clock, no chance. Within these classes some
// are refused: `Integer.getInteger` reads a property of the system, `Math.random` is not the same
// twice, and `String.format("%99999999d", 1)` eats the heap.
//
// Numbers go through their texts: a `double` of Java is made by its own `valueOf`, and its shortest
// text becomes a decimal. No arithmetic of ours is done in floating point.

/// The static methods of Java that external functions may call.
public final class JavaFunctions {
  private static final JavaFunctions STANDARD =
      new JavaFunctions(
          Stream.of("Math", "Byte", "Short", "Integer", "Long", "Float", "Double", "String")
              .<Class<?>>map(name -> load("java.lang." + name))
              .toList());

  /// What reads a property of the system, or is not the same twice.
  private static final Set<String> REFUSED = Set.of("getInteger", "getLong", "random");

  /// The primitive types, by the classes that box them.
  private static final Map<Class<?>, Class<?>> BOXES = boxes();

  private static final Pattern WIDE = Pattern.compile("%[^a-zA-Z%]*\\d{3,}");
  private static final int MAX_STRING_LENGTH = 1_000_000;

  private final Map<String, Class<?>> classes;

  private JavaFunctions(List<Class<?>> allowed) {
    classes = new LinkedHashMap<>();
    allowed.forEach(each -> classes.put(each.getName(), each));
  }

  /// `java.lang.Math`, the boxed numbers, `java.lang.String`.
  public static JavaFunctions standard() {
    return STANDARD;
  }

  /// These and all static methods of more classes. The host answers for them: they are called as often as a model says.
  public JavaFunctions and(Class<?>... more) {
    List<Class<?>> all = new ArrayList<>(classes.values());
    all.addAll(List.of(more));
    return new JavaFunctions(all);
  }

  /// Whether methods of the class may be called.
  public boolean allows(String className) {
    return classes.containsKey(className);
  }

  /// The function that calls a method.
  ///
  /// @param signature name and types of the parameters: `max(double, double)`
  /// @param refusal is told in a sentence why there is none
  public Optional<NativeFunction> find(
      String className, String signature, Consumer<String> refusal) {
    Class<?> type = classes.get(className);
    if (type == null) {
      refusal.accept(
          "the class `"
              + className
              + "` is not supported (expected: one of "
              + String.join(", ", classes.keySet())
              + ")");
      return Optional.empty();
    }
    Optional<Method> method = method(type, signature);
    if (method.isEmpty()) {
      refusal.accept(
          "`" + className + "` has no static method `" + signature + "` that can be called");
    }
    return method.map(found -> new Call(className + "." + signature, found));
  }

  private static Optional<Method> method(Class<?> type, String signature) {
    int open = signature.indexOf('(');
    if (open < 0 || !signature.endsWith(")")) {
      return Optional.empty();
    }
    String name = signature.substring(0, open).strip();
    String inside = signature.substring(open + 1, signature.length() - 1).strip();
    List<Class<?>> parameters = new ArrayList<>();
    for (String parameter : inside.isEmpty() ? new String[0] : inside.split(",", -1)) {
      Optional<Class<?>> known = parameter(parameter.strip());
      if (known.isEmpty()) {
        return Optional.empty();
      }
      parameters.add(known.get());
    }
    try {
      Method method = type.getMethod(name, parameters.toArray(Class<?>[]::new));
      boolean callable = Modifier.isStatic(method.getModifiers()) && !REFUSED.contains(name);
      return callable ? Optional.of(method) : Optional.empty();
    } catch (NoSuchMethodException _) {
      return Optional.empty();
    }
  }

  private static Optional<Class<?>> parameter(String name) {
    return Stream.concat(
            BOXES.entrySet().stream().flatMap(box -> Stream.of(box.getKey(), box.getValue())),
            Stream.<Class<?>>of(String.class, Object.class, Object[].class))
        .filter(type -> type.getName().equals(name) || type.getCanonicalName().equals(name))
        .<Class<?>>map(type -> type)
        .findFirst();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static Map<Class<?>, Class<?>> boxes() {
    Map<Class<?>, Class<?>> boxes = new LinkedHashMap<>();
    for (String name :
        List.of("Byte", "Short", "Integer", "Long", "Float", "Double", "Character", "Boolean")) {
      Class<?> box = load("java.lang." + name);
      try {
        boxes.put((Class<?>) box.getField("TYPE").get(null), box);
      } catch (ReflectiveOperationException missing) {
        throw new IllegalStateException(missing);
      }
    }
    return boxes;
  }

  private record Call(String name, Method method) implements NativeFunction {
    @Override
    public Value call(Value[] arguments) {
      try {
        Object[] given = converted(arguments);
        return result(isFormat() ? format(given) : method.invoke(null, given));
      } catch (Misfit misfit) {
        return misfit.error;
      } catch (InvocationTargetException failed) {
        return failed.getCause() instanceof Error error
            ? raise(error)
            : Value.error("wrong-type", "`" + name + "` failed: " + failed.getCause());
      } catch (IllegalAccessException closed) {
        return Value.error("wrong-type", "`" + name + "` failed: " + closed);
      }
    }

    private static Value raise(Error error) {
      throw error;
    }

    private boolean isFormat() {
      return method.getDeclaringClass() == String.class
          && method.getName().equals("format")
          && method.getParameterTypes()[0] == String.class;
    }

    /// In no language's own way, and no wider than somebody reads.
    private Object format(Object[] given) throws Misfit, InvocationTargetException {
      if (WIDE.matcher((String) given[0]).find()) {
        throw new Misfit(Value.error("too-large", "`" + name + "` is asked for too wide a text"));
      }
      try {
        return String.format(Locale.ROOT, (String) given[0], (Object[]) given[1]);
      } catch (IllegalArgumentException wrong) {
        throw new InvocationTargetException(wrong);
      }
    }

    private Object[] converted(Value[] arguments) throws Misfit {
      Class<?>[] types = method.getParameterTypes();
      Object[] converted = new Object[types.length];
      int single = method.isVarArgs() ? types.length - 1 : types.length;
      if (arguments.length < single || (!method.isVarArgs() && arguments.length > single)) {
        throw new Misfit(
            Value.error(
                "wrong-arguments",
                "`%s` wants %d arguments, not %d".formatted(name, single, arguments.length)));
      }
      for (int i = 0; i < single; i++) {
        converted[i] = converted(arguments[i], types[i]);
      }
      if (method.isVarArgs()) {
        List<Value> rest = rest(arguments, single);
        Class<?> element = types[single].getComponentType();
        Object array = Array.newInstance(element, rest.size());
        for (int i = 0; i < rest.size(); i++) {
          Array.set(array, i, converted(rest.get(i), element));
        }
        converted[single] = array;
      }
      return converted;
    }

    /// The arguments of a repeated parameter: one by one, or as one list.
    private static List<Value> rest(Value[] arguments, int from) {
      return arguments.length == from + 1 && arguments[from] instanceof Value.Items items
          ? items.values()
          : List.of(arguments).subList(from, arguments.length);
    }

    private Object converted(Value value, Class<?> type) throws Misfit {
      Class<?> box = BOXES.getOrDefault(type, type);
      @Nullable Object converted =
          switch (value) {
            case Value.Text text when box.isAssignableFrom(String.class) -> text.value();
            case Value.Text text when box == Character.class && text.value().length() == 1 ->
                text.value().charAt(0);
            case Value.Bool bool when box.isAssignableFrom(Boolean.class) -> bool.value();
            case Value.Num number when box == Object.class ->
                new BigDecimal(number.value().toPlainText());
            case Value.Num number when Number.class.isAssignableFrom(box) ->
                number(number.value(), box);
            default -> null;
          };
      if (converted == null) {
        throw new Misfit(
            Value.error(
                "wrong-type",
                "`%s` is given %s (expected: a value for a `%s`)"
                    .formatted(name, Values.quoted(value), type.getSimpleName())));
      }
      return converted;
    }

    /// The number as one of Java's, made by its own class of its text; null where that cannot hold it.
    private static @Nullable Object number(Decimal number, Class<?> box) {
      try {
        return box.getMethod("valueOf", String.class).invoke(null, number.toPlainText());
      } catch (InvocationTargetException _) {
        return null;
      } catch (ReflectiveOperationException missing) {
        throw new IllegalStateException(missing);
      }
    }

    private Value result(@Nullable Object answer) {
      Value value =
          switch (answer) {
            case null -> Value.NULL;
            case String text when text.length() > MAX_STRING_LENGTH ->
                Value.error(
                    "too-large",
                    "the result of `" + name + "` is longer than 1,000,000 characters");
            case String text -> Value.of(text);
            case Character character -> Value.of(character.toString());
            case Boolean bool -> Value.of(bool.booleanValue());
            case Number number -> number(number);
            default -> null;
          };
      return value != null
          ? value
          : Value.error("wrong-type", "`" + name + "` answers what is no value: " + answer);
    }

    private static @Nullable Value number(Number number) {
      Decimal decimal = Decimal.tryParse(number.toString());
      return decimal == null ? null : Value.of(decimal);
    }
  }

  /// An argument that does not fit.
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Value error;

    Misfit(Value error) {
      super(null, null, false, false);
      this.error = error;
    }
  }
}
