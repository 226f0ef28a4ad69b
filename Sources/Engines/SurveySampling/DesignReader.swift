internal import Ground

/// Splits the text of a design into its parts.
struct DesignReader {
    struct Part {
        let key: String
        /// Empty where the part is a single word.
        let values: [String?]
        let place: Place
    }

    private let text: [Character]
    private let file: String
    private var index = 0
    private var line = 1
    private var start = 0
    var diagnostics = Diagnostics()

    init(_ text: String, file: String) {
        self.text = Array(text)
        self.file = file
    }

    private var place: Place { Place(file, line: line, column: index - start + 1) }
    private var current: Character? { index < text.count ? text[index] : nil }

    private mutating func advance() {
        if let character = current, character.isNewline {
            line += 1
            start = index + 1
        }
        index += 1
    }

    mutating func parts() -> [Part] {
        var parts: [Part] = []
        while true {
            skip { $0.isWhitespace || $0 == "," }
            guard let character = current else { return parts }
            if character == "#" {
                skip { !$0.isNewline }
                continue
            }
            if let part = part() { parts.append(part) }
        }
    }

    private mutating func skip(_ isSkipped: (Character) -> Bool) {
        while let character = current, isSkipped(character) { advance() }
    }

    private mutating func skipBlanks() { skip { $0.isWhitespace && !$0.isNewline } }

    /// Reads `key` or `key = value / value`; a faulty part is skipped to its end.
    private mutating func part() -> Part? {
        let begin = place
        let key = bare()
        skipBlanks()
        guard current == "=" else {
            if atEnd, !key.isEmpty { return Part(key: key.lowercased(), values: [], place: begin) }
            return fault("here a part such as strata=COLUMN is expected")
        }
        guard !key.isEmpty else { return fault("before the equals sign a word is missing") }
        advance()
        var values: [String?] = []
        while true {
            skipBlanks()
            let here = place
            if current == "\"" {
                guard let value = quoted() else { return nil }
                values.append(value)
            } else {
                let value = bare()
                if value.isEmpty {
                    diagnostics.error("a column name is missing here", at: here, advice: "write - for a stage without one")
                }
                values.append(value == "-" || value.isEmpty ? nil : value)
            }
            skipBlanks()
            if current == "/" {
                advance()
                continue
            }
            guard atEnd else { return fault("after the name a comma, a slash or the end is expected") }
            return Part(key: key.lowercased(), values: values, place: begin)
        }
    }

    private var atEnd: Bool { current.map { $0 == "," || $0 == "#" || $0.isNewline } ?? true }

    private mutating func fault(_ message: String) -> Part? {
        diagnostics.error(message, at: place)
        skip { $0 != "," && !$0.isNewline }
        return nil
    }

    /// A word up to a sign of the grammar, without blanks at its ends.
    private mutating func bare() -> String {
        var word: [Character] = []
        while let character = current, !DesignReader.signs.contains(character), !character.isNewline {
            word.append(character)
            advance()
        }
        while word.last?.isWhitespace == true { word.removeLast() }
        return String(word)
    }

    private static let signs: Set<Character> = [",", "=", "/", "#", "\""]

    private mutating func quoted() -> String? {
        let begin = place
        var word = ""
        advance()
        while let character = current {
            advance()
            if character != "\"" {
                word.append(character)
            } else if current == "\"" {
                word.append("\"")
                advance()
            } else {
                return word
            }
        }
        diagnostics.error("a quotation mark is opened here and never closed", at: begin)
        return nil
    }

    /// A name as the reader understands it.
    static func quoted(_ name: String) -> String {
        let isPlain =
            !name.isEmpty && name != "-" && name.first?.isWhitespace == false && name.last?.isWhitespace == false
            && name.allSatisfy { !signs.contains($0) && !$0.isNewline }
        return isPlain ? name : "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
