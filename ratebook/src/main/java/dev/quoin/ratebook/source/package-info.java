/// Texts of a ratebook and its requests as located trees and rows: JSON, YAML, CSV, and the schema of `ratebook.yaml`.
@NullMarked
package dev.quoin.ratebook.source;

import org.jspecify.annotations.NullMarked;
