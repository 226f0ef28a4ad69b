/// Splits an expression into its smallest pieces; XPath 1.0, section 3.7.
struct XPathLexer {
    enum Token: Hashable {
        case number(Double)
        case literal(String)
        /// A name, with its prefix if it has one.
        case name(String)
        case and, or, div, mod
        case slash, doubleSlash, dot, doubleDot, at, comma, openParen, closeParen, openBracket, closeBracket
        case plus, minus, times, wildcard, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, bar, axis, dollar
        case end
    }

    struct Piece {
        var token: Token
        /// In bytes from the beginning of the expression.
        var offset: Int
    }

    private let bytes: [UInt8]
    private var at = 0
    private var pieces: [Piece] = []

    private init(_ text: String) {
        bytes = Array(text.utf8)
        pieces.reserveCapacity(bytes.count / 4 + 4)
    }

    /// All pieces, the last one being `.end`.
    static func pieces(of text: String) throws(XPathFault) -> [Piece] {
        var lexer = XPathLexer(text)
        try lexer.run()
        return lexer.pieces
    }

    private mutating func run() throws(XPathFault) {
        while true {
            skipSpace()
            guard at < bytes.count else { break }
            let start = at
            let token = try next()
            pieces.append(Piece(token: token, offset: start))
        }
        pieces.append(Piece(token: .end, offset: bytes.count))
    }

    private mutating func next() throws(XPathFault) -> Token {
        let byte = bytes[at]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try literal(byte) }
        let following = at + 1 < bytes.count ? bytes[at + 1] : 0
        if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(following)) { return try number() }
        if beginsName(at) { return name() }
        if let token = Self.double(byte, following) {
            at += 2
            return token
        }
        guard let token = Self.single(byte) else {
            throw XPathFault(.syntax, "“\(Character(scalar(at).value))” has no meaning in an expression", offset: at)
        }
        at += 1
        return token == .times && !followsOperand ? .wildcard : token
    }

    private static func double(_ first: UInt8, _ second: UInt8) -> Token? {
        switch (first, second) {
        case (UInt8(ascii: "/"), UInt8(ascii: "/")): .doubleSlash
        case (UInt8(ascii: "."), UInt8(ascii: ".")): .doubleDot
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
        case (UInt8(ascii: ":"), UInt8(ascii: ":")): .axis
        default: nil
        }
    }

    private static func single(_ byte: UInt8) -> Token? {
        switch byte {
        case UInt8(ascii: "/"): .slash
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: "("): .openParen
        case UInt8(ascii: ")"): .closeParen
        case UInt8(ascii: "["): .openBracket
        case UInt8(ascii: "]"): .closeBracket
        case UInt8(ascii: "+"): .plus
        case UInt8(ascii: "-"): .minus
        case UInt8(ascii: "*"): .times
        case UInt8(ascii: "="): .equal
        case UInt8(ascii: "<"): .less
        case UInt8(ascii: ">"): .greater
        case UInt8(ascii: "|"): .bar
        case UInt8(ascii: "$"): .dollar
        default: nil
        }
    }

    /// Whether what stands before can only be the left side of an operator: then `*` multiplies and `and`, `div` … are operators.
    private var followsOperand: Bool {
        guard let last = pieces.last?.token else { return false }
        switch last {
        case .number, .literal, .name, .dot, .doubleDot, .closeParen, .closeBracket, .wildcard: return true
        default: return false
        }
    }

    private mutating func literal(_ quote: UInt8) throws(XPathFault) -> Token {
        let start = at
        at += 1
        while at < bytes.count, bytes[at] != quote { at += 1 }
        guard at < bytes.count else { throw XPathFault(.syntax, "a quotation mark is opened and never closed", offset: start) }
        at += 1
        return .literal(text(start + 1..<at - 1))
    }

    private mutating func number() throws(XPathFault) -> Token {
        let start = at
        while at < bytes.count, Self.isDigit(bytes[at]) { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            while at < bytes.count, Self.isDigit(bytes[at]) { at += 1 }
        }
        var text = text(start..<at)
        if text.hasSuffix(".") { text.removeLast() }
        if text.hasPrefix(".") { text = "0" + text }
        guard let value = Double(text) else { throw XPathFault(.syntax, "“\(text)” is no number", offset: start) }
        return .number(value)
    }

    private mutating func name() -> Token {
        let start = at
        while at < bytes.count {
            if let length = nameLength(at) {
                at += length
            } else if bytes[at] == UInt8(ascii: ":"), at + 1 < bytes.count, at > start, beginsName(at + 1) {
                at += 1
            } else {
                break
            }
        }
        let text = text(start..<at)
        guard at - start <= 3, followsOperand else { return .name(text) }
        switch text {
        case "and": return .and
        case "or": return .or
        case "div": return .div
        case "mod": return .mod
        default: return .name(text)
        }
    }

    // MARK: Signs

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The sign at a place and how many bytes it takes.
    private func scalar(_ index: Int) -> (value: Unicode.Scalar, length: Int) {
        var decoder = UTF8()
        var rest = bytes[index...].prefix(4).makeIterator()
        guard case .scalarValue(let value) = decoder.decode(&rest) else { return ("\u{FFFD}", 1) }
        return (value, UTF8.width(value))
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            if bytes[at] == 32 || (9...13).contains(bytes[at]) {
                at += 1
            } else if bytes[at] >= 0x80, case let (value, length) = scalar(at), value.properties.isWhitespace {
                at += length
            } else {
                return
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") }

    private func beginsName(_ index: Int) -> Bool {
        bytes[index] < 0x80 ? Self.isLetter(bytes[index]) : scalar(index).value.properties.isXIDStart
    }

    /// How many bytes of a name stand here; nil where a name ends.
    private func nameLength(_ index: Int) -> Int? {
        let byte = bytes[index]
        if byte < 0x80 {
            return Self.isLetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") ? 1 : nil
        }
        let (value, length) = scalar(index)
        return value.properties.isXIDContinue ? length : nil
    }
}
