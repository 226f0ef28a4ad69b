/// Rows that nearly every body changes, such as the head of the event log or the counter of a day: read once, changed in memory and
/// written once for all bodies that share a commit.
package protocol GatheredRows: AnyObject {
    init()

    /// Writes what has changed since it was read or last written.
    func write(on connection: any Connection) throws
}

/// What the transaction under way has gathered.
final class Gathering {
    private var rows: [(type: ObjectIdentifier, rows: any GatheredRows)] = []

    /// The rows of a type; few types, so a search is cheaper than a table of hashes.
    func of<Rows: GatheredRows>(_ type: Rows.Type) -> Rows {
        let name = ObjectIdentifier(type)
        if let found = rows.first(where: { $0.type == name })?.rows as? Rows { return found }
        let made = Rows()
        rows.append((name, made))
        return made
    }

    func write(on connection: any Connection) throws {
        for entry in rows { try entry.rows.write(on: connection) }
    }

    /// After this the database is asked again.
    func forget() { rows.removeAll(keepingCapacity: true) }
}
