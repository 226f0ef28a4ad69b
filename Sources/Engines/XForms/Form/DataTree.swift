internal import Ground

/// A secondary instance: names and texts of nodes in flat columns; node 0 is the document.
struct DataTree: Sendable {
    var name: [Int32] = [-1]
    var parent: [Int32] = [-1]
    var firstChild: [Int32] = [-1]
    var nextSibling: [Int32] = [-1]
    var text: [String] = [""]

    init() {}

    /// The document whose only child is the element.
    init(_ element: XMLElement, names: inout NameTable) {
        append(element, below: 0, after: -1, names: &names)
    }

    /// A table as `root/item/COLUMN`.
    init(_ csv: CSV, names: inout NameTable) {
        let root = append("root", "", below: 0, after: -1, names: &names)
        let (item, columns) = (names.intern("item"), csv.header.map { names.intern($0) })
        var last: Int32 = -1
        for row in csv.rows {
            last = append(item, "", below: root, after: last)
            var cell: Int32 = -1
            for (column, text) in zip(columns, row.fields) { cell = append(column, text, below: last, after: cell) }
        }
    }

    func text(named name: Int32, below node: Int32) -> String? {
        var child = firstChild[Int(node)]
        while child >= 0 {
            if self.name[Int(child)] == name { return text[Int(child)] }
            child = nextSibling[Int(child)]
        }
        return nil
    }

    @discardableResult
    private mutating func append(_ element: XMLElement, below parent: Int32, after sibling: Int32, names: inout NameTable) -> Int32 {
        let elements = element.elements
        let node = append(element.localName, elements.isEmpty ? element.text : "", below: parent, after: sibling, names: &names)
        var last: Int32 = -1
        for child in elements { last = append(child, below: node, after: last, names: &names) }
        return node
    }

    private mutating func append(
        _ name: String, _ text: String, below parent: Int32, after sibling: Int32, names: inout NameTable
    ) -> Int32 { append(names.intern(name), text, below: parent, after: sibling) }

    private mutating func append(_ name: Int32, _ text: String, below parent: Int32, after sibling: Int32) -> Int32 {
        let node = Int32(self.name.count)
        self.name.append(name)
        self.parent.append(parent)
        firstChild.append(-1)
        nextSibling.append(-1)
        self.text.append(text)
        if sibling >= 0 { nextSibling[Int(sibling)] = node } else { firstChild[Int(parent)] = node }
        return node
    }
}
