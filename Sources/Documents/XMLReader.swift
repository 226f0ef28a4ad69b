/// Reads an XML document piece by piece: elements by their local names, attributes, text.
///
/// Strict and small on purpose: UTF-8 only, no document type (so no entities of a document's own, nothing fetched, nothing that
/// explodes), at most 256 elements inside each other.
public struct XMLReader: Sendable {
    public enum Piece: Sendable, Hashable {
        /// An element begins; an empty one (`<a/>`) is followed by its end. Names are without their prefix, except `xml:` and `xmlns:`.
        case start(String, attributes: [String: String])
        case end(String)
        /// Text between two marks; white space among it.
        case text(String)
    }

    public struct Fault: Error, Hashable, CustomStringConvertible {
        public var line: Int
        public var message: String
        public var description: String { "line \(line): \(message)" }
    }

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    /// The open elements as they were written, prefix and all.
    private var open: [String] = []
    private var hasRoot = false
    private var pending: Piece?

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// The next piece; nil at the end of a well-formed document.
    public mutating func next() throws(Fault) -> Piece? {
        if let piece = pending {
            pending = nil
            open.removeLast()
            return piece
        }
        while at < bytes.count {
            if bytes[at] != UInt8(ascii: "<") {
                if let text = try text() { return .text(text) }
                continue
            }
            if skips("<?") {
                try pass(beyond: "?>", "a processing instruction")
            } else if skips("<!--") {
                try pass(beyond: "-->", "a comment")
            } else if skips("<![CDATA[") {
                let start = at
                try pass(beyond: "]]>", "CDATA")
                guard !open.isEmpty else { throw fault("text stands outside of the root") }
                return .text(try decoded(start..<(at - 3)))
            } else if skips("<!") {
                throw fault("a document type or declaration is not accepted")
            } else if skips("</") {
                return try end()
            } else {
                return try start()
            }
        }
        if let name = open.last { throw fault("<\(name)> is not closed") }
        if !hasRoot { throw fault("there is no element") }
        return nil
    }

    // MARK: Pieces

    private mutating func start() throws(Fault) -> Piece {
        at += 1
        let name = try name()
        if open.isEmpty, hasRoot { throw fault("a second root <\(name)>") }
        var attributes: [String: String] = [:]
        while true {
            let hadSpace = skipSpace()
            guard at < bytes.count else { throw fault("<\(name)> is not closed") }
            if skips("/>") {
                pending = .end(Self.local(name))
                break
            }
            if skips(">") { break }
            guard hadSpace else { throw fault("a space is missing in <\(name)>") }
            let key = try self.name()
            skipSpace()
            guard skips("=") else { throw fault("“=” is missing after \(key)") }
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else {
                throw fault("the value of \(key) is not in quotation marks")
            }
            let quote = bytes[at]
            at += 1
            let start = at
            while at < bytes.count, bytes[at] != quote, bytes[at] != UInt8(ascii: "<") { step() }
            guard at < bytes.count, bytes[at] == quote else { throw fault("the value of \(key) is not closed") }
            let isKept = key.hasPrefix("xml:") || key.hasPrefix("xmlns:")
            // An attribute with a prefix never hides one without.
            let local = isKept ? key : Self.local(key)
            let value = try unescaped(start..<at)
            if local == key || attributes[local] == nil { attributes[local] = value }
            at += 1
        }
        hasRoot = true
        open.append(name)
        if open.count > 256 { throw fault("elements stand more than 256 deep inside each other") }
        return .start(Self.local(name), attributes: attributes)
    }

    private mutating func end() throws(Fault) -> Piece {
        let name = try name()
        skipSpace()
        guard skips(">") else { throw fault("</\(name) is not closed") }
        guard open.last == name else { throw fault("</\(name)> closes what is not open") }
        open.removeLast()
        return .end(Self.local(name))
    }

    /// Text up to the next mark; nil for white space outside of the root.
    private mutating func text() throws(Fault) -> String? {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "<") { step() }
        let text = try unescaped(start..<at)
        if !open.isEmpty { return text }
        if !text.unicodeScalars.allSatisfy({ " \t\r\n".unicodeScalars.contains($0) }) { throw fault("text stands outside of the root") }
        return nil
    }

    private mutating func name() throws(Fault) -> String {
        let start = at
        while at < bytes.count, Self.isNameByte(bytes[at]) { at += 1 }
        guard at > start, !(0x2D...0x39).contains(bytes[start]) else { throw fault("a name is missing") }
        return try decoded(start..<at)
    }

    // MARK: Bytes

    private static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x3A, 0x2D, 0x2E, 0x5F, 0x80...: true
        default: false
        }
    }

    private func fault(_ message: String) -> Fault { Fault(line: line, message: message) }

    private mutating func step() {
        if bytes[at] == 10 { line += 1 }
        at += 1
    }

    private mutating func skips(_ mark: StaticString) -> Bool {
        let length = mark.utf8CodeUnitCount
        guard at + length <= bytes.count else { return false }
        for index in 0..<length where bytes[at + index] != mark.utf8Start[index] { return false }
        at += length
        return true
    }

    @discardableResult private mutating func skipSpace() -> Bool {
        let start = at
        while at < bytes.count, [9, 10, 13, 32].contains(bytes[at]) { step() }
        return at > start
    }

    private mutating func pass(beyond mark: StaticString, _ what: String) throws(Fault) {
        while at < bytes.count {
            if skips(mark) { return }
            step()
        }
        throw fault("\(what) is not closed")
    }

    private func decoded(_ range: Range<Int>) throws(Fault) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw fault("a byte is not UTF-8 text") }
        return text
    }

    /// The text of a range with its references replaced.
    private func unescaped(_ range: Range<Int>) throws(Fault) -> String {
        guard bytes[range].contains(UInt8(ascii: "&")) else { return try decoded(range) }
        var result = ""
        var index = range.lowerBound
        while index < range.upperBound {
            let stop = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: "&")) ?? range.upperBound
            result += try decoded(index..<stop)
            guard stop < range.upperBound else { break }
            guard let close = bytes[stop..<min(range.upperBound, stop + 12)].firstIndex(of: UInt8(ascii: ";")) else {
                throw fault("“&” begins no reference")
            }
            result.unicodeScalars.append(try reference(try decoded((stop + 1)..<close)))
            index = close + 1
        }
        return result
    }

    private func reference(_ name: String) throws(Fault) -> Unicode.Scalar {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        let isHex = name.hasPrefix("#x")
        let number = isHex ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let number, let scalar = Unicode.Scalar(number), number >= 32 || [9, 10, 13].contains(number) else {
            throw fault("“&\(name);” is not known")
        }
        return scalar
    }
}
