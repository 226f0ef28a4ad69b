package import Cases
package import City

/// Every address of the pages. Handlers are registered by pattern and links are made by value, so that no link can point
/// nowhere.
package enum Route: Sendable, Hashable {
    case home
    case report
    case track
    /// A case as its reporter follows it: number and secret.
    case tracked(reference: String, tracking: String)
    case trackedAction(reference: String, tracking: String)
    case trackedPhoto(reference: String, tracking: String, hash: String)
    case signIn
    case signOut
    case desk
    case caseFile(CaseID)
    case caseAction(CaseID)
    case casePhoto(CaseID, String)
    /// The contact data of a case's reporter, for a purpose.
    case contact(CaseID)
    case rates
    case language(Language)
    case style
    case mark
    case health

    /// The pattern under which the router knows it.
    package var pattern: String {
        switch self {
        case .home: "/"
        case .report: "/report"
        case .track: "/track"
        case .tracked: "/track/:reference/:tracking"
        case .trackedAction: "/track/:reference/:tracking/act"
        case .trackedPhoto: "/track/:reference/:tracking/photos/:hash"
        case .signIn: "/sign-in"
        case .signOut: "/sign-out"
        case .desk: "/desk"
        case .caseFile: "/cases/:id"
        case .caseAction: "/cases/:id/act"
        case .casePhoto: "/cases/:id/photos/:hash"
        case .contact: "/cases/:id/contact"
        case .rates: "/rates"
        case .language: "/language/:language"
        case .style: "/assets/concentric.css"
        case .mark: "/assets/concentric.svg"
        case .health: "/health"
        }
    }

    /// The address itself.
    package var path: String { String(decoding: pathBytes, as: UTF8.self) }

    /// The pattern with the values in their places, percent-encoded.
    var pathBytes: [UInt8] {
        var rest = values[...]
        var path: [UInt8] = []
        path.reserveCapacity(64)
        var isName = false
        for byte in pattern.utf8 {
            if byte == UInt8(ascii: "/") { isName = false }
            if byte == UInt8(ascii: ":") {
                isName = true
                path.append(contentsOf: PercentCoding.encode(rest.popFirst() ?? "").utf8)
            } else if !isName {
                path.append(byte)
            }
        }
        return path
    }

    /// What stands in the places of the pattern, in their order.
    private var values: [String] {
        switch self {
        case .tracked(let reference, let tracking), .trackedAction(let reference, let tracking): [reference, tracking]
        case .trackedPhoto(let reference, let tracking, let hash): [reference, tracking, hash]
        case .caseFile(let id), .caseAction(let id), .contact(let id): ["\(id.rawValue)"]
        case .casePhoto(let id, let hash): ["\(id.rawValue)", hash]
        case .language(let language): [language.rawValue]
        case .home, .report, .track, .signIn, .signOut, .desk, .rates, .style, .mark, .health: []
        }
    }

    /// Reads an address (without its query); nil where no page stands.
    package init?(path: String) {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { PercentCoding.decode($0, plusIsSpace: false) }
        guard parts == [""] || !parts.contains("") else { return nil }
        switch parts.count {
        case 1:
            guard let route = Route.fixed.first(where: { $0.pattern == "/" + parts[0] }) else { return nil }
            self = route
        case 2:
            if let route = Route.fixed.first(where: { $0.pattern == "/" + parts[0] + "/" + parts[1] }) {
                self = route
            } else if parts[0] == "cases", let id = Int64(parts[1]) {
                self = .caseFile(CaseID(id))
            } else if parts[0] == "language", let language = Language(rawValue: parts[1]) {
                self = .language(language)
            } else {
                return nil
            }
        default:
            guard let route = Route.deep(parts) else { return nil }
            self = route
        }
    }

    private static func deep(_ parts: [String]) -> Route? {
        switch (parts.first, parts.count) {
        case ("track", 3): return .tracked(reference: parts[1], tracking: parts[2])
        case ("track", 4) where parts[3] == "act": return .trackedAction(reference: parts[1], tracking: parts[2])
        case ("track", 5) where parts[3] == "photos":
            return .trackedPhoto(reference: parts[1], tracking: parts[2], hash: parts[4])
        case ("cases", 3), ("cases", 4):
            guard let id = Int64(parts[1]).map({ CaseID($0) }) else { return nil }
            switch (parts[2], parts.count) {
            case ("act", 3): return .caseAction(id)
            case ("contact", 3): return .contact(id)
            case ("photos", 4): return .casePhoto(id, parts[3])
            default: return nil
            }
        default: return nil
        }
    }

    private static let fixed: [Route] = [.home, .report, .track, .signIn, .signOut, .desk, .rates, .style, .mark, .health]

    /// One of each, for registration and tests.
    package static let samples: [Route] =
        fixed + [
            .tracked(reference: "A", tracking: "B"), .trackedAction(reference: "A", tracking: "B"),
            .trackedPhoto(reference: "A", tracking: "B", hash: "C"), .caseFile(CaseID(1)), .caseAction(CaseID(1)),
            .casePhoto(CaseID(1), "C"), .contact(CaseID(1)), .language(.zh),
        ]
}
