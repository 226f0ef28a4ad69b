import Ground
import Testing

@Suite struct CSVTests {
    @Test func quotesLineBreaksAndLines() {
        var found = Diagnostics()
        let csv = CSV(Array("a,b\r\n1,\"x\n\"\"y\"\"\"\r\n\n3,4".utf8), file: "t.csv", diagnostics: &found)
        #expect(found.isEmpty)
        #expect(csv.header == ["a", "b"])
        #expect(csv.rows.map(\.fields) == [["1", "x\n\"y\""], ["3", "4"]])
        #expect(csv.rows.map(\.line) == [2, 5])
    }

    @Test(arguments: [
        ("a,b\n1", "t.csv:2: error: 1 fields"), ("a,a\n", "t.csv:1: error: the column"),
        ("a\n\"x", "t.csv:2: error: a quotation mark"), ("", "t.csv:1: error: the file is empty"),
        ("a\n\"x\"y\n", "t.csv:2: error: text follows"),
    ])
    func faultsNameTheirLine(text: String, start: String) {
        var found = Diagnostics()
        _ = CSV(Array(text.utf8), file: "t.csv", diagnostics: &found)
        #expect(found.hasErrors)
        #expect(found.text.hasPrefix(start), "\(found.text)")
    }

    @Test func bytesThatAreNotText() {
        var found = Diagnostics()
        let csv = CSV([0x61, 10, 0xFF, 10, 0x62, 10], file: "t.csv", diagnostics: &found)
        #expect(found.errors.map(\.place.line) == [2])
        #expect(csv.rows.map(\.fields) == [["b"]])
    }

    @Test func whatIsWrittenReadsBack() {
        var random = SeededRandom(seed: 1)
        let letters: [Character] = ["a", ",", "\"", "\n", "\r", " ", "井", ";"]
        for _ in 0..<500 {
            let fields = (0..<3).map { _ in String((0..<random.below(5)).map { _ in letters[random.below(8)] }) }
            var found = Diagnostics()
            let rows = CSV.split(Array(CSV.line(["x"] + fields).utf8), file: "t", diagnostics: &found)
            #expect(found.isEmpty)
            #expect(rows.map(\.fields) == [["x"] + fields])
        }
    }
}

@Suite struct GzipTests {
    /// "hello\n" as the gzip program writes it.
    let hello: [UInt8] = [
        0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0, 0x20, 0x30, 0x3a, 0x36,
        0x06, 0, 0, 0,
    ]

    @Test func membersFollowEachOther() throws {
        #expect(try Gzip.decompress(hello + hello) == Array("hello\nhello\n".utf8))
    }

    @Test func damageIsAnError() {
        #expect(throws: Gzip.Failure.truncated) { try Gzip.decompress(Array(hello.dropLast(9))) }
        #expect(throws: Gzip.Failure.tooLarge(limit: 3)) { try Gzip.decompress(hello, limit: 3) }
        for index in hello.indices.dropFirst(10) {
            var broken = hello
            broken[index] ^= 0xFF
            #expect(throws: Gzip.Failure.self) { try Gzip.decompress(broken) }
        }
    }
}

@Suite struct SeededRandomTests {
    @Test func theSequenceIsFixed() {
        var random = SeededRandom(seed: 42)
        let first = (0..<3).map { _ in random.next() }
        #expect(first == [1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009])
    }
}
