/// An element of an XForm with its place in the file. Prefixes are the usual ones (`h:`, `jr:`, `odk:`, `orx:`) whatever the file calls them.
struct XMLElement: Sendable {
    enum Child: Sendable {
        case element(XMLElement)
        case text(String)
    }

    /// Prefix and name: `h:body`, `bind`.
    let name: String
    /// The name without its prefix.
    let localName: String
    var attributes: [String: String]
    var children: [Child] = []
    let line: Int
    let column: Int

    init(name: String, attributes: [String: String], line: Int, column: Int) {
        self.name = name
        localName = name.utf8.lastIndex(of: UInt8(ascii: ":")).map { String(name[name.utf8.index(after: $0)...]) } ?? name
        self.attributes = attributes
        self.line = line
        self.column = column
    }

    var elements: [XMLElement] {
        children.compactMap { child in
            if case .element(let element) = child { return element }
            return nil
        }
    }

    /// The first child of a local name.
    func first(_ name: String) -> XMLElement? {
        for case .element(let element) in children where element.localName == name { return element }
        return nil
    }

    /// The text directly inside, without that of elements.
    var text: String {
        var result = ""
        for case .text(let text) in children { result += text }
        return result
    }
}
