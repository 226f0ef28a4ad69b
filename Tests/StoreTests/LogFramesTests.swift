import Foundation
import Store
import StoreTestSupport
import Testing

/// What stands in the files of a SQLite database while it is open, as a power cut would leave it: the copy is read by SQLite alone, which
/// takes from the log what its checksums hold for whole.
@Suite struct LogFramesTests {
    private static let words = Migration(
        "words", ["create table words (id bigint primary key, words text not null)", "create index words_by_words on words (words)"])

    private struct Undone: Error {}

    /// Stores of one file, in a folder of its own.
    private func withStores(_ count: Int, _ body: ([any Store], _ path: String, _ folder: String) async throws -> Void) async throws {
        try await Scratch.folder { folder async throws in
            let path = "\(folder)/city.sqlite"
            var stores: [any Store] = []
            for _ in 0..<count { stores.append(try await TestStores.open("sqlite:\(path)")) }
            let outcome: Result<Void, any Error>
            do {
                try await stores[0].migrate([Self.words])
                outcome = .success(try await body(stores, path, folder))
            } catch {
                outcome = .failure(error)
            }
            for store in stores { await TestStores.close(store) }
            try outcome.get()
        }
    }

    /// So that pages go into the log before the commit.
    private func makeCacheSmall(on connection: any Connection) throws {
        _ = try connection.rows("pragma cache_size = 5") { _ in }
        _ = try connection.rows("pragma cache_spill = 5") { _ in }
    }

    private func word(_ number: Int, _ time: Int) -> String { "\(number)-\(time)-" + String(repeating: "x", count: 400 + number % 300) }

    private func insert(_ range: Range<Int>, _ time: Int, on connection: any Connection) throws {
        for number in range { try connection.execute("insert into words (id, words) values (\(number), \(word(number, time)))") }
    }

    private func change(_ range: Range<Int>, _ time: Int, on connection: any Connection) throws {
        for number in range { try connection.execute("update words set words = \(word(number, time)) where id = \(number)") }
    }

    /// The rows of a copy that is taken now, and what SQLite says of its soundness.
    private func copied(_ path: String, to name: String, in folder: String) async throws -> (rows: [Int: String], soundness: [String]) {
        let copy = "\(folder)/\(name).sqlite"
        for ending in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + ending, toPath: copy + ending) }
        let store = try await TestStores.open("sqlite:\(copy)")
        let found = try await store.write { connection in
            let rows = try connection.rows("select id, words from words") { (try $0.int(0), try $0.text(1)) }
            return (Dictionary(uniqueKeysWithValues: rows), try connection.rows("pragma integrity_check") { try $0.text(0) })
        }
        await TestStores.close(store)
        return found
    }

    private func wanted(_ changes: [(Range<Int>, Int)]) -> [Int: String] {
        var rows: [Int: String] = [:]
        for (range, time) in changes { for number in range { rows[number] = word(number, time) } }
        return rows
    }

    @Test func whatIsAcknowledgedStandsInTheFiles() async throws {
        try await withStores(1) { stores, path, folder async throws in
            let store = stores[0]
            for round in 0..<5 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in (round * 40)..<(round * 40 + 40) {
                        group.addTask { try await store.write { try insert(number..<(number + 1), 0, on: $0) } }
                    }
                    try await group.waitForAll()
                }
                let copy = try await copied(path, to: "copy\(round)", in: folder)
                #expect(copy.soundness == ["ok"])
                #expect(copy.rows == wanted([(0..<(round * 40 + 40), 0)]))
            }
        }
    }

    /// With so small a cache SQLite writes pages into the log before the commit, and puts their heads right where it changes them again.
    @Test func pagesWrittenBeforeTheCommitAreWhole() async throws {
        try await withStores(1) { stores, path, folder async throws in
            let store = stores[0]
            try await store.write { connection in
                try makeCacheSmall(on: connection)
                try insert(0..<3000, 1, on: connection)
                try change(100..<200, 2, on: connection)
                try change(1500..<1600, 2, on: connection)
            }
            let first = wanted([(0..<3000, 1), (100..<200, 2), (1500..<1600, 2)])
            var copy = try await copied(path, to: "first", in: folder)
            #expect(copy.soundness == ["ok"])
            #expect(copy.rows == first)

            // Undone: what had been written of it is overwritten by what comes next.
            await #expect(throws: Undone.self) {
                try await store.write { connection in
                    try change(0..<3000, 3, on: connection)
                    throw Undone()
                }
            }
            copy = try await copied(path, to: "undone", in: folder)
            #expect(copy.soundness == ["ok"])
            #expect(copy.rows == first)

            try await store.write { try change(0..<50, 4, on: $0) }
            copy = try await copied(path, to: "second", in: folder)
            #expect(copy.soundness == ["ok"])
            #expect(copy.rows == first.merging(wanted([(0..<50, 4)])) { $1 })
        }
    }

    /// A transaction may change more than memory should hold: what is beyond 64 MB goes into the log before the commit.
    @Test func whatIsTooMuchForMemoryGoesIntoTheLog() async throws {
        try await withStores(1) { stores, path, _ async throws in
            let store = stores[0]
            try await store.migrate([Self.words, Migration("pages", ["create table pages (id bigint primary key, bytes bytea not null)"])])
            @Sendable func logSize() throws -> Int { try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int ?? 0 }
            try await store.write { connection in
                func add(_ range: Range<Int>) throws {
                    for number in range {
                        try connection.execute("insert into pages (id, bytes) values (\(number), \([UInt8](repeating: 1, count: 4000)))")
                    }
                }
                try add(0..<8_000)
                #expect(try logSize() < 1 << 20)
                try add(8_000..<24_000)
                #expect(try logSize() > 1 << 20)
            }
            #expect(try await store.read { try $0.row("select count(*) from pages") { try $0.int(0) } } == 24_000)
        }
    }

    /// Another program writes in turn: neither writes over what the other has committed.
    @Test func twoWritersTakeTurns() async throws {
        try await withStores(2) { stores, path, folder async throws in
            for number in 0..<60 {
                let store = stores[number % 2]
                try await store.write { connection in
                    try makeCacheSmall(on: connection)
                    try insert((number * 20)..<(number * 20 + 20), 0, on: connection)
                }
                // Every third time one leaves half-written frames behind it, and the other goes on.
                guard number % 3 == 0 else { continue }
                await #expect(throws: Undone.self) {
                    try await store.write { connection in
                        try change(0..<(number * 20), 9, on: connection)
                        throw Undone()
                    }
                }
            }
            let copy = try await copied(path, to: "copy", in: folder)
            #expect(copy.soundness == ["ok"])
            #expect(copy.rows == wanted([(0..<1200, 0)]))
        }
    }
}
