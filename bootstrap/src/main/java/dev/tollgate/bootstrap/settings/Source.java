package dev.tollgate.bootstrap.settings;

import java.time.Duration;

/// One place in which a setting may stand.
record Source(Section section, String key) {
    /// The first of these that says something, else the first one.
    static Source first(Source... sources) {
        for (Source source : sources) {
            if (source.present()) {
                return source;
            }
        }
        return sources[0];
    }

    boolean present() {
        return section.has(key);
    }

    int whole(long least, long most, int fallback) {
        return (int) section.whole(key, least, most, fallback);
    }

    boolean flag(boolean fallback) {
        return section.flag(key, fallback);
    }

    Duration duration(Duration least, Duration most, Duration fallback) {
        return section.duration(key, least, most, fallback);
    }
}
