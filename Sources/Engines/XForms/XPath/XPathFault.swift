/// Why an expression could not be read or had no value.
public struct XPathFault: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// The text is no expression.
        case syntax
        /// A function is not known, or is given the wrong number of arguments.
        case unknownFunction
        /// A value is not of the kind that a function or operator needs.
        case typeMismatch
        /// Something of XPath that forms do not have.
        case unsupported
    }

    public var kind: Kind
    public var message: String
    /// Where in the expression, in characters from its beginning; nil where the fault arose from values.
    public var offset: Int?

    public init(_ kind: Kind, _ message: String, offset: Int? = nil) {
        self.kind = kind
        self.message = message
        self.offset = offset
    }

    public var description: String { offset.map { "\(message) (at character \($0 + 1))" } ?? message }
}
