import Foundation
import Ground
import Testing

@Suite struct JSONValueTests {
    @Test func keepsTheOrderOfItsMembers() {
        let value = JSONValue.object(pairs: [("b", .integer(1)), ("a", .texts(["x", "y"])), ("c", .number(.nan)), ("d", .truth(false))])
        #expect(value.line == #"{"b":1,"a":["x","y"],"c":null,"d":false}"#)
        #expect(value["a"] == .list([.text("x"), .text("y")]) && value["z"] == nil)
    }

    @Test func anyTextIsReadBackByOthers() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<200 {
            let text = String(String.UnicodeScalarView((0..<random.below(20)).compactMap { _ in Unicode.Scalar(UInt32(random.below(0x3000))) }))
            let line = JSONValue.list([.text(text)]).line
            #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            let read = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String])
            #expect(read.map { Array($0.unicodeScalars) } == [Array(text.unicodeScalars)])
        }
    }
}
