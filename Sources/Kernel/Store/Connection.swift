/// A transaction under way: what a body given to `Store.read` or `Store.write` works with. It must not leave that body.
///
/// A statement that fails spoils the transaction: every later statement is refused, and so is the commit, on both databases.
/// What may fail without harm goes into `nested`.
package protocol Connection {
    var kind: StoreKind { get }

    /// All rows, decoded by position.
    func rows<T>(_ sql: SQL, _ decode: (ResultRow) throws -> T) throws -> [T]

    /// The first row, or nil where there is none.
    func row<T>(_ sql: SQL, _ decode: (ResultRow) throws -> T) throws -> T?

    /// The number of rows inserted, updated or deleted.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Runs a statement whose answer nobody needs, at the latest before the next one that gives an answer or the commit. PostgreSQL gets
    /// many such statements in one message, which saves most of their cost; SQLite runs each at once.
    ///
    /// Its failure may therefore be thrown by a later statement, or by `write` itself: what is to be caught within the body
    /// belongs into `nested`, or into `execute`. A body that meets another one's failure in this way is run again.
    func later(_ sql: SQL) throws

    /// Rows that many bodies change, to be changed in memory and written when the transaction ends. What is gathered counts as written.
    /// After a `nested` part that failed it is to be fetched again.
    func gathered<Rows: GatheredRows>(_ type: Rows.Type) throws -> Rows

    /// Writes what is gathered; whoever reads such rows by a statement asks for it first.
    func writeGathered() throws

    /// A part of the transaction that can fail alone: what it did is undone when it throws, the rest stands.
    @discardableResult
    func nested<T>(_ body: () throws -> T) throws -> T

    /// Inserts many rows by the fastest way the database has; `next` gives one row after another, then nil.
    /// - Returns: the number of rows.
    @discardableResult
    func copy(into table: StaticString, columns: [StaticString], next: () throws -> [SQLValue]?) throws -> Int
}

extension Connection {
    /// Inserts many rows by the fastest way the database has.
    @discardableResult
    package func copy(
        into table: StaticString, columns: [StaticString], rows: some Sequence<[SQLValue]>
    ) throws -> Int {
        var iterator = rows.makeIterator()
        return try copy(into: table, columns: columns, next: { iterator.next() })
    }

    /// How the database would run a statement, one step a line; for tests of hot queries.
    package func explain(_ sql: SQL) throws -> [String] {
        switch kind {
        case .sqlite: try rows("explain query plan " + sql) { try $0.text(3) }
        case .postgresql: try rows("explain " + sql) { try $0.text(0) }
        }
    }
}
