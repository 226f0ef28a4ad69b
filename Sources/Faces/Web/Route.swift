package import Cases
internal import Workflows

/// Every address of the pages. Handlers are registered by pattern and links are made by value, so that no link can point
/// nowhere.
package enum Route: Sendable, Hashable {
    case home
    case report
    case track
    /// A case as its reporter follows it: number and secret.
    case tracked(reference: String, tracking: String)
    case trackedAction(reference: String, tracking: String)
    case signIn
    case signOut
    case desk
    case caseFile(CaseID)
    case caseAction(CaseID)
    case rates
    case language(String)
    case photo(String)
    case style
    case health

    /// The pattern under which the router knows it.
    package var pattern: String {
        switch self {
        case .home: "/"
        case .report: "/report"
        case .track: "/track"
        case .tracked: "/track/:reference/:tracking"
        case .trackedAction: "/track/:reference/:tracking/act"
        case .signIn: "/sign-in"
        case .signOut: "/sign-out"
        case .desk: "/desk"
        case .caseFile: "/cases/:id"
        case .caseAction: "/cases/:id/act"
        case .rates: "/rates"
        case .language: "/language/:language"
        case .photo: "/photos/:hash"
        case .style: "/assets/concentric.css"
        case .health: "/health"
        }
    }

    /// The address itself.
    package var path: String {
        switch self {
        case .tracked(let reference, let tracking): "/track/\(PercentCoding.encode(reference))/\(PercentCoding.encode(tracking))"
        case .trackedAction(let reference, let tracking): Route.tracked(reference: reference, tracking: tracking).path + "/act"
        case .caseFile(let id): "/cases/\(id.rawValue)"
        case .caseAction(let id): "/cases/\(id.rawValue)/act"
        case .language(let language): "/language/\(language)"
        case .photo(let hash): "/photos/\(PercentCoding.encode(hash))"
        default: pattern
        }
    }

    /// One of each, for registration and tests.
    package static let samples: [Route] = [
        .home, .report, .track, .tracked(reference: "A", tracking: "B"), .trackedAction(reference: "A", tracking: "B"),
        .signIn, .signOut, .desk, .caseFile(CaseID(1)), .caseAction(CaseID(1)), .rates, .language("zh"), .photo("0"),
        .style, .health,
    ]
}
