package dev.quoin.registry;

import java.util.Optional;

/// What came of something that was to be changed.
///
/// @param isNew whether it was not so already
/// @param dropped what was scheduled and will not come
public record Changed(Standing standing, boolean isNew, Optional<Decision> dropped) {}
