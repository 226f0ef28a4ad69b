public import Ground

/// A value in a YAML document that knows where it stands.
public struct Entry: Sendable {
    public indirect enum Content: Sendable {
        /// Text, a number or a truth value, as it is written. Empty and unquoted is `absent`.
        case scalar(String)
        case list([Entry])
        case map([Field])
        case absent
    }

    public struct Field: Sendable {
        public let key: String
        public let keyPlace: Place
        public let value: Entry
    }

    public let content: Content
    public let place: Place
    /// The keys that lead here, such as `states.reported.title`; for messages.
    public let path: String

    public init(_ content: Content, place: Place, path: String) {
        self.content = content
        self.place = place
        self.path = path
    }

    public var isAbsent: Bool {
        if case .absent = content { true } else { false }
    }

    /// The scalar as it is written, or nil for anything else.
    public var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    private var kind: String {
        switch content {
        case .scalar(let text): "\u{201C}\(text)\u{201D}"
        case .list: "a list"
        case .map: "a group of keys"
        case .absent: "nothing"
        }
    }

    private func complain(_ wanted: String, _ diagnostics: inout Diagnostics) {
        diagnostics.error("\(path.isEmpty ? "the document" : path) must be \(wanted), but here is \(kind)", at: place)
    }

    /// The text; anything else is reported.
    public func text(_ diagnostics: inout Diagnostics) -> String? {
        if case .scalar(let text) = content { return text }
        complain("text", &diagnostics)
        return nil
    }

    /// The whole number; anything else is reported.
    public func integer(_ diagnostics: inout Diagnostics) -> Int? {
        if case .scalar(let text) = content, let value = Int(text) { return value }
        complain("a whole number", &diagnostics)
        return nil
    }

    /// The finite number; anything else is reported.
    public func number(_ diagnostics: inout Diagnostics) -> Double? {
        if case .scalar(let text) = content, let value = Double(text), value.isFinite { return value }
        complain("a number", &diagnostics)
        return nil
    }

    /// Yes or no (`true`, `yes`, `是` and their opposites); anything else is reported.
    public func truth(_ diagnostics: inout Diagnostics) -> Bool? {
        if case .scalar(let text) = content {
            switch text.lowercased() {
            case "true", "yes", "是": return true
            case "false", "no", "否": return false
            default: break
            }
        }
        complain("yes or no", &diagnostics)
        return nil
    }

    /// The items; a single value counts as a list of one, nothing as none, a group of keys is reported.
    public func list(_ diagnostics: inout Diagnostics) -> [Entry] {
        switch content {
        case .list(let items): return items
        case .scalar: return [self]
        case .absent: return []
        case .map:
            complain("a list", &diagnostics)
            return []
        }
    }

    /// The texts of a list of texts; what is not text is reported.
    public func texts(_ diagnostics: inout Diagnostics) -> [String] {
        var texts: [String] = []
        for item in list(&diagnostics) {
            if let text = item.text(&diagnostics) { texts.append(text) }
        }
        return texts
    }

    /// The keys in their order of writing; nothing counts as none, anything else is reported.
    public func map(_ diagnostics: inout Diagnostics) -> [Field] {
        switch content {
        case .map(let fields): return fields
        case .absent: return []
        case .scalar, .list:
            complain("a group of keys", &diagnostics)
            return []
        }
    }

    /// The keys as a record with known names; unknown names are reported with the nearest known one.
    public func record(_ known: [String], _ diagnostics: inout Diagnostics) -> Record {
        let fields = map(&diagnostics)
        for field in fields where !known.contains(field.key) {
            let near = Spelling.nearest(to: field.key, among: known)
            diagnostics.error(
                "\u{201C}\(field.key)\u{201D} is not known here", at: field.keyPlace,
                advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" }
                    ?? "known are \(known.joined(separator: ", "))")
        }
        return Record(entry: self, fields: fields)
    }
}

/// A group of keys, read by name.
public struct Record: Sendable {
    public let entry: Entry
    private let values: [String: Entry]

    init(entry: Entry, fields: [Entry.Field]) {
        self.entry = entry
        values = Dictionary(fields.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// The value of a key, or nil where it is not written or empty.
    public subscript(_ key: String) -> Entry? {
        guard let value = values[key], !value.isAbsent else { return nil }
        return value
    }

    /// The value of a key that must be written; its lack is reported.
    public func required(_ key: String, _ diagnostics: inout Diagnostics) -> Entry? {
        if let value = self[key] { return value }
        let path = entry.path.isEmpty ? "the document" : entry.path
        diagnostics.error("\u{201C}\(key)\u{201D} is missing in \(path)", at: values[key]?.place ?? entry.place)
        return nil
    }
}
