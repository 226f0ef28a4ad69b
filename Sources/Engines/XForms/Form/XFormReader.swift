internal import Ground

/// Builds a form from its elements, collecting all that is wrong.
struct XFormReader {
    let file: String
    let attachments: XForm.Attachments
    var found = Diagnostics()

    var title = ""
    var id = ""
    var version = ""
    var rootAttributes: [String: String] = [:]
    var fields: [FormField] = []
    var fieldsByPath: [String: Int] = [:]
    var controls: [FormControl] = []
    var body: [Int] = []
    var languages: [String] = []
    var defaultLanguage = 0
    var trees: [DataTree] = []
    var instanceTree: [String: Int32] = [:]
    var texts = FormTexts(languages: 0)
    var graph = DependencyGraph()
    var actions: [FormAction] = []
    var prototype = FormTree()
    var choiceControl: [Int: Int] = [:]
    var names = NameTable()
    var compiler = XPathCompiler(fields: [], instances: [:], names: NameTable(), choiceFields: [])

    /// Elements whose expressions are compiled once all names are known.
    var bindElements: [(field: Int, element: XMLElement)] = []
    /// With the label, which may be that of the group around a repeat.
    var controlElements: [(element: XMLElement, label: XMLElement?)] = []
    var actionElements: [(element: XMLElement, control: Int?)] = []
    var itextElement: XMLElement?
    /// Per text that holds values its elements with their languages: they are compiled again at each field.
    var translationElements: [Int: [(language: Int, element: XMLElement)]] = [:]
    var fieldsByBind: [String: Int] = [:]
    /// How often expressions read fields and what is around them, and how often they may: `*` in every line of a large form would fill
    /// the memory.
    var dependencyCount = 0
    static let mostDependencies = 1_000_000
    /// What the paths of all fields take: long names deep inside each other multiply.
    private var pathBytes = 0
    private static let mostPathBytes = 64 << 20
    /// Expressions as they were read: the same stand at hundreds of fields.
    private var parsed: [String: XPathExpression] = [:]

    init(file: String, attachments: XForm.Attachments) {
        self.file = file
        self.attachments = attachments
    }

    /// Reads an expression, once for all places it stands at.
    mutating func parse(_ text: String) throws(XPathFault) -> XPathExpression {
        if let known = parsed[text] { return known }
        let expression = try XPathExpression(parsing: text)
        parsed[text] = expression
        return expression
    }

    func place(_ element: XMLElement) -> Place { Place(file, line: element.line, column: element.column) }

    mutating func read(_ root: XMLElement) throws(RejectedInput) {
        guard root.localName == "html", let head = root.first("head"), let model = head.first("model") else {
            throw RejectedInput(
                "is no XForm: <html> with <head> and <model> is missing", at: place(root), advice: "convert an XLSForm to have one")
        }
        title = head.first("title")?.text.trimmedText ?? ""
        let instances = model.elements.filter { $0.localName == "instance" }
        guard let primary = instances.first, let data = primary.elements.first else {
            throw RejectedInput("the model has no primary instance", at: place(model))
        }
        id = data.attributes["id"] ?? ""
        for (name, value) in data.attributes { rootAttributes[name] = value }
        version = data.attributes["version"] ?? data.attributes["orx:version"] ?? ""
        addFields([data], parent: nil)
        guard pathBytes <= Self.mostPathBytes else {
            throw RejectedInput("the instance has too many fields with too long paths", at: place(data), advice: "shorten the names of groups")
        }
        readBindTypes(model)
        if let body = root.first("body") { self.body = readControls(body, within: 0) }
        readSecondary(instances.dropFirst())
        itextElement = model.first("itext")
        for element in model.elements where ["setvalue", "setgeopoint", "setlocation"].contains(element.localName) {
            actionElements.append((element, nil))
        }
        applySelectTypes()
        compile()
        if !found.hasErrors { prototype = firstInstance(data) }
        if found.hasErrors { throw RejectedInput(found) }
    }

    // MARK: Fields

    private static func isTemplate(_ element: XMLElement) -> Bool { element.attributes["jr:template"] != nil }

    /// Merges all elements of one field and adds their children; parents come before children.
    /// - Parameter stands: how often the field stands in one and the same parent, at most.
    private mutating func addFields(_ elements: [XMLElement], parent: Int?, stands: Int = 1) {
        guard let first = elements.first else { return }
        let index = fields.count
        let path = (parent.map { fields[$0].path } ?? "") + "/" + first.localName
        pathBytes += path.utf8.count
        guard pathBytes <= Self.mostPathBytes else { return }
        fields.append(
            FormField(
                name: first.localName, path: path, parent: parent, depth: parent.map { fields[$0].depth + 1 } ?? 0, place: place(first),
                qualifiedName: first.name, nameID: names.intern(first.localName), slot: parent.map { fields[$0].children.count } ?? 0))
        if let parent { fields[parent].children.append(index) }
        fieldsByPath[path] = index
        // Several elements of one name are a repeat, whether the body says so or not.
        fields[index].isRepeat = parent != nil && (stands > 1 || elements.contains(where: Self.isTemplate))
        var groups: [Siblings] = []
        var places: [String: Int] = [:]
        for (turn, element) in elements.enumerated() {
            for child in element.elements {
                if let place = places[child.localName] {
                    groups[place].add(child, turn)
                } else {
                    places[child.localName] = groups.count
                    groups.append(Siblings(child, turn))
                }
            }
        }
        for group in groups { addFields(group.elements, parent: index, stands: group.stands) }
    }

    /// The elements of one name, of several parents.
    private struct Siblings {
        var elements: [XMLElement]
        /// How many there are in one parent, at most.
        var stands = 1
        private var turn: Int
        private var count = 1

