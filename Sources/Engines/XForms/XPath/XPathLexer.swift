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
        /// In characters from the beginning of the expression.
        var offset: Int
    }

    private let scalars: [Unicode.Scalar]
    private var at = 0
    private var pieces: [Piece] = []

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// All pieces, the last one being `.end`.
    static func pieces(of text: String) throws(XPathFault) -> [Piece] {
        var lexer = XPathLexer(text)
        try lexer.run()
        return lexer.pieces
    }

    private mutating func run() throws(XPathFault) {
        while true {
            while at < scalars.count, Self.isSpace(scalars[at]) { at += 1 }
            guard at < scalars.count else { break }
            let start = at
            let token = try next()
            pieces.append(Piece(token: token, offset: start))
        }
        pieces.append(Piece(token: .end, offset: scalars.count))
    }

    private mutating func next() throws(XPathFault) -> Token {
        let scalar = scalars[at]
        if scalar == "\"" || scalar == "'" { return try literal(scalar) }
        if Self.isDigit(scalar) || (scalar == "." && at + 1 < scalars.count && Self.isDigit(scalars[at + 1])) { return try number() }
        if Self.beginsName(scalar) { return name() }
        if let token = Self.double[Pair(scalar, at + 1 < scalars.count ? scalars[at + 1] : " ")] {
            at += 2
            return token
        }
        guard let token = Self.single[scalar] else {
            throw XPathFault(.syntax, "“\(scalar)” has no meaning in an expression", offset: at)
        }
        at += 1
        return token == .times && !followsOperand ? .wildcard : token
    }

    private struct Pair: Hashable {
        var first: Unicode.Scalar
        var second: Unicode.Scalar
        init(_ first: Unicode.Scalar, _ second: Unicode.Scalar) { (self.first, self.second) = (first, second) }
    }

    private static let double: [Pair: Token] = [
        Pair("/", "/"): .doubleSlash, Pair(".", "."): .doubleDot, Pair("!", "="): .notEqual, Pair("<", "="): .lessOrEqual,
        Pair(">", "="): .greaterOrEqual, Pair(":", ":"): .axis,
    ]

    private static let single: [Unicode.Scalar: Token] = [
        "/": .slash, ".": .dot, "@": .at, ",": .comma, "(": .openParen, ")": .closeParen, "[": .openBracket, "]": .closeBracket,
        "+": .plus, "-": .minus, "*": .times, "=": .equal, "<": .less, ">": .greater, "|": .bar, "$": .dollar,
    ]

    /// Whether what stands before can only be the left side of an operator: then `*` multiplies and `and`, `div` … are operators.
    private var followsOperand: Bool {
        guard let last = pieces.last?.token else { return false }
        switch last {
        case .number, .literal, .name, .dot, .doubleDot, .closeParen, .closeBracket, .wildcard: return true
        default: return false
        }
    }

    private mutating func literal(_ quote: Unicode.Scalar) throws(XPathFault) -> Token {
        let start = at
        at += 1
        var text = ""
        while at < scalars.count, scalars[at] != quote {
            text.unicodeScalars.append(scalars[at])
            at += 1
        }
        guard at < scalars.count else { throw XPathFault(.syntax, "a quotation mark is opened and never closed", offset: start) }
        at += 1
        return .literal(text)
    }

    private mutating func number() throws(XPathFault) -> Token {
        let start = at
        while at < scalars.count, Self.isDigit(scalars[at]) { at += 1 }
        if at < scalars.count, scalars[at] == "." {
            at += 1
            while at < scalars.count, Self.isDigit(scalars[at]) { at += 1 }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<at])
        if text.hasSuffix(".") { text.removeLast() }
        if text.hasPrefix(".") { text = "0" + text }
        guard let value = Double(text) else { throw XPathFault(.syntax, "“\(text)” is no number", offset: start) }
        return .number(value)
    }

    private mutating func name() -> Token {
        let start = at
        while at < scalars.count {
            if Self.continuesName(scalars[at]) {
                at += 1
            } else if scalars[at] == ":", at + 1 < scalars.count, Self.beginsName(scalars[at + 1]), at > start {
                at += 1
            } else {
                break
            }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<at])
        guard followsOperand else { return .name(text) }
        switch text {
        case "and": return .and
        case "or": return .or
        case "div": return .div
        case "mod": return .mod
        default: return .name(text)
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        default: scalar.value >= 0x80 && scalar.properties.isXIDStart
        }
    }

    private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
        default: scalar.value >= 0x80 && scalar.properties.isXIDContinue
        }
    }
}
