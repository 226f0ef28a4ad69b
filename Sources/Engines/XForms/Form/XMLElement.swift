/// An element of an XForm with its place in the file. Prefixes are the usual ones (`h:`, `jr:`, `odk:`, `orx:`) whatever the file calls them.
final class XMLElement {
    /// Prefix and name: `h:body`, `bind`.
    let name: String
    /// The name without its prefix.
    let localName: String
    let attributes: FormAttributes
    let line: Int
    /// In bytes, from 1.
    let column: Int
    /// The text between this element and what stands before it in its parent.
    let before: String
    private(set) var elements: [XMLElement] = []
    /// The text behind the last element inside; all of it where there is none.
    private(set) var tail = ""

    init(name: String, localName: String, attributes: FormAttributes = FormAttributes(), before: String = "", line: Int, column: Int) {
        (self.name, self.localName, self.attributes, self.before) = (name, localName, attributes, before)
        (self.line, self.column) = (line, column)
    }

    func append(_ element: XMLElement) { elements.append(element) }

    func end(_ tail: String) { self.tail = tail }

    /// The first child of a local name.
    func first(_ name: String) -> XMLElement? {
        for element in elements where element.localName == name { return element }
        return nil
    }

    /// The text directly inside, without that of elements.
    var text: String { elements.isEmpty ? tail : elements.reduce(into: "") { $0 += $1.before } + tail }
}
