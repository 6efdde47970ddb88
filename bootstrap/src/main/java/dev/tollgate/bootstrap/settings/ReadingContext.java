package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.out.ModelCards;

/// What every part of the checker works with.
record ReadingContext(
        KnownKeys known,
        Problems problems,
        Environment environment,
        KnownProviders providers,
        ModelCards cards) {}
