/// Reads expressions by recursive descent; XPath 1.0, section 3, without variables, axes by name other than `child`, and `//`.
struct XPathParser {
    /// Brackets, arguments and predicates stand at most so deep inside each other.
    static let deepest = 64
    /// More pieces than the longest expressions of real forms have, by a factor of a hundred.
    private static let longest = 50_000

    private let pieces: [XPathLexer.Piece]
    private var at = 0
    private var depth = 0

    static func parse(_ text: String) throws(XPathFault) -> XPathExpression {
        do throws(XPathFault) {
            return try read(text)
        } catch {
            var fault = error
            fault.offset = fault.offset.map { text.unicodeScalars.distance(from: text.startIndex, to: text.utf8.index(text.startIndex, offsetBy: $0)) }
            throw fault
        }
    }

    /// Faults are told in bytes from the beginning.
    private static func read(_ text: String) throws(XPathFault) -> XPathExpression {
        let pieces = try XPathLexer.pieces(of: text)
        guard pieces.count <= longest else { throw XPathFault(.syntax, "the expression is too long") }
        var parser = XPathParser(pieces: pieces)
        guard parser.token != .end else { throw XPathFault(.syntax, "the expression is empty") }
        let expression = try parser.or()
        guard parser.token == .end else { throw parser.unexpected() }
        return expression
    }

    private init(pieces: [XPathLexer.Piece]) { self.pieces = pieces }

    private var token: XPathLexer.Token { pieces[at].token }

    private func unexpected() -> XPathFault {
        let offset = pieces[at].offset
        guard token != .end else { return XPathFault(.syntax, "the expression ends too early", offset: offset) }
        return XPathFault(.syntax, "this is not expected here", offset: offset)
    }

    private mutating func take(_ expected: XPathLexer.Token) -> Bool {
        guard token == expected else { return false }
        at += 1
        return true
    }

    private mutating func need(_ expected: XPathLexer.Token, _ what: String) throws(XPathFault) {
        guard take(expected) else { throw XPathFault(.syntax, "\(what) is missing", offset: pieces[at].offset) }
    }

    // MARK: Operators by rank

