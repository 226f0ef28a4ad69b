public import Ground

/// The answer as an XML document, to be sent or kept, and taken up again.
extension FormSession {
    /// The primary instance as XML.
    /// - Parameter keepsIrrelevant: true for a draft; what is sent leaves out what is not relevant.
    public func document(keepsIrrelevant: Bool = false) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(0, keepsIrrelevant, &text)
        return text
    }

    private func write(_ node: Int32, _ keepsIrrelevant: Bool, _ text: inout String) {
        guard keepsIrrelevant || tree.flags[Int(node)].contains(.relevant) else { return }
        let field = form.fields[Int(tree.field[Int(node)])]
        text += "<\(field.qualifiedName)"
        if field.parent == nil {
            for (key, value) in form.rootAttributes.sorted(by: { $0.key < $1.key }) { text += " \(key)=\"\(Self.escaped(value))\"" }
            // A prefix that a name of the instance has must be declared.
            let prefixes = Set(form.fields.map(\.qualifiedName).filter { $0.contains(":") }.map { String($0.prefix { $0 != ":" }) })
            for prefix in prefixes.sorted() { if let name = Self.namespaces[prefix] { text += " xmlns:\(prefix)=\"\(name)\"" } }
        }
        let value = tree.text[Int(node)]
        guard !field.children.isEmpty || !value.isEmpty else {
            text += "/>"
            return
        }
        text += ">" + Self.escaped(value)
        for slot in field.children.indices {
            for child in tree.instances(of: slot, below: node) { write(child, keepsIrrelevant, &text) }
        }
        text += "</\(field.qualifiedName)>"
    }

    private static let namespaces = [
        "orx": "http://openrosa.org/xforms", "jr": "http://openrosa.org/javarosa", "odk": "http://www.opendatakit.org/xforms",
        "entities": "http://www.opendatakit.org/xforms/entities",
    ]

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 32 || "<>&\"".utf8.contains($0) }) else { return text }
        return MarkupText.escaped(text) { scalar in
            switch scalar {
            case "\r": "&#13;"
            // XML has no way to write other controls; a computed text may have them.
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": ""
            default: nil
            }
        }
    }

    /// Takes up an answer that was kept: values of the device and first values stay as they were, all else is computed anew.
    ///
    /// Elements that the form does not have are left out, as after a new version of it; fields that the draft lacks are empty.
    /// - Throws: where the document is no XML or its root is not that of the form.
    public init(_ form: XForm, _ surroundings: Surroundings, resuming document: [UInt8], file: String) throws(RejectedInput) {
        let root = try XMLTree.read(document, file: file)
        guard root.localName == form.fields.first?.name else {
            throw RejectedInput(
                "this is an answer to another form (<\(root.name)>)", at: Place(file, line: root.line, column: root.column),
                advice: "open it with the form it belongs to")
        }
        self.init(form, surroundings, tree: Self.tree(of: root, form))
    }

    private static func tree(of root: XMLElement, _ form: XForm) -> FormTree {
        var tree = FormTree()
        let top = tree.append(0, below: -1, position: 0, form.fields)
        fill(&tree, top, root, form.fields)
        return tree
    }

    private static func fill(_ tree: inout FormTree, _ node: Int32, _ element: XMLElement?, _ fields: [FormField]) {
        let field = fields[Int(tree.field[Int(node)])]
        guard !field.children.isEmpty else {
            tree.text[Int(node)] = element?.text ?? ""
            return
        }
        var byName: [String: [XMLElement]] = [:]
        for child in element?.elements ?? [] where child.attributes["jr:template"] == nil { byName[child.localName, default: []].append(child) }
        for (slot, child) in field.children.enumerated() {
            let elements = byName[fields[child].name] ?? []
            guard let list = tree.list(of: slot, below: node) else {
                let new = tree.append(child, below: node, position: 0, fields)
                tree.children[Int(node)][slot] = new
                fill(&tree, new, elements.first, fields)
                continue
            }
            for (position, element) in elements.prefix(mostInstances).enumerated() {
                let new = tree.append(child, below: node, position: Int32(position), fields)
                tree.lists[list].append(new)
                fill(&tree, new, element, fields)
            }
        }
    }
}
