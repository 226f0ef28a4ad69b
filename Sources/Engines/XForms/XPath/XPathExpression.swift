/// An expression of the XPath subset that ODK forms are written in, as it was written: no name in it is resolved yet.
///
/// Chains of the same rank (`a + b - c`, `a or b or c`) stand flat, so that a long chain is not a deep tree.
public indirect enum XPathExpression: Sendable, Hashable {
    case number(Double)
    case literal(String)
    case path(XPathPath)
    case call(String, [XPathExpression])
    case or([XPathExpression])
    case and([XPathExpression])
    /// Operators of one rank, from left to right.
    case chain(XPathExpression, [XPathLink])
    case negate(XPathExpression)
    case union([XPathExpression])

    /// Reads an expression.
    public init(parsing text: String) throws(XPathFault) {
        self = try XPathParser.parse(text)
    }
}

/// An operator and its right side.
public struct XPathLink: Sendable, Hashable {
    public enum Operator: String, Sendable, Hashable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "div"
        case remainder = "mod"
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    public var operation: Operator
    public var right: XPathExpression

    public init(_ operation: Operator, _ right: XPathExpression) {
        self.operation = operation
        self.right = right
    }
}

/// A way through a tree of nodes.
public struct XPathPath: Sendable, Hashable {
    public indirect enum Start: Sendable, Hashable {
        /// `/data/…`
        case root
        /// `name`, `.`, `../name`
        case context
        /// `instance('x')/…`, `current()/…`; the call with predicates of its own.
        case expression(XPathExpression, predicates: [XPathExpression])
    }

    public var start: Start
    public var steps: [XPathStep]

    public init(_ start: Start, _ steps: [XPathStep]) {
        self.start = start
        self.steps = steps
    }
}

/// One step of a path.
public struct XPathStep: Sendable, Hashable {
    public enum Axis: Sendable, Hashable {
        case child, current, parent, attribute
    }

    public var axis: Axis
    /// The local name, `*` for any; empty for `.` and `..`.
    public var name: String
    public var predicates: [XPathExpression]

    public init(_ axis: Axis, _ name: String = "", _ predicates: [XPathExpression] = []) {
        self.axis = axis
        self.name = name
        self.predicates = predicates
    }
}
