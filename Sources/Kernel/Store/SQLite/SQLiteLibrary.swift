internal import CSQLite
internal import GRDBSQLite

/// What is said to SQLite once, before it opens anything.
enum SQLiteLibrary {
    /// Touch it before a database is opened.
    static let isReady: Bool = {
        // Refused where another part of the program has opened a database already; then the counts are kept, which does no harm.
        _ = sqlite_without_memory_counts()
        return sqlite3_initialize() == SQLITE_OK && LogFrames.register()
    }()
}
