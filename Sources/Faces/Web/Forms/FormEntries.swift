internal import City

/// What a form page was sent with: by name, in order, empty values too.
package struct FormEntries: Sendable {
    private var values: [String: [String]] = [:]
    /// The names in the order in which they first came.
    private(set) var names: [String] = []

    /// A page of a large form sends several fields for each of its questions.
    package static let mostFields = 20_000
    package static let mostBytes = 1 << 20

    /// Reads application/x-www-form-urlencoded; what is beyond the limit is left out.
    package init(urlEncoded bytes: [UInt8]) {
        for part in bytes.split(separator: UInt8(ascii: "&")).prefix(Self.mostFields) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentCoding.decode(String(decoding: pair[0], as: UTF8.self), plusIsSpace: true)
            let value = pair.count > 1 ? PercentCoding.decode(String(decoding: pair[1], as: UTF8.self), plusIsSpace: true) : ""
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
    }

    func first(_ name: String) -> String? { values[name]?.first }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The fields of one question: its control, its path and what it showed when the page was made.
    struct Shown: Sendable {
        var control: Int
        var path: String
        var before: String
    }

    /// Every question that was on the page, in the page's order.
    var shown: [Shown] {
        names.compactMap { name in
            guard name.hasPrefix("was:") else { return nil }
            let rest = name.dropFirst(4)
            guard let colon = rest.firstIndex(of: ":"), let control = Int(rest[..<colon]) else { return nil }
            return Shown(
                control: control, path: String(rest[rest.index(after: colon)...]), before: (first(name) ?? "").replacing("\r\n", with: "\n"))
        }
    }
}

/// What a button of a form page asks for.
enum FormButton: Sendable, Hashable {
    case update, finish
    case language(Int)
    /// The language of the page itself.
    case page(Language)
    case clear(path: String)
    case add(control: Int, parent: String)
    case remove(path: String)

    init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("finish", 1): self = .finish
        case ("language", 2): self = Int(parts[1]).map { .language($0) } ?? .update
        case ("page", 2): self = Language(rawValue: parts[1]).map { .page($0) } ?? .update
        case ("clear", 2): self = .clear(path: parts[1])
        case ("remove", 2): self = .remove(path: parts[1])
        case ("add", 3): self = Int(parts[1]).map { .add(control: $0, parent: parts[2]) } ?? .update
        default: self = .update
        }
    }

    var value: String {
        switch self {
        case .update: "update"
        case .finish: "finish"
        case .language(let language): "language:\(language)"
        case .page(let language): "page:\(language.rawValue)"
        case .clear(let path): "clear:\(path)"
        case .add(let control, let parent): "add:\(control):\(parent)"
        case .remove(let path): "remove:\(path)"
        }
    }
}
