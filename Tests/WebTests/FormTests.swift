import Ground
import Testing
import Web

@Suite struct FormTests {
    private static let alphabet = Array("aZ09 +%&=;/?#\"'<>\\\r\n\0中井é🚲-._~")

    private func text(_ random: inout SeededRandom) -> String {
        String((0..<Int.random(in: 0..<12, using: &random)).map { _ in FormTests.alphabet.randomElement(using: &random) ?? "a" })
    }

    @Test func percentCodingIsUndone() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<2000 {
            let text = text(&random)
            let coded = PercentCoding.encode(text)
            #expect(coded.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "+") })
            #expect(PercentCoding.decode(coded, plusIsSpace: true) == text)
            #expect(PercentCoding.decode(coded, plusIsSpace: false) == text)
        }
    }

    @Test func brokenCodingStaysAsItIs() {
        #expect(PercentCoding.decode("100%", plusIsSpace: true) == "100%")
        #expect(PercentCoding.decode("%4", plusIsSpace: true) == "%4")
        #expect(PercentCoding.decode("%zz+%41", plusIsSpace: true) == "%zz A")
        #expect(PercentCoding.decode("%FF", plusIsSpace: true) == "\u{FFFD}")
        #expect(PercentCoding.decode("a+b", plusIsSpace: false) == "a+b")
    }

    @Test func fieldsComeBackInTheirOrder() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let fields = (0..<Int.random(in: 1..<8, using: &random)).map { _ in (text(&random), text(&random)) }
            let coded = fields.map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
            let read = FormFields(urlEncoded: coded)
            #expect(read.fields.map(\.name) == fields.map(\.0) && read.fields.map(\.value) == fields.map(\.1))
        }
    }

    @Test func manyFieldsAreCutOff() {
        let many = FormFields(urlEncoded: String(repeating: "a=1&", count: FormFields.mostFields * 3))
        #expect(many.fields.count == FormFields.mostFields)
        #expect(FormFields(urlEncoded: "a=&b&=c").all("a").isEmpty)
    }

    // MARK: Multipart

    private func sent(_ parts: [(head: String, body: [UInt8])], boundary: String = "frontier") -> [UInt8] {
        parts.flatMap { Array("--\(boundary)\r\n\($0.head)\r\n\r\n".utf8) + $0.body + Array("\r\n".utf8) } + Array("--\(boundary)--\r\n".utf8)
    }

    private let frontier = Array("frontier".utf8)

    @Test func fieldsAndFilesAreRead() throws {
        let bytes = sent([
            ("Content-Disposition: form-data; name=\"text\"", Array("一行\r\n二行".utf8)),
            ("content-disposition:form-data; name=photos; filename=\"a;b=\\\"c%22.jpg\"\r\nContent-Type: image/jpeg", [0, 13, 10, 45, 45, 255]),
            ("Content-Disposition: form-data; name=\"photos\"; filename=\"\"\r\nContent-Type: application/octet-stream", []),
        ])
        let (fields, files) = try #require(Multipart.read(bytes, boundary: frontier))
        #expect(fields["text"] == "一行\n二行")
        #expect(files.map(\.field) == ["photos"] && files.map(\.name) == ["a;b=\"c\".jpg"])
        #expect(files.map(\.bytes) == [[0, 13, 10, 45, 45, 255]])
    }

    @Test func quotesWithinNamesAreRead() throws {
        func name(_ text: String) -> String? {
            Multipart.read(sent([("Content-Disposition: form-data; name=\(text)", [1])]), boundary: frontier)?.fields.fields.first?.name
        }
        #expect(name("\"\"") == "" && name("\"a") == "a" && name("\"a\\") == "a\\")
        #expect(name("\"a\\\"b\\\"\\\"c\"; x=y") == "a\"b\"\"c")
        #expect(name("\"a\\\"") == "a\"" && name("\"a\\b\"") == "a\\b")
        // As long as a form may be.
        #expect(name("\"" + String(repeating: "\\\"", count: 300_000) + "\"")?.utf8.count == 300_000)
    }

    @Test func whatIsCutOffIsRefused() {
        let whole = sent([("Content-Disposition: form-data; name=\"a\"", [1, 2, 3]), ("Content-Disposition: form-data; name=\"b\"", [])])
        #expect(Multipart.read(whole, boundary: frontier) != nil)
        // Without its last line break, and without the two dashes behind the last boundary, it says nothing less.
        for length in 0..<(whole.count - 2) { #expect(Multipart.read(Array(whole.prefix(length)), boundary: frontier) == nil) }
        let many = sent((0...Multipart.mostParts).map { ("Content-Disposition: form-data; name=\"\($0)\"", []) })
        #expect(Multipart.read(many, boundary: frontier) == nil)
        #expect(Multipart.read(sent([("Content-Type: text/plain", [])]), boundary: frontier) == nil)
    }

    @Test func boundariesAreRead() {
        #expect(Multipart.boundary(ofContentType: "multipart/form-data; boundary=frontier") == frontier)
        #expect(Multipart.boundary(ofContentType: "Multipart/Form-Data; charset=utf-8; Boundary=\"frontier\"") == frontier)
        for none in [
            "", "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=x",
            "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
        ] {
            #expect(Multipart.boundary(ofContentType: none) == nil)
        }
    }

    @Test func noBytesTrap() {
        var random = SeededRandom(seed: 3)
        let seed = sent([
            ("Content-Disposition: form-data; name=\"a\"", Array("中文".utf8)),
            ("Content-Disposition: form-data; name=\"photos\"; filename=\"x.png\"", [0xFF, 0xD8, 13, 10]),
        ])
        let pieces = ["\r\n", "--frontier", "--", "\"", ";", "=", "\r\n\r\n", "\\", ":", "name", "\0"].map { Array($0.utf8) }
        for _ in 0..<6000 {
            var bytes = seed
            for _ in 0...Int.random(in: 0..<5, using: &random) {
                guard !bytes.isEmpty else { break }
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1..<20, using: &random)))
                default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
                }
            }
            guard let (fields, files) = Multipart.read(bytes, boundary: frontier) else { continue }
            #expect(fields.fields.count + files.count <= Multipart.mostParts)
        }
    }
}
