import Foundation
import Ground
import Store
import StoreTestSupport
import Testing

@Suite struct FileStoreTests {
    /// FIPS 180-2, appendix B.1.
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func filesAreNamedByTheirBytes() async throws {
        try await Scratch.folder { folder async throws in
            let files = try FileStore(folder: folder + "/files")
            let name = try await files.put(Array("abc".utf8))
            #expect(name == Self.abc)
            #expect(try await files.put(Array("abc".utf8)) == name)
            #expect(try await files.get(name) == Array("abc".utf8))
            #expect(files.has(name))
            #expect(FileManager.default.fileExists(atPath: folder + "/files/ba/78/" + name))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/files/incoming").isEmpty)
            let empty = try await files.put([])
            #expect(try await files.get(empty) == [])
        }
    }

    @Test func whatIsNoHashIsNoFile() async throws {
        try await Scratch.folder { folder async throws in
            let files = try FileStore(folder: folder)
            for name in ["", "../../etc/passwd", String(repeating: "0", count: 64), String(repeating: "A", count: 64), "ab/" + Self.abc] {
                #expect(try await files.get(name) == nil)
                #expect(!files.has(name))
            }
        }
    }

    @Test func partsAreJoinedAndCounted() async throws {
        try await Scratch.folder { folder async throws in
            let files = try FileStore(folder: folder, most: 10)
            let (parts, sender) = AsyncStream.makeStream(of: [UInt8].self)
            for letter in ["a", "b", "c"] { sender.yield(Array(letter.utf8)) }
            sender.finish()
            #expect(try await files.put(parts: parts) == Self.abc)
            let (long, source) = AsyncStream.makeStream(of: [UInt8].self)
            for _ in 0..<4 { source.yield([1, 2, 3]) }
            source.finish()
            await #expect(throws: FileStore.Failure.tooLarge(most: 10)) { try await files.put(parts: long) }
            await #expect(throws: FileStore.Failure.tooLarge(most: 10)) {
                try await files.put([UInt8](repeating: 0, count: 11))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming").isEmpty)
        }
    }

    @Test func damageIsNoticed() async throws {
        try await Scratch.folder { folder async throws in
            let files = try FileStore(folder: folder)
            let name = try await files.put(Array("abc".utf8))
            try Data("abd".utf8).write(to: URL(fileURLWithPath: folder + "/ba/78/" + name))
            await #expect(throws: FileStore.Failure.damaged(hash: name)) { try await files.get(name) }
            try Data().write(to: URL(fileURLWithPath: folder + "/incoming/left-behind"))
            try files.sweepIncoming()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming").isEmpty)
        }
    }

    @Test func manyAtOnce() async throws {
        try await Scratch.folder { folder async throws in
            let files = try FileStore(folder: folder)
            let names = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<60 { group.addTask { try await files.put([UInt8](repeating: UInt8(number % 20), count: 5000)) } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(names.count == 20)
            for name in names { #expect(try await files.get(name)?.count == 5000) }
        }
    }
}
