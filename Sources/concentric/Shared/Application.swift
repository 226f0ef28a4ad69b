import Accounts
import Cases
import City
import Foundation
import Ground
import Store

/// The parts of a running city, put together explicitly: no globals, no container.
struct Application {
    let city: City
    let store: any Store
    let office: CaseOffice
    let files: FileStore
    let ids: IDMaker
    let now: @Sendable () -> Instant

    /// Loads the city, opens the database, brings its tables up to date.
    /// - Parameters:
    ///   - folder: the city folder.
    ///   - database: `sqlite:PATH` or `postgres://…`.
    static func open(
        city folder: String, database: String, now: @escaping @Sendable () -> Instant = Application.systemTime
    ) async throws -> Application {
        let (city, diagnostics) = City.load(folder)
        guard let city else { throw RejectedInput(diagnostics) }
        for warning in diagnostics.warnings { Terminal.note(warning.description) }
        let store = try await openStore(url: database)
        try await store.migrate(Schema.migrations)
        let files = try FileStore(folder: dataFolder(of: database) + "/files")
        let office = try await CaseOffice.open(city: city, store: store, now: now, hasFile: { files.has($0) })
        return Application(city: city, store: store, office: office, files: files, ids: office.ids, now: now)
    }

    /// The same database under a changed city.
    func with(_ city: City) async throws -> Application {
        let files = files
        let office = try await CaseOffice.open(city: city, store: store, now: now, hasFile: { files.has($0) })
        return Application(city: city, store: store, office: office, files: files, ids: office.ids, now: now)
    }

    static let systemTime: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Where photos are kept: beside the SQLite file, else in `data`.
    private static func dataFolder(of database: String) -> String {
        guard database.hasPrefix("sqlite:") else { return "data" }
        let path = String(database.dropFirst("sqlite:".count))
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}

/// All tables of the product.
enum Schema {
    /// The store brings its own tables before these.
    static let migrations: [Migration] = AccountsSchema.migrations + CasesSchema.migrations
}
