package dev.quoin.feel.syntax;

import dev.quoin.feel.syntax.Expr.TypeName;
import java.util.ArrayList;
import java.util.List;

/// Reads types (rule 52).
///
/// Types' names are not in scope, and may hold spaces and keywords. Between brackets, or alone, a
/// name goes up to the next bracket, comma or end. After `instance of` it ends where the expression
/// goes on: `x instance of date and time and y > 1`.
final class TypeReader {
  private static final NameTree WITH_KEYWORDS = new NameTree();

  static {
    WITH_KEYWORDS.add("date and time");
    WITH_KEYWORDS.add("days and time duration");
    WITH_KEYWORDS.add("years and months duration");
  }

  private final Cursor cursor;
  private final NameReader names;

  TypeReader(Cursor cursor, NameReader names) {
    this.cursor = cursor;
    this.names = names;
  }

  /// A type that ends at a bracket, a comma or the end.
  TypeName delimited() {
    return type(true);
  }

  /// A type with an expression behind it.
  TypeName open() {
    return type(false);
  }

  private TypeName type(boolean delimited) {
    if (cursor.at(">")) {
      throw cursor.unexpectedAsItIs("the name of a type");
    }
    if (cursor.kind() != Token.Kind.WORD) {
      throw cursor.unexpected("the name of a type");
    }
    cursor.enter();
    TypeName type = isBracketed() ? bracketed(delimited) : named(delimited);
    cursor.leave();
    return type;
  }

  private boolean isBracketed() {
    return switch (cursor.word()) {
      case "list", "range", "context", "function" -> cursor.is(cursor.next(), "<");
      default -> false;
    };
  }

  private TypeName bracketed(boolean delimited) {
    int start = cursor.start();
    String word = cursor.word();
    cursor.advance();
    Cursor.Opened opened = cursor.open("<");
    return switch (word) {
      case "list" -> {
        TypeName element = delimited();
        close(opened);
        yield new TypeName.ListNamed(element, cursor.from(start));
      }
      case "range" -> {
        TypeName element = delimited();
        close(opened);
        yield new TypeName.RangeNamed(element, cursor.from(start));
      }
      case "context" -> {
        List<TypeName.ContextNamed.Field> fields = fields();
        close(opened);
        yield new TypeName.ContextNamed(fields, cursor.from(start));
      }
      default -> {
        List<TypeName> parameters = parameters();
        close(opened);
        cursor.expect("-", "`->` and the type of the result");
        cursor.expect(">", "`->` and the type of the result");
        TypeName result = type(delimited);
        yield new TypeName.FunctionNamed(parameters, result, cursor.from(start));
      }
    };
  }

  private List<TypeName.ContextNamed.Field> fields() {
    List<TypeName.ContextNamed.Field> fields = new ArrayList<>();
    do {
      String name = names.declared("the name of an entry");
      cursor.expect(":", "`:` and the type of `" + name + "`");
      fields.add(new TypeName.ContextNamed.Field(name, delimited()));
    } while (cursor.accept(","));
    return fields;
  }

  private List<TypeName> parameters() {
    List<TypeName> parameters = new ArrayList<>();
    if (!cursor.at(">") && !cursor.at(">=")) {
      do {
        parameters.add(delimited());
      } while (cursor.accept(","));
    }
    return parameters;
  }

  /// The `>` may be the beginning of `>=`, as in `x instance of list<number>=true`.
  private void close(Cursor.Opened opened) {
    if (!cursor.text().startsWith(">", cursor.start())) {
      throw cursor.unclosed(opened, "`,` or `>`");
    }
    cursor.moveTo(cursor.start() + 1);
  }

  private TypeName named(boolean delimited) {
    int start = cursor.start();
    if (delimited) {
      String name = names.declared("the name of a type");
      return new TypeName.Named(name, cursor.from(start));
    }
    NameTree.Match known = WITH_KEYWORDS.longest(cursor.text(), start);
    if (known != null) {
      cursor.moveTo(known.end());
      return new TypeName.Named(known.name(), cursor.from(start));
    }
    StringBuilder name = new StringBuilder(names.words());
    while (cursor.accept(".")) {
      if (cursor.kind() != Token.Kind.WORD) {
        throw cursor.unexpected("the name of a type after `.`");
      }
      name.append('.').append(names.words());
    }
    return new TypeName.Named(name.toString(), cursor.from(start));
  }
}
