package dev.quoin.server.command;

import dev.quoin.journal.Listed;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A page of answers that were looked for, newest first.
///
/// @param next what to ask with for the next page; empty where this is the last one
public record Found(List<Listed> answers, Optional<UUID> next) {
  public Found {
    answers = List.copyOf(answers);
  }
}
