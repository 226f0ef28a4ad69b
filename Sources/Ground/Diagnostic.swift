/// Where in a file something was found. Lines and columns count from 1; a column counts characters.
public struct Place: Sendable, Hashable, CustomStringConvertible {
    /// The file as the user named it, or a name such as `<standard input>`.
    public var file: String
    public var line: Int?
    public var column: Int?

    public init(_ file: String, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as editors and compilers write it; what is unknown is left out.
    public var description: String {
        var text = file
        if let line {
            text += ":\(line)"
            if let column { text += ":\(column)" }
        }
        return text
    }
}

/// One finding about input: what is wrong, where, and what to do about it.
///
/// Readers and checkers collect diagnostics instead of stopping at the first fault.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable, Hashable, Comparable {
        case note, warning, error

        public static func < (a: Severity, b: Severity) -> Bool { a.weight < b.weight }

        private var weight: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    public var severity: Severity
    public var place: Place
    /// What is wrong, in words an official understands.
    public var message: String
    /// What to do about it.
    public var advice: String?

    public init(_ severity: Severity, at place: Place, _ message: String, advice: String? = nil) {
        self.severity = severity
        self.place = place
        self.message = message
        self.advice = advice
    }

    /// `file:line:column: error: what – what to do`.
    public var description: String {
        let end = advice.map { " – \($0)" } ?? ""
        return "\(place): \(severity.rawValue): \(message)\(end)"
    }
}

/// A growing collection of diagnostics.
public struct Diagnostics: Sendable, Hashable {
    public private(set) var all: [Diagnostic] = []

    public init() {}

    public var hasErrors: Bool { all.contains { $0.severity == .error } }
    public var errors: [Diagnostic] { all.filter { $0.severity == .error } }
    public var warnings: [Diagnostic] { all.filter { $0.severity == .warning } }
    public var isEmpty: Bool { all.isEmpty }

    public mutating func append(_ diagnostic: Diagnostic) { all.append(diagnostic) }
    public mutating func append(contentsOf other: Diagnostics) { all.append(contentsOf: other.all) }

    public mutating func error(_ message: String, at place: Place, advice: String? = nil) {
        append(Diagnostic(.error, at: place, message, advice: advice))
    }

    public mutating func warning(_ message: String, at place: Place, advice: String? = nil) {
        append(Diagnostic(.warning, at: place, message, advice: advice))
    }

    public mutating func note(_ message: String, at place: Place, advice: String? = nil) {
        append(Diagnostic(.note, at: place, message, advice: advice))
    }

    /// One diagnostic a line, in the order of file and line.
    public var text: String {
        let sorted = all.enumerated().sorted { a, b in
            let (x, y) = (a.element.place, b.element.place)
            if x.file != y.file { return x.file < y.file }
            if (x.line ?? 0) != (y.line ?? 0) { return (x.line ?? 0) < (y.line ?? 0) }
            return a.offset < b.offset
        }
        return sorted.map { $0.element.description + "\n" }.joined()
    }
}

/// Thrown where input cannot be used at all; carries everything that was found.
public struct RejectedInput: Error, CustomStringConvertible, Sendable {
    public var diagnostics: Diagnostics

    public init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

    public init(_ message: String, at place: Place, advice: String? = nil) {
        var diagnostics = Diagnostics()
        diagnostics.error(message, at: place, advice: advice)
        self.diagnostics = diagnostics
    }

    public var description: String { diagnostics.text }
}
