import Ground
import Store
import Testing

/// The one form of facts as bytes: golden bytes, round trips, and no other form accepted.
@Suite struct CanonicalTests {
    @Test func goldenBytes() {
        var encoder = CanonicalEncoder()
        encoder.encode(-2, 1)
        encoder.encode(1.5, 2)
        encoder.encode("同", 3)
        encoder.encode([0xFF] as [UInt8], 300)
        encoder.encode(300) { $0.encode(true, 1) }
        encoder.encode(nil as String?, 301)
        #expect(
            Hexadecimal.text(encoder.bytes)
                == "0101fffffffffffffffe" + "02023ff8000000000000" + "030303e5908c" + "ac020401ff"
                + "ac02050a" + "01010000000000000001")
    }

    @Test func malformedBytesAreRefusedWithTheirPlace() throws {
        let cases: [(String, Int)] = [
            ("00", 0),  // field 0
            ("01", 1),  // no kind
            ("0107", 1),  // unknown kind
            ("0101ff", 2),  // cut off integer
            ("0103058142", 2),  // cut off text
            ("010302c328", 2),  // not UTF-8
            ("01027ff8000000000000", 2),  // NaN
            ("01028000000000000000", 2),  // negative zero
            ("0103808000", 2),  // long form of a length
            ("0104010201", 5),  // bytes, then a header cut off
            ("0103ffffffffffffffffff7f", 2),  // over 64 bits
        ]
        for (text, offset) in cases {
            let bytes = try #require(Hexadecimal.bytes(text))
            do {
                try Self.take(bytes)
                Issue.record("\(text) was accepted")
            } catch let error as CanonicalDecoder.Malformed {
                #expect(error.offset == offset, "\(text): \(error)")
            }
        }
    }

    @Test func fieldsOutOfOrderAndLeftOverAreRefused() throws {
        #expect(throws: CanonicalDecoder.Malformed.self) {
            try Self.take([2, 4, 0, 1, 4, 0])
        }
        var encoder = CanonicalEncoder()
        encoder.encode("a", 1)
        encoder.encode("b", 2)
        var decoder = try CanonicalDecoder(encoder.bytes)
        #expect(try decoder.text(1) == "a")
        #expect(throws: CanonicalDecoder.Malformed.self) { try decoder.finish() }
        #expect(throws: CanonicalDecoder.Malformed.self) { try decoder.integer(2) }
        #expect(try decoder.optionalText(3) == nil)
        #expect(try decoder.text(2) == "b")
        try decoder.finish()
        #expect(throws: CanonicalDecoder.Malformed.self) { try decoder.text(2) }
    }

    /// Random messages come back as they were; changed at random they are refused or are the form of what was read.
    @Test func fuzz() throws {
        var random = SeededRandom(seed: 20_261_121)
        var accepted = 0
        for _ in 0..<4000 {
            let message = Self.message(&random, depth: 0)
            var encoder = CanonicalEncoder()
            Self.write(message, to: &encoder)
            #expect(Self.read(encoder.bytes) == message)
            for _ in 0..<8 {
                let bytes = Self.mutated(encoder.bytes, &random)
                guard let read = Self.read(bytes) else { continue }
                accepted += 1
                var again = CanonicalEncoder()
                Self.write(read, to: &again)
                #expect(again.bytes == bytes)
            }
        }
        #expect(accepted > 100)
    }

    // MARK: A model of any message

    private indirect enum Field: Equatable {
        case integer(Int, Int64)
        case real(Int, Double)
        case text(Int, [UInt8])
        case bytes(Int, [UInt8])
        case message(Int, [Field])
    }

    private static func message(_ random: inout SeededRandom, depth: Int) -> [Field] {
        var number = 1
        return (0..<random.below(6)).map { _ in
            number += random.below(3) * random.below(60)
            switch random.below(depth < 3 ? 5 : 4) {
            case 0: return .integer(number, Int64(bitPattern: random.next()) >> Int64(random.below(64)))
            case 1: return .real(number, Double(random.below(1000)) - 500)
            case 2: return .text(number, Array(String(repeating: "街道x", count: random.below(50)).utf8))
            case 3: return .bytes(number, (0..<random.below(200)).map { _ in UInt8(random.below(256)) })
            default: return .message(number, message(&random, depth: depth + 1))
            }
        }
    }

    private static func write(_ message: [Field], to encoder: inout CanonicalEncoder) {
        for field in message {
            switch field {
            case .integer(let number, let value): encoder.encode(value, number)
            case .real(let number, let value): encoder.encode(value, number)
            case .text(let number, let value): encoder.encode(String(decoding: value, as: UTF8.self), number)
            case .bytes(let number, let value): encoder.encode(value, number)
            case .message(let number, let fields): encoder.encode(number) { write(fields, to: &$0) }
            }
        }
    }

    private static func read(_ bytes: [UInt8]) -> [Field]? {
        guard var decoder = try? CanonicalDecoder(bytes) else { return nil }
        return try? fields(&decoder)
    }

    private static func take(_ bytes: [UInt8]) throws {
        var decoder = try CanonicalDecoder(bytes)
        _ = try fields(&decoder)
    }

    private static func fields(_ decoder: inout CanonicalDecoder) throws -> [Field] {
        var fields: [Field] = []
        while let (number, kind) = decoder.upcoming {
            switch kind {
            case 1: fields.append(.integer(number, try decoder.integer(number)))
            case 2: fields.append(.real(number, try decoder.double(number)))
            case 3: fields.append(.text(number, Array(try decoder.text(number).utf8)))
            case 4: fields.append(.bytes(number, try decoder.bytes(number)))
            default: fields.append(.message(number, try decoder.message(number) { try Self.fields(&$0) }))
            }
        }
        try decoder.finish()
        return fields
    }

    private static func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) {
            switch random.below(4) {
            case 0 where !bytes.isEmpty: bytes[random.below(bytes.count)] = UInt8(random.below(256))
            case 1 where !bytes.isEmpty: bytes.remove(at: random.below(bytes.count))
            case 2: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count + 1))
            default: bytes.removeLast(min(bytes.count, random.below(4)))
            }
        }
        return bytes
    }
}
