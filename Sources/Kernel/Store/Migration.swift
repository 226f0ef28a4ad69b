internal import Crypto

/// A named step in the life of the tables. Once it has been applied anywhere, it must never change.
package struct Migration: Sendable {
    package let name: String
    package let statements: [SQL]
    /// The database whose way of keeping things the step is about; nil for all.
    package let kind: StoreKind?

    package init(_ name: String, _ statements: [SQL], only kind: StoreKind? = nil) {
        self.name = name
        self.statements = statements
        self.kind = kind
    }

    /// SHA-256 over the statements, in hexadecimal digits.
    package var checksum: String {
        var hash = SHA256()
        for statement in statements {
            precondition(statement.values.isEmpty, "a migration binds no values: write them into its text")
            hash.update(data: Array(statement.text.utf8))
            hash.update(data: [0])
        }
        return Hexadecimal.text(hash.finalize())
    }
}

/// Why the tables could not be brought to their state; nothing was changed.
package struct MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// The migration was applied with other statements than it has now.
        case changed
        /// The database has been through a migration that this program does not know: it is newer than the program.
        case missing
        /// Two migrations have the same name.
        case twice
    }

    package var name: String
    package var reason: Reason

    package init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .changed: "the migration \(name) has changed since it was applied to this database"
        case .missing: "the database has been through the migration \(name), which this program does not know"
        case .twice: "two migrations have the name \(name)"
        }
    }
}

/// Applies migrations within one transaction: writers of all servers follow one another, so no second one migrates meanwhile.
enum Migrator {
    static func check(_ migrations: [Migration]) throws {
        var names: Set<String> = []
        for migration in migrations where !names.insert(migration.name).inserted {
            throw MigrationError(name: migration.name, reason: .twice)
        }
    }

    static func run(_ migrations: [Migration], on connection: any Connection) throws {
        try connection.execute(
            """
            create table if not exists migrations (
                name text primary key,
                position bigint not null,
                checksum text not null
            )
            """)
        let applied = try connection.rows("select name, checksum from migrations order by position") {
            (name: try $0.text(0), checksum: try $0.text(1))
        }
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.name, $0) })
        for row in applied {
            guard let migration = known[row.name] else { throw MigrationError(name: row.name, reason: .missing) }
            guard migration.checksum == row.checksum else { throw MigrationError(name: row.name, reason: .changed) }
        }
        let done = Set(applied.map(\.name))
        var position = applied.count
        for migration in migrations where !done.contains(migration.name) {
            let isMeant = migration.kind == nil || migration.kind == connection.kind
            for statement in isMeant ? migration.statements : [] { try connection.execute(translated(statement, connection.kind)) }
            position += 1
            try connection.execute(
                """
                insert into migrations (name, position, checksum)
                values (\(migration.name), \(position), \(migration.checksum))
                """)
        }
    }

    /// The tables are written in PostgreSQL's words. SQLite keeps a row under its integer key only where the type is
    /// spelled `integer`: with `bigint` it would keep a second tree, at half the speed.
    private static func translated(_ statement: SQL, _ kind: StoreKind) -> SQL {
        guard kind == .sqlite, statement.text.hasPrefix("create table") else { return statement }
        let text = statement.text.replacing(" bigint primary key", with: " integer primary key")
            .replacing(" bytea", with: " blob")
        return SQL(stringLiteral: text)
    }
}
