/// Which classes a rule or a line of the duty catalogue speaks of: `*`, a kind (`matter`), a major class (`matter/06`) or one
/// class (`matter-06010`).
package enum ClassPattern: Sendable, Hashable, CustomStringConvertible {
    case any
    case kind(RequestClass.Kind)
    case major(RequestClass.Kind, String)
    case exact(ClassCode)

    package init(_ text: String) {
        if text == "*" {
            self = .any
        } else if let kind = RequestClass.Kind(rawValue: text) {
            self = .kind(kind)
        } else if let slash = text.firstIndex(of: "/"), let kind = RequestClass.Kind(rawValue: String(text[..<slash])) {
            self = .major(kind, String(text[text.index(after: slash)...]))
        } else {
            self = .exact(ClassCode(text))
        }
    }

    /// 0 for any class to 3 for one class.
    package var rank: Int {
        switch self {
        case .any: 0
        case .kind: 1
        case .major: 2
        case .exact: 3
        }
    }

    package func matches(_ requestClass: RequestClass) -> Bool {
        switch self {
        case .any: true
        case .kind(let kind): requestClass.kind == kind
        case .major(let kind, let key): requestClass.kind == kind && requestClass.major == key
        case .exact(let code): requestClass.code == code
        }
    }

    package var description: String {
        switch self {
        case .any: "*"
        case .kind(let kind): kind.rawValue
        case .major(let kind, let key): "\(kind.rawValue)/\(key)"
        case .exact(let code): code.rawValue
        }
    }
}
