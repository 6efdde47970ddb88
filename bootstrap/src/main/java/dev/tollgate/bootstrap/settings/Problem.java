package dev.tollgate.bootstrap.settings;

/// One thing the configuration's author should know.
///
/// @param path where in the file's structure, such as `model_list[2].litellm_params.api_key`
/// @param file name of the file, empty if the value came from elsewhere
/// @param line from 1, 0 if unknown
/// @param value what was seen, never a secret; empty if it says nothing
/// @param rule what is wrong
/// @param fix what to do about it; empty if the rule says so already
public record Problem(
        Severity severity,
        String path,
        String file,
        int line,
        String value,
        String rule,
        String fix) {

    /// How much it matters, worst first.
    public enum Severity {
        /// A value cannot be used. Inside an entry of `model_list` the entry is left out; anywhere
        /// else the gateway does not start with this file.
        ERROR,
        /// The gateway starts, but not everything will be as the file seems to say.
        WARNING,
        /// Good to know.
        NOTICE
    }

    /// Whether it is about one entry of `model_list` and stops nothing but that.
    public boolean withinModel() {
        return path.startsWith("model_list[");
    }

    /// Whether it is about what the gateway keeps itself.
    public boolean stored() {
        return file.equals(Place.STORED.file());
    }

    /// Place, path, rule and fix in one line.
    public String sentence() {
        StringBuilder text = new StringBuilder();
        if (!file.isEmpty()) {
            text.append(file).append(line > 0 ? ":" + line : "").append(": ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(value.isEmpty() ? ": " : " = " + value + ": ");
        }
        text.append(rule);
        if (!fix.isEmpty()) {
            text.append(" ").append(fix);
        }
        return text.toString();
    }
}
