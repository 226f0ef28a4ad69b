/// The attributes of an element of a form, as they were written and in that order; prefixes are the usual ones (`jr:`, `orx:`).
public struct FormAttributes: Sendable, Sequence {
    private var all: [(name: String, value: String)]

    public init(_ all: [(name: String, value: String)] = []) { self.all = all }

    /// The value of an attribute; nil where it is not given.
    public subscript(name: String) -> String? {
        // An element has a handful: looking through them is faster than hashing.
        for attribute in all where attribute.name == name { return attribute.value }
        return nil
    }

    public func makeIterator() -> IndexingIterator<[(name: String, value: String)]> { all.makeIterator() }
}
