/// An element of an XForm with its place in the file. Prefixes are the usual ones (`h:`, `jr:`, `odk:`, `orx:`) whatever the file calls them.
struct XMLElement: Sendable {
    enum Child: Sendable {
        case element(XMLElement)
        case text(String)
    }

    /// Prefix and name: `h:body`, `bind`.
    var name: String
    var attributes: [String: String]
    var children: [Child] = []
    var line: Int
    var column: Int

    /// The name without its prefix.
    var localName: String {
        guard let colon = name.lastIndex(of: ":") else { return name }
        return String(name[name.index(after: colon)...])
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
