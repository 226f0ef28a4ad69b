/// Text as it stands in HTML and XML.
public enum MarkupText {
    /// The text with `&`, `<`, `>` and `"` written as references, by code points: a sign with an accent of its own is no way around it.
    /// - Parameter special: how a format writes other signs, asked first; nil for those that it writes as usual.
    public static func escaped(_ text: String, special: (Unicode.Scalar) -> String?) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if let written = special(scalar) {
                result += written
                continue
            }
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
