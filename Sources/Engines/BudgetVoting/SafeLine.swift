/// Text of a file as it may stand on one line of a terminal.
public enum SafeLine {
    /// The text without control characters, which could move the cursor or forge lines; long texts are cut.
    public static func of(_ text: String, most: Int = 400) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            // Line and paragraph separators, and the marks that turn the direction of writing.
            let isLayout = (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            result.unicodeScalars.append(isControl || isLayout ? " " : scalar)
        }
        return result.count > most ? String(result.prefix(most - 1)) + "…" : result
    }
}
