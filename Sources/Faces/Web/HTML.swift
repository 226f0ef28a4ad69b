/// A piece of a page, made by string interpolation that can only escape: `"<td>\(case.title)</td>"`. Markup that is already
/// `HTML` goes in as it is; text never does. The twin of `SQL`, which can only bind.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    /// UTF-8 text of the page.
    package private(set) var bytes: [UInt8]

    package init() { bytes = [] }

    package init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
    }

    package init(stringInterpolation: Writer) { bytes = stringInterpolation.bytes }

    /// Text, escaped.
    package init(text: String) {
        var writer = Writer(literalCapacity: text.utf8.count, interpolationCount: 0)
        writer.escape(text)
        bytes = writer.bytes
    }

    /// Markup that is trusted because it is written in the program.
    package init(trusted markup: StaticString) { self.init(stringLiteral: markup) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The page as text; for tests.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    package static func += (a: inout HTML, b: HTML) { a.bytes.append(contentsOf: b.bytes) }

    package static func + (a: HTML, b: HTML) -> HTML {
        var sum = a
        sum += b
        return sum
    }

    package struct Writer: StringInterpolationProtocol {
        package typealias StringLiteralType = StaticString

        fileprivate(set) var bytes: [UInt8]

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes = []
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        package mutating func appendInterpolation(_ text: String) { escape(text) }
        package mutating func appendInterpolation(_ text: Substring) {
            var text = text
            text.withUTF8 { escape($0) }
        }

        /// An address of ours: what would have to be escaped is percent-encoded in it.
        package mutating func appendInterpolation(_ route: Route) { bytes.append(contentsOf: route.pathBytes) }
        package mutating func appendInterpolation(_ number: some BinaryInteger) { escape(String(number)) }
        package mutating func appendInterpolation(_ markup: HTML) { bytes.append(contentsOf: markup.bytes) }

        package mutating func appendInterpolation(_ markup: HTML?) {
            if let markup { bytes.append(contentsOf: markup.bytes) }
        }

        package mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { bytes.append(contentsOf: part.bytes) }
        }

        /// A list of options in which one is marked as chosen.
        mutating func appendInterpolation(_ list: OptionList, chosen value: String) {
            let markup = list.markup.bytes
            guard let place = list.place(of: value) else { return bytes.append(contentsOf: markup) }
            bytes.append(contentsOf: markup[..<place])
            appendLiteral(" selected")
            bytes.append(contentsOf: markup[place...])
        }

        /// Writes text so that it can stand between tags and inside quoted attribute values.
        mutating func escape(_ text: String) {
            var text = text
            text.withUTF8 { escape($0) }
        }

        /// What needs no reference is copied in one piece up to the next byte that does.
        private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
            var start = 0
            for index in text.indices {
                guard let reference = Writer.reference(for: text[index]) else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
                appendLiteral(reference)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        }

        private static func reference(for byte: UInt8) -> StaticString? {
            switch byte {
            case UInt8(ascii: "&"): "&amp;"
            case UInt8(ascii: "<"): "&lt;"
            case UInt8(ascii: ">"): "&gt;"
            case UInt8(ascii: "\""): "&quot;"
            case UInt8(ascii: "'"): "&#39;"
            default: nil
            }
        }
    }
}
