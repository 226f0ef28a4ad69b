/// The primary instance while it is filled: nodes in flat columns, addressed by their numbers.
struct FormTree: Sendable {
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// What the node's own bind says.
        static let ownRelevant = Flags(rawValue: 1)
        /// With all ancestors.
        static let relevant = Flags(rawValue: 2)
        static let ownReadonly = Flags(rawValue: 4)
        static let readonly = Flags(rawValue: 8)
        static let required = Flags(rawValue: 16)
        static let removed = Flags(rawValue: 32)
    }

    private(set) var field: [Int32] = []
    private(set) var parent: [Int32] = []
    /// Per child field the child; for a repeat −1 − the place of its list.
    var children: [[Int32]] = []
    /// Among the instances of the same field, from 0.
    var position: [Int32] = []
    var value: [XPathValue] = []
    var text: [String] = []
    var flags: [Flags] = []
    /// The instances of repeats, in order.
    var lists: [[Int32]] = []

    var count: Int { field.count }

    /// Adds a node with places for its children, without a value.
    mutating func append(_ field: Int, below parent: Int32, position: Int32, _ fields: [FormField]) -> Int32 {
        let node = Int32(self.field.count)
        self.field.append(Int32(field))
        self.parent.append(parent)
        self.position.append(position)
        value.append(.blank)
        text.append("")
        var own: Flags = [.ownRelevant, .relevant]
        if let bind = fields[field].bind {
            if bind.isAlwaysRequired { own.insert(.required) }
            if bind.isAlwaysReadonly { own.formUnion([.ownReadonly, .readonly]) }
        }
        if parent >= 0 {
            let above = flags[Int(parent)]
            if !above.contains(.relevant) { own.remove(.relevant) }
            if above.contains(.readonly) { own.insert(.readonly) }
        }
        flags.append(own)
        children.append(
            fields[field].children.map { child in
                guard fields[child].isRepeat else { return Int32.max }
                lists.append([])
                return -Int32(lists.count)
            })
        return node
    }

    /// The number of instances below a node's child place.
    func instances(of slot: Int, below node: Int32) -> [Int32] {
        let child = children[Int(node)][slot]
        return child >= 0 ? [child] : lists[Int(-child - 1)]
    }

    /// The list of a repeat below a node.
    func list(of slot: Int, below node: Int32) -> Int? {
        let child = children[Int(node)][slot]
        return child < 0 ? Int(-child - 1) : nil
    }

    /// All nodes from a node on, in document order.
    func subtree(of node: Int32) -> [Int32] {
        var result: [Int32] = []
        var open = [node]
        while let next = open.popLast() {
            result.append(next)
            for slot in children[Int(next)].indices.reversed() { open += instances(of: slot, below: next).reversed() }
        }
        return result
    }
}
