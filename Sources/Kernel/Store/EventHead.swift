/// The last link of the event log: its place and its hash.
final class EventHead: GatheredRows {
    private var link: (seq: Int64, hash: [UInt8])?
    private var isChanged = false

    /// Place and hash of the last event; 0 and zeros where there is none. Writers of all servers follow one another, so nobody else
    /// moves it before the transaction ends.
    func last(on connection: any Connection) throws -> (seq: Int64, hash: [UInt8]) {
        if let link { return link }
        let found = try EventHead.read(on: connection)
        link = found
        return found
    }

    func move(to seq: Int64, _ hash: [UInt8]) {
        link = (seq, hash)
        isChanged = true
    }

    func write(on connection: any Connection) throws {
        guard isChanged, let link else { return }
        isChanged = false
        try connection.later(
            """
            insert into event_head (one, seq, hash) values (1, \(link.seq), \(link.hash))
            on conflict (one) do update set seq = excluded.seq, hash = excluded.hash
            """)
    }

    static func read(on connection: any Connection) throws -> (seq: Int64, hash: [UInt8]) {
        let found = try connection.row("select seq, hash from event_head where one = 1") {
            (try $0.integer(0), try $0.blob(1))
        }
        return found ?? (0, EventRecord.noHash)
    }
}
