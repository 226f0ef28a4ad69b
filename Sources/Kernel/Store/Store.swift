internal import Foundation

/// A database: transactions, and the set-up of its tables.
///
/// The same statements run on every kind. A body runs on a thread of the store, so it may block; it must not do anything
/// else than database work, and it may run again when the transaction lost against another one.
package protocol Store: AnyObject, Sendable {
    var kind: StoreKind { get }

    /// Runs a body that only reads, on one consistent state of the database.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs a body that writes, and returns when its changes are durable. A body that throws leaves nothing behind.
    ///
    /// Concurrent calls share one commit, each undone alone when it fails. A call is never cancelled half-way: what was
    /// accepted is finished even if the asking task is cancelled.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Brings the tables to the state that the migrations describe; the store's own come first.
    /// - Throws: `MigrationError` where an applied migration has changed or is not among the given ones.
    func migrate(_ migrations: [Migration]) async throws

    /// What the store has done and what waits; for operators.
    var load: StoreLoad { get }

    /// Finishes what was accepted and closes the connections. Later calls are refused.
    func close()
}

/// Opens a database by its address.
/// - Parameter url: `sqlite:path`, `sqlite::memory:`, a path ending in `.sqlite` or `.db`, `:memory:`, or
///   `postgres://user@host/database`.
package func openStore(url: String) async throws -> any Store {
    if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") { return try await PostgresStore.open(url: url) }
    if url == ":memory:" || url == "sqlite::memory:" { return try SQLiteStore(path: nil) }
    if url.hasPrefix("sqlite:") {
        var path = url.dropFirst("sqlite:".count)
        if path.hasPrefix("///") { path = path.dropFirst(2) }
        return try SQLiteStore(path: String(path))
    }
    if url.hasSuffix(".sqlite") || url.hasSuffix(".db") { return try SQLiteStore(path: url) }
    throw StoreAddressError()
}

/// The address of a database that says neither SQLite nor PostgreSQL. The address itself is not repeated: it may hold a
/// password.
package struct StoreAddressError: Error, Sendable, CustomStringConvertible {
    package var description: String {
        "the database address must be sqlite:PATH, PATH.sqlite, :memory: or postgres://USER@HOST/DATABASE"
    }
}
