internal import Ground

/// A piece of XML to be written.
struct XLSNode: Sendable {
    enum Child: Sendable {
        case node(XLSNode)
        case text(String)
    }

    var name: String
    var attributes: [(name: String, value: String)]
    var children: [Child]

    init(_ name: String, _ attributes: [(name: String, value: String)] = [], _ children: [XLSNode] = []) {
        (self.name, self.attributes, self.children) = (name, attributes, children.map { .node($0) })
    }

    init(_ name: String, _ attributes: [(name: String, value: String)] = [], text: String) {
        (self.name, self.attributes) = (name, attributes)
        children = text.isEmpty ? [] : [.text(text)]
    }

    init(_ name: String, _ attributes: [(name: String, value: String)] = [], mixed: [Child]) {
        (self.name, self.attributes, self.children) = (name, attributes, mixed)
    }

    mutating func append(_ node: XLSNode) { children.append(.node(node)) }

    /// The document, two spaces deeper at each step; where text stands among elements nothing is added.
    var document: String {
        var result = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(to: &result, depth: 0, isInline: false)
        return result
    }

    private func write(to result: inout String, depth: Int, isInline: Bool) {
        if !isInline { result += String(repeating: "  ", count: depth) }
        result += "<" + name
        for attribute in attributes { result += " \(attribute.name)=\"\(Self.escaped(attribute.value, isAttribute: true))\"" }
        let end = isInline ? "" : "\n"
        if children.isEmpty {
            result += "/>" + end
            return
        }
        result += ">"
        let isMixed = children.contains { if case .text = $0 { true } else { false } }
        if !isMixed && !isInline { result += "\n" }
        for child in children {
            switch child {
            case .text(let text): result += Self.escaped(text, isAttribute: false)
            case .node(let node): node.write(to: &result, depth: depth + 1, isInline: isMixed || isInline)
            }
        }
        if !isMixed && !isInline { result += String(repeating: "  ", count: depth) }
        result += "</\(name)>" + end
    }

    /// Line breaks and tabs in an attribute would become spaces when it is read; so they are written as references.
    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        guard text.utf8.contains(where: { $0 < 32 || [38, 60, 62, 34].contains($0) }) else { return text }
        return MarkupText.escaped(text) { scalar in
            switch scalar {
            case "\"" where !isAttribute: "\""
            case "\n" where isAttribute: "&#10;"
            case "\t" where isAttribute: "&#9;"
            default: nil
            }
        }
    }
}
