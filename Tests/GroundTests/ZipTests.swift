import Ground
import Testing

@Suite("ZIP archives")
struct ZipTests {
    private func archive() -> [UInt8] {
        var writer = ZipWriter()
        writer.add("a.txt", Array("first".utf8))
        writer.add("folder/二.xml", [UInt8](repeating: 65, count: 10_000))
        writer.add("empty", [])
        return writer.bytes
    }

    @Test("What is written is read; the same files give the same bytes") func roundTrip() throws {
        let zip = try ZipArchive(archive())
        #expect(zip.names == ["a.txt", "folder/二.xml", "empty"])
        #expect(try zip.file("a.txt") == Array("first".utf8))
        #expect(try zip.file("folder/二.xml") == [UInt8](repeating: 65, count: 10_000))
        #expect(try zip.file("empty") == [])
        #expect(try zip.file("nothing") == nil)
        #expect(archive() == archive())
        #expect(archive().count < 1000)
    }

    @Test("Too much, too many, cut short, and no archive at all are refused") func refusals() {
        #expect(throws: ZipArchive.Failure.tooLarge(limit: 9_000)) { try ZipArchive(archive(), limit: 9_000) }
        #expect(throws: ZipArchive.Failure.self) { try ZipArchive(archive(), most: 2) }
        #expect(throws: ZipArchive.Failure.noArchive) { try ZipArchive(Array(archive().dropLast())) }
        #expect(throws: ZipArchive.Failure.noArchive) { try ZipArchive([]) }
    }

    @Test("A file that promises more than it holds is refused before it is unpacked") func bomb() throws {
        var bytes = archive()
        let directory = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2, 20, 0, 20, 0]) })
        // The unpacked length of the last file, in the directory.
        bytes[directory + 26] = 0xFF
        #expect(throws: ZipArchive.Failure.self) { try ZipArchive(bytes) }
    }

    @Test("A changed byte is noticed or without effect; nothing traps") func damage() {
        let sound = archive()
        var random = SeededRandom(seed: 5)
        var refused = 0
        for _ in 0..<4_000 {
            var bytes = sound
            for _ in 0...random.below(3) {
                let at = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[at] = UInt8(random.below(256))
                case 1: bytes[at] ^= 1 << UInt8(random.below(8))
                case 2: bytes.remove(at: at)
                default: bytes.insert(UInt8(random.below(256)), at: at)
                }
            }
            do {
                let zip = try ZipArchive(bytes, limit: 1 << 20)
                for name in zip.names {
                    let content = try zip.file(name) ?? []
                    #expect(content.count <= 1 << 20)
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 2_000)
    }

    @Test("Deflated data must be exactly as long as promised") func lengths() throws {
        let packed = try #require(Deflate.compress(Array("aaaaaaaaaa".utf8)))
        #expect(Deflate.decompress(packed[...], count: 10) == Array("aaaaaaaaaa".utf8))
        #expect(Deflate.decompress(packed[...], count: 9) == nil)
        #expect(Deflate.decompress(packed[...], count: 11) == nil)
        #expect(Deflate.decompress((packed + [0])[...], count: 10) == nil)
        #expect(Deflate.checkSum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
