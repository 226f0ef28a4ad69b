import Foundation
import Ground
import Store

/// Writes without end and says on standard output what has been acknowledged, until it is killed: half of a test that nothing
/// acknowledged is lost.
///
/// Arguments: the address of the database, and a number from which keys start.
@main
struct StoreWriter {
    static func main() async throws {
        guard CommandLine.arguments.count == 3, let start = Int64(CommandLine.arguments[2]) else { exit(2) }
        let store = try await openStore(url: CommandLine.arguments[1])
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<16 {
                group.addTask {
                    var key = start + Int64(lane)
                    while true {
                        guard await write(key, in: store) else { return }
                        // One small write to a pipe: it arrives whole or not at all.
                        let line = Array("\(key)\n".utf8)
                        _ = line.withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
                        key += 16
                    }
                }
            }
        }
    }

    /// An event, its projection and a message, together or not at all.
    private static func write(_ key: Int64, in store: any Store) async -> Bool {
        do {
            try await store.write { connection in
                try connection.execute("insert into facts (id, half) values (\(key), 1)")
                try EventLog.append(
                    [
                        NewEvent(
                            stream: "fact", entity: key, revision: 1, at: Instant(milliseconds: key), type: "written",
                            body: Array("fact \(key)".utf8))
                    ], on: connection)
                try Outbox.enqueue(
                    topic: "fact", entity: key % 8, body: "\(key)", at: Instant(milliseconds: key), id: key, on: connection)
                try connection.execute("update facts set half = 2 where id = \(key)")
            }
            return true
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            return false
        }
    }
}