        init(_ first: XMLElement, _ turn: Int) { (elements, self.turn) = ([first], turn) }

        mutating func add(_ element: XMLElement, _ turn: Int) {
            elements.append(element)
            count = turn == self.turn ? count + 1 : 1
            self.turn = turn
            stands = max(stands, count)
        }
    }

    // MARK: References

    /// The field that a reference names, relative ones from a context.
    mutating func field(_ reference: String, from context: Int) -> Int? {
        let reference = reference.trimmedText
        if let index = fieldsByPath[reference] { return index }
        guard case .path(let path)? = try? XPathExpression(parsing: reference) else { return nil }
        var at: Int? = path.start == .root ? nil : context
        for step in path.steps {
            switch step.axis {
            case .current: break
            case .parent: at = at.flatMap { fields[$0].parent }
            case .attribute: return nil
            case .child:
                let candidates = at.map { fields[$0].children } ?? [0]
                guard let next = candidates.first(where: { fields[$0].name == step.name }) else { return nil }
                at = next
            }
        }
        return at
    }

    // MARK: Secondary instances

    private mutating func readSecondary(_ elements: ArraySlice<XMLElement>) {
        for element in elements {
            guard let id = element.attributes["id"], !id.isEmpty else {
                found.warning("a further instance has no id and cannot be used", at: place(element))
                continue
            }
            guard instanceTree[id] == nil else {
                found.error("the instance “\(id)” is declared twice", at: place(element))
                continue
            }
            trees.append(tree(of: element, id))
            instanceTree[id] = Int32(trees.count)
        }
    }

    private mutating func tree(of element: XMLElement, _ id: String) -> DataTree {
        guard let source = element.attributes["src"] else {
            guard let root = element.elements.first else { return DataTree() }
            return DataTree(root, names: &names)
        }
        // What the form held when it was last sent is known only to whoever keeps it: no value for now.
        if source == "jr://instance/last-saved" { return DataTree() }
        let name = source.split(separator: "/").last.map(String.init) ?? source
        guard let bytes = attachments[name] else {
            found.warning("the file “\(name)” of the list “\(id)” is not there; the list is empty", at: place(element))
            return DataTree()
        }
        do throws(RejectedInput) {
            if name.lowercased().hasSuffix(".xml") { return DataTree(try XMLTree.read(bytes, file: name), names: &names) }
            return try table(bytes, name)
        } catch {
            found.append(contentsOf: error.diagnostics)
            return DataTree()
        }
    }

    private mutating func table(_ bytes: [UInt8], _ name: String) throws(RejectedInput) -> DataTree {
        var faults = Diagnostics()
        let firstLine = bytes.prefix { $0 != 10 }
        let separator = firstLine.contains(UInt8(ascii: ";")) && !firstLine.contains(UInt8(ascii: ",")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
        let csv = CSV(bytes, file: name, separator: separator, diagnostics: &faults)
        if faults.hasErrors { throw RejectedInput(faults) }
        return DataTree(csv, names: &names)
    }

    // MARK: The instance that a session starts from

    private mutating func firstInstance(_ data: XMLElement) -> FormTree {
        var tree = FormTree()
        let root = tree.append(0, below: -1, position: 0, fields)
        fill(&tree, root, from: data)
        return tree
    }

    private mutating func fill(_ tree: inout FormTree, _ node: Int32, from element: XMLElement?) {
        let field = Int(tree.field[Int(node)])
        if fields[field].children.isEmpty {
            tree.text[Int(node)] = element?.text.trimmedText ?? ""
            return
        }
        var byName: [String: [XMLElement]] = [:]
        for child in element?.elements ?? [] { byName[child.localName, default: []].append(child) }
        for (slot, child) in fields[field].children.enumerated() {
            let all = byName[fields[child].name] ?? []
            let instances = all.filter { !Self.isTemplate($0) }
            if fields[child].isRepeat {
                if fields[child].template == nil, let pattern = all.first(where: Self.isTemplate) ?? instances.first {
                    fields[child].template = template(pattern, child)
                }
                for (position, instance) in instances.enumerated() {
                    let new = tree.append(child, below: node, position: Int32(position), fields)
                    if let list = tree.list(of: slot, below: node) { tree.lists[list].append(new) }
                    fill(&tree, new, from: instance)
                }
            } else {
                let new = tree.append(child, below: node, position: 0, fields)
                tree.children[Int(node)][slot] = new
                fill(&tree, new, from: instances.first)
            }
        }
    }

    private mutating func template(_ element: XMLElement, _ field: Int) -> FormTemplate {
        var result = FormTemplate(field: field, text: "", children: [])
        guard !fields[field].children.isEmpty else {
            result.text = element.text.trimmedText
            return result
        }
        var byName: [String: [XMLElement]] = [:]
        for child in element.elements { byName[child.localName, default: []].append(child) }
        for child in fields[field].children {
            let all = byName[fields[child].name] ?? []
            let instances = all.filter { !Self.isTemplate($0) }
            if fields[child].isRepeat {
                if fields[child].template == nil, let pattern = all.first(where: Self.isTemplate) ?? instances.first {
                    fields[child].template = template(pattern, child)
                }
                for instance in instances { result.children.append(template(instance, child)) }
            } else {
                let empty = XMLElement(name: fields[child].qualifiedName, localName: fields[child].name, line: 0, column: 0)
                result.children.append(template(instances.first ?? empty, child))
            }
        }
        return result
    }
}

extension String {
    /// Without white space at both ends.
    var trimmedText: String {
        // Mostly there is none, which the first and last byte tell.
        let bytes = utf8
        guard let first = bytes.first, let last = bytes.last else { return self }
        if first > 32, first < 128, last > 32, last < 128 { return self }
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[start...end])
    }
}
