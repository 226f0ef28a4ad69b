import DeviceGateway
import Ground
import Testing

@Suite struct JSONParserTests {
    @Test func values() throws {
        let value = try JSONParser.read(Array(#" {"a": [1, -2.5, 1e3, true, null], "b": "é\u00e9\ud83d\ude00\n", "c": {}} "#.utf8))
        #expect(value.line == "{\"a\":[1,-2.5,1000.0,true,null],\"b\":\"éé😀\\n\",\"c\":{}}")
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\" 1}", "01", "1.", "1e", "\"\\x\"", "\"\\ud800\"", "nul", "[1] 2", "\"\u{1}\"", "1e999", "{1:2}", "-", "+1", "'a'",
        "\"\\u12 3\"",
    ])
    func faults(text: String) {
        #expect(throws: JSONParser.Fault.self) { try JSONParser.read(Array(text.utf8)) }
    }

    @Test func depthAndSizeAreBounded() {
        #expect(throws: JSONParser.Fault.self) { try JSONParser.read([UInt8](repeating: UInt8(ascii: "["), count: 100_000)) }
        #expect(throws: JSONParser.Fault.self) { try JSONParser.read(Array(("[" + String(repeating: "1,", count: 5000) + "1]").utf8)) }
    }

    @Test func whatIsWrittenReadsBack() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<500 {
            let text = String(String.UnicodeScalarView((0..<8).compactMap { _ in Unicode.Scalar(UInt32(random.below(0x3000))) }))
            let value = JSONValue.object([.init(text, .list([.text(text), .number(random.unit() * 360 - 180), .integer(random.below(1000))]))])
            #expect(try JSONParser.read(Array(value.line.utf8)) == value)
        }
    }

    @Test func damage() {
        var random = SeededRandom(seed: 5)
        let seed = Array(#"{"_type":"location","lat":48.85,"lon":2.295,"tst":1497476456,"x":["\u00e9",{"a":null}]}"#.utf8)
        var whole = 0
        for _ in 0..<20_000 where (try? JSONParser.read(Mutation.of(seed, with: &random))) != nil { whole += 1 }
        #expect(whole > 100 && whole < 20_000)
    }
}
