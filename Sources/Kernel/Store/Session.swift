/// One connection of a driver with its transactions: what `GroupWriter` and `Reader` need of it. Used by one thread.
protocol Session: AnyObject {
    associatedtype Link: Connection
    var connection: Link { get }

    /// The first failure since the transaction, or its last mark, began: nothing more can be done but to undo.
    var failure: SQLError? { get }

    /// Grows with every statement that may change something.
    var writes: Int { get }

    /// Whether the database has already undone the whole transaction, or the connection is gone.
    var hasLostTransaction: Bool { get }

    /// Opens the connection if there is none.
    func connect() throws
    func begin() throws
    func beginReading() throws
    /// Sets a mark within the transaction, in place of the one before.
    func mark() throws
    func undoToMark() throws
    /// Waits for statements that are still under way.
    func settle() throws
    /// Writes what the bodies have gathered.
    func writeGathered() throws
    func commit() throws
    /// Never fails: a connection on which it does is dropped.
    func rollback()
    func setReadOnly(_ isReadOnly: Bool)
    func disconnect()
}
