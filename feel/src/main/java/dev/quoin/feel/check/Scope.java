package dev.quoin.feel.check;

import dev.quoin.feel.JavaFunctions;
import dev.quoin.feel.Mode;
import dev.quoin.feel.Type;
import dev.quoin.feel.builtin.Builtin;
import dev.quoin.feel.syntax.Names;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that an expression can use, with what they stand for. A scope belongs to one definition, whose local slots
/// it numbers; inner scopes share that count.
public final class Scope {
  private final Mode mode;
  private final Map<String, Symbol> symbols;
  private final Map<String, Type> types;
  private final Slots slots;
  private final TypedExpr.@Nullable Local item;
  private final JavaFunctions java;

  /// The next free slot of a definition.
  private static final class Slots {
    private int next;
  }

  private Scope(
      Mode mode,
      Map<String, Symbol> symbols,
      Map<String, Type> types,
      Slots slots,
      TypedExpr.@Nullable Local item,
      JavaFunctions java) {
    this.mode = mode;
    this.symbols = symbols;
    this.types = types;
    this.slots = slots;
    this.item = item;
    this.java = java;
  }

  /// A definition's outermost scope.
  ///
  /// @param types the item definitions by name
  public static Scope of(Mode mode, Map<String, Symbol> symbols, Map<String, Type> types) {
    return of(mode, symbols, types, JavaFunctions.standard());
  }

  /// The same.
  ///
  /// @param java what external functions may call
  public static Scope of(
      Mode mode, Map<String, Symbol> symbols, Map<String, Type> types, JavaFunctions java) {
    return new Scope(mode, new LinkedHashMap<>(symbols), types, new Slots(), null, java);
  }

  /// A scope of other names in the same definition: its slots are counted together with those of this one.
  public Scope beside(Map<String, Symbol> others, Map<String, Type> othersTypes) {
    return new Scope(mode, new LinkedHashMap<>(others), othersTypes, slots, null, java);
  }

  /// What external functions may call.
  JavaFunctions java() {
    return java;
  }

  public Mode mode() {
    return mode;
  }

  /// The item definitions by name.
  public Map<String, Type> types() {
    return Collections.unmodifiableMap(types);
  }

  /// A slot that nobody in this definition uses.
  public int newSlot() {
    return slots.next++;
  }

  /// How many slots the definition uses so far.
  public int slots() {
    return slots.next;
  }

  /// The scope with one more name, which hides an outer one of the same name.
  public Scope with(String name, Symbol symbol) {
    Map<String, Symbol> more = new LinkedHashMap<>(symbols);
    more.put(name, symbol);
    return new Scope(mode, more, types, slots, item, java);
  }

  /// The scope with a local variable.
  public Scope with(TypedExpr.Local local) {
    return with(local.name(), new Symbol.Local(local.slot(), local.type(), local.nullable()));
  }

  /// The scope of a filter's condition: `item`, and the item's entries as names.
  public Scope withItem(TypedExpr.Local local) {
    return new Scope(mode, with(local).symbols, types, slots, local, java);
  }

  /// The item whose entries are names here.
  Optional<TypedExpr.Local> item() {
    return Optional.ofNullable(item);
  }

  Optional<Symbol> find(String name) {
    return Optional.ofNullable(symbols.get(name));
  }

  /// The names in scope, built-in functions left out.
  public Set<String> symbols() {
    return Collections.unmodifiableSet(symbols.keySet());
  }

  /// What the parser must know to tell names with spaces apart: the names in scope, the entries of their types, and the
  /// built-in functions.
  public Names names() {
    Set<String> names = new HashSet<>(Builtin.names());
    symbols.forEach((name, symbol) -> {
      names.add(name);
      entryNames(symbol.type(), names);
      if (symbol instanceof Symbol.Function function) {
        function.parameters().forEach(parameter -> names.add(parameter.name()));
      }
    });
    types.values().forEach(type -> entryNames(type, names));
    return Names.of(names);
  }

  private static void entryNames(Type type, Set<String> names) {
    switch (type) {
      case Type.Simple _ -> {}
      case Type.ListType list -> entryNames(list.element(), names);
      case Type.RangeType range -> entryNames(range.element(), names);
      case Type.FunctionType function -> entryNames(function.result(), names);
      case Type.ContextType context ->
          context
              .entries()
              .forEach((name, entry) -> {
                names.add(name);
                entryNames(entry, names);
              });
    }
  }
}
