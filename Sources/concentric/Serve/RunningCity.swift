import Cases
import City
import Foundation
import Ground
import Hummingbird
import Store
import Synchronization
import Web

/// A city that is being served. A changed folder that checks clean takes the place of the old one between two requests; requests
/// under way end with the city they began with.
final class RunningCity: Sendable {
    /// What belongs together: a page is made by the same city by which its command is judged.
    struct Edition: Sendable {
        let application: Application
        let responder: any HTTPResponder<BasicRequestContext>
    }

    private let current: Mutex<Edition>
    private let isDemonstration: Bool

    init(_ application: Application, isDemonstration: Bool) {
        self.isDemonstration = isDemonstration
        current = Mutex(Self.edition(of: application, isDemonstration: isDemonstration))
    }

    var edition: Edition { current.withLock { $0 } }

    private static func edition(of application: Application, isDemonstration: Bool) -> Edition {
        let face = WebFace(
            city: application.city, office: application.office, store: application.store, files: application.files,
            ids: application.ids, now: application.now, isDemonstration: isDemonstration)
        return Edition(application: application, responder: face.router().buildResponder())
    }

    /// Takes a city in place of the one that runs.
    /// - Throws: where a procedure was changed without a new version; the old city goes on.
    func take(_ city: City) async throws {
        let application = try await edition.application.with(city)
        let next = Self.edition(of: application, isDemonstration: isDemonstration)
        current.withLock { $0 = next }
    }
}

/// Answers every request by the city that runs at its arrival.
struct CurrentResponder: HTTPResponder {
    let running: RunningCity

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        try await running.edition.responder.respond(to: request, context: context)
    }
}

/// Sees that the files of a folder have changed, by their names, sizes and times.
struct FolderWatch {
    private let folder: String
    private var taken: [String: String]
    private var seen: [String: String]

    init(_ folder: String) {
        self.folder = folder
        taken = Self.marks(folder)
        seen = taken
    }

    /// Whether the folder differs from what was last taken, and has been at rest since the last question: half of a copy is no city.
    mutating func hasSettledChange() -> Bool {
        let now = Self.marks(folder)
        defer { seen = now }
        guard now != taken, now == seen else { return false }
        taken = now
        return true
    }

    private static func marks(_ folder: String) -> [String: String] {
        var marks: [String: String] = [:]
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [:] }
        for case let name as String in names {
            guard let facts = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name) else { continue }
            let time = (facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            marks[name] = "\(time) \(facts[.size] ?? 0)"
        }
        return marks
    }
}