    private mutating func or() throws(XPathFault) -> XPathExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw XPathFault(.syntax, "brackets stand more than \(Self.deepest) deep inside each other", offset: pieces[at].offset)
        }
        let first = try and()
        guard token == .or else { return first }
        var all = [first]
        while take(.or) { all.append(try and()) }
        return .or(all)
    }

    private mutating func and() throws(XPathFault) -> XPathExpression {
        let first = try chain(rank: 0)
        guard token == .and else { return first }
        var all = [first]
        while take(.and) { all.append(try chain(rank: 0)) }
        return .and(all)
    }

    /// 0 equality, 1 order, 2 sums, 3 products.
    private mutating func chain(rank: Int) throws(XPathFault) -> XPathExpression {
        guard rank < 4 else { return try negation() }
        let first = try chain(rank: rank + 1)
        var links: [XPathLink] = []
        while let operation = Self.operation(token), operation.rank == rank {
            at += 1
            links.append(XPathLink(operation.kind, try chain(rank: rank + 1)))
        }
        return links.isEmpty ? first : .chain(first, links)
    }

    private static func operation(_ token: XPathLexer.Token) -> (kind: XPathLink.Operator, rank: Int)? {
        switch token {
        case .equal: (.equal, 0)
        case .notEqual: (.notEqual, 0)
        case .less: (.less, 1)
        case .lessOrEqual: (.lessOrEqual, 1)
        case .greater: (.greater, 1)
        case .greaterOrEqual: (.greaterOrEqual, 1)
        case .plus: (.add, 2)
        case .minus: (.subtract, 2)
        case .times: (.multiply, 3)
        case .div: (.divide, 3)
        case .mod: (.remainder, 3)
        default: nil
        }
    }

    private mutating func negation() throws(XPathFault) -> XPathExpression {
        var isNegative = false
        var signs = 0
        while take(.minus) {
            isNegative.toggle()
            signs += 1
        }
        let expression = try union()
        guard signs > 0 else { return expression }
        return isNegative ? .negate(expression) : .negate(.negate(expression))
    }

    private mutating func union() throws(XPathFault) -> XPathExpression {
        let first = try primary()
        guard token == .bar else { return first }
        var all = [first]
        while take(.bar) { all.append(try primary()) }
        return .union(all)
    }

    // MARK: Paths and calls

    private mutating func primary() throws(XPathFault) -> XPathExpression {
        switch token {
        case .number(let value):
            at += 1
            return try followed(.number(value))
        case .literal(let text):
            at += 1
            return try followed(.literal(text))
        case .openParen:
            at += 1
            let inner = try or()
            try need(.closeParen, "a closing bracket")
            return try followed(inner)
        case .name(let name) where pieces[at + 1].token == .openParen && name != "node" && name != "text":
            return try followed(try call(name))
        case .dollar:
            throw XPathFault(.unsupported, "variables are not known in forms", offset: pieces[at].offset)
        default:
            return .path(try path())
        }
    }

    private mutating func call(_ name: String) throws(XPathFault) -> XPathExpression {
        at += 2
        var arguments: [XPathExpression] = []
        if !take(.closeParen) {
            repeat { arguments.append(try or()) } while take(.comma)
            try need(.closeParen, "a closing bracket")
        }
        return .call(name, arguments)
    }

    /// What may follow an expression in brackets or a call: predicates and steps.
    private mutating func followed(_ expression: XPathExpression) throws(XPathFault) -> XPathExpression {
        let predicates = try predicates()
        var steps: [XPathStep] = []
        while take(.slash) { steps.append(try step()) }
        try refuseDoubleSlash()
        guard !predicates.isEmpty || !steps.isEmpty else { return expression }
        return .path(XPathPath(.expression(expression, predicates: predicates), steps))
    }

    private mutating func path() throws(XPathFault) -> XPathPath {
        try refuseDoubleSlash()
        if take(.slash) {
            guard beginsStep else { return XPathPath(.root, []) }
            return XPathPath(.root, try steps())
        }
        guard beginsStep else { throw unexpected() }
        return XPathPath(.context, try steps())
    }

    private mutating func steps() throws(XPathFault) -> [XPathStep] {
        var steps = [try step()]
        while take(.slash) { steps.append(try step()) }
        try refuseDoubleSlash()
        return steps
    }

    private func refuseDoubleSlash() throws(XPathFault) {
        guard token == .doubleSlash else { return }
        throw XPathFault(.unsupported, "“//” is not known in forms; write the whole path", offset: pieces[at].offset)
    }

    private var beginsStep: Bool {
        switch token {
        case .name, .dot, .doubleDot, .wildcard, .at: true
        default: false
        }
    }

    private mutating func step() throws(XPathFault) -> XPathStep {
        let offset = pieces[at].offset
        switch token {
        case .dot:
            at += 1
            return XPathStep(.current, "", try predicates())
        case .doubleDot:
            at += 1
            return XPathStep(.parent, "", try predicates())
        case .wildcard:
            at += 1
            return XPathStep(.child, "*", try predicates())
        case .at:
            at += 1
            guard case .name(let name) = token else { throw XPathFault(.syntax, "the name of an attribute is missing", offset: offset) }
            at += 1
            return XPathStep(.attribute, Self.local(name), try predicates())
        case .name(let name):
            at += 1
            if take(.axis) { return try step(on: name, offset) }
            if token == .openParen {
                // `node()` is what `.` and a step mean anyway; `text()` reads the value that a path gives by itself.
                at += 1
                try need(.closeParen, "a closing bracket")
                return XPathStep(name == "text" ? .current : .child, name == "text" ? "" : "*", try predicates())
            }
            return XPathStep(.child, Self.local(name), try predicates())
        default:
            throw unexpected()
        }
    }

    private mutating func step(on axis: String, _ offset: Int) throws(XPathFault) -> XPathStep {
        var inner = try step()
        switch (axis, inner.axis) {
        case ("child", .child): break
        case ("attribute", .child): inner.axis = .attribute
        case ("self", .child) where inner.name == "*": inner = XPathStep(.current, "", inner.predicates)
        case ("parent", .child) where inner.name == "*": inner = XPathStep(.parent, "", inner.predicates)
        default: throw XPathFault(.unsupported, "the axis \(axis):: is not known in forms", offset: offset)
        }
        return inner
    }

    private mutating func predicates() throws(XPathFault) -> [XPathExpression] {
        var all: [XPathExpression] = []
        while take(.openBracket) {
            all.append(try or())
            try need(.closeBracket, "“]”")
        }
        return all
    }

    /// Names are compared without their prefix, as a form's own names never differ in it alone.
    private static func local(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: ":")), let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.utf8.index(after: colon)...])
    }
}
