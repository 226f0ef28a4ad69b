/// Looking at a session: nodes, values, repeats.
extension FormSession {
    public var root: Node { Node(number: 0) }

    /// The place of a node's field among the form's fields.
    public func field(of node: Node) -> Int { Int(tree.field[Int(node.number)]) }

    public func parent(of node: Node) -> Node? {
        let parent = tree.parent[Int(node.number)]
        return parent < 0 ? nil : Node(number: parent)
    }

    /// The answer as text; empty where there is none.
    public func answer(of node: Node) -> String { tree.text[Int(node.number)] }

    /// Whether it is asked and counts: its own bind and all around it say so.
    public func isRelevant(_ node: Node) -> Bool { tree.flags[Int(node.number)].contains(.relevant) }

    public func isRequired(_ node: Node) -> Bool { tree.flags[Int(node.number)].contains(.required) }

    public func isReadonly(_ node: Node) -> Bool { tree.flags[Int(node.number)].contains(.readonly) }

    /// Among the instances of its repeat, from 0.
    public func position(of node: Node) -> Int { Int(tree.position[Int(node.number)]) }

    /// The nodes of a field that lie below a node, in document order; the node itself for its own field.
    public func nodes(of field: Int, below node: Node) -> [Node] {
        guard form.fields.indices.contains(field) else { return [] }
        var way: [Int] = []
        var at = field
        let top = self.field(of: node)
        while at != top {
            guard let parent = form.fields[at].parent else { return [] }
            way.append(form.fields[at].slot)
            at = parent
        }
        var nodes = [node.number]
        for slot in way.reversed() { nodes = nodes.flatMap { tree.instances(of: slot, below: $0) } }
        return nodes.map { Node(number: $0) }
    }

    /// The node of a field seen from a node: below the closest ancestor that has exactly one.
    public func node(of field: Int, from node: Node) -> Node? {
        var at: Node? = node
        while let start = at {
            if let found = nodes(of: field, below: start).first { return found }
            at = parent(of: start)
        }
        return nil
    }

    /// The node at a path such as `/data/member[2]/age`; an index that lacks means the first.
    public func node(at path: String) -> Node? {
        var current: Int32 = -1
        for part in path.split(separator: "/") {
            var name = part
            var index = 1
            if let bracket = part.firstIndex(of: "["), part.hasSuffix("]") {
                guard let number = Int(part[part.index(after: bracket)...].dropLast()), number >= 1 else { return nil }
                name = part[..<bracket]
                index = number
            }
            guard current >= 0 else {
                guard let root = form.fields.first, root.name == name, index == 1 else { return nil }
                current = 0
                continue
            }
            let children = form.fields[Int(tree.field[Int(current)])].children
            guard let child = children.first(where: { form.fields[$0].name == name }) else { return nil }
            let all = tree.instances(of: form.fields[child].slot, below: current)
            guard index <= all.count else { return nil }
            current = all[index - 1]
        }
        return current < 0 ? nil : Node(number: current)
    }

    /// `/data/member[2]/age`: an index where the field may repeat.
    /// - Parameter indexesAll: every step but the first has an index, as in traces.
    public func path(of node: Node, indexesAll: Bool = false) -> String {
        var parts: [String] = []
        var at = node.number
        while at >= 0 {
            let field = form.fields[Int(tree.field[Int(at)])]
            let hasIndex = field.parent != nil && (field.isRepeat || indexesAll)
            parts.append(hasIndex ? "\(field.name)[\(tree.position[Int(at)] + 1)]" : field.name)
            at = tree.parent[Int(at)]
        }
        return "/" + parts.reversed().joined(separator: "/")
    }

    /// One field as it stands: what a table of the state has in a row.
    public struct Entry: Sendable, Hashable {
        public var path: String
        public var type: FormDataType
        public var isRelevant: Bool
        public var isRequired: Bool
        public var isEnabled: Bool
        public var value: String
    }

    /// All fields in document order, groups left out.
    public var entries: [Entry] {
        tree.subtree(of: 0).compactMap { number in
            let field = form.fields[Int(tree.field[Int(number)])]
            guard field.children.isEmpty, field.parent != nil else { return nil }
            let flags = tree.flags[Int(number)]
            return Entry(
                path: path(of: Node(number: number)), type: field.type, isRelevant: flags.contains(.relevant),
                isRequired: flags.contains(.required), isEnabled: !flags.contains(.readonly), value: tree.text[Int(number)])
        }
    }

    // MARK: Repeats

    /// The instances of a repeat below the node of its parent.
    public func instances(of control: Int, in parent: Node) -> [Node] {
        guard let field = form.controls[control].field, form.fields[field].parent == self.field(of: parent) else { return [] }
        return tree.instances(of: form.fields[field].slot, below: parent.number).map { Node(number: $0) }
    }

    /// Adds an instance at the end of a repeat; nil where the form does not let it be added.
    public mutating func addInstance(of control: Int, in parent: Node) -> Node? {
        guard form.controls.indices.contains(control), form.controls[control].kind == .loop, let field = form.controls[control].field,
            isAlive(parent.number), form.fields[field].parent == self.field(of: parent), let template = form.fields[field].template,
            instances(of: control, in: parent).count < Self.mostInstances, tree.count < Self.mostNodes
        else { return nil }
        return addInstance(template, below: parent.number).map { Node(number: $0) }
    }

    /// No repeat grows beyond this, whatever a count says: a typing error must not keep a server busy.
    public static let mostInstances = 2000

    /// Nor does an answer as a whole: repeats in repeats multiply.
    public static let mostNodes = 200_000

    /// Removes an instance of a repeat.
    public mutating func removeInstance(_ node: Node) {
        guard isAlive(node.number), form.fields[field(of: node)].isRepeat else { return }
        removeInstance(node.number)
    }

    /// How many instances a repeat with a count has to have now; nil where its count is free.
    public mutating func count(of control: Int, in parent: Node) -> Int? {
        steps = 0
        guard let code = form.controls[control].count, field(of: parent) == form.controls[control].scope else { return nil }
        do throws(XPathFault) {
            let number = try self.number(code, XPathScope(at: parent.number))
            return number.isNaN ? 0 : max(0, min(Self.mostInstances, number.saturatedInt))
        } catch {
            note(error, at: form.controls[control].place, "jr:count")
            return 0
        }
    }

    /// Adds what a repeat's count asks for and takes away what is beyond it; a first instance of the form itself stays.
    public mutating func matchCount(of control: Int, in parent: Node) {
        guard let wanted = count(of: control, in: parent) else { return }
        while instances(of: control, in: parent).count < wanted { if addInstance(of: control, in: parent) == nil { break } }
        while let last = instances(of: control, in: parent).last, position(of: last) >= max(1, wanted) { removeInstance(last) }
    }

    /// Whether a repeat may be shown below a parent although it has no instance yet: the parent counts, and so would a new one.
    public mutating func isRepeatRelevant(_ control: Int, in parent: Node) -> Bool {
        steps = 0
        guard isRelevant(parent), field(of: parent) == form.controls[control].scope else { return false }
        if let last = instances(of: control, in: parent).last { return isRelevant(last) }
        guard let code = form.controls[control].relevant else { return true }
        do throws(XPathFault) {
            return try truth(code, XPathScope(at: parent.number))
        } catch {
            return true
        }
    }
}
