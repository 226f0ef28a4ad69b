/// An expression whose names are resolved against one form, ready to be evaluated at any node of the field it was compiled for.
indirect enum XPathCode: Sendable {
    case constant(XPathValue)
    /// A field by its way through the primary instance, without conditions: the common case.
    case field(FieldPath)
    case nodes(NodePath)
    case call(XPathFunction, [XPathCode])
    /// `regex` whose pattern is written in the form.
    case matches(XPathCode, FormPattern)
    case indexedRepeat(IndexedRepeat)
    /// The choice of a select whose label is asked for.
    case choiceName(XPathCode, field: Int)
    case or([XPathCode])
    case and([XPathCode])
    case chain(XPathCode, [Link])
    case negate(XPathCode)
    case union([XPathCode])

    struct Link: Sendable {
        var operation: XPathLink.Operator
        var right: XPathCode
    }
}

/// Up from the node (or from the node that the expression stands at), then down by the places of children.
struct FieldPath: Sendable {
    var startsAtOriginal: Bool
    var ups: Int
    var slots: [Int32]
}

/// A way with conditions, or through a secondary instance.
struct NodePath: Sendable {
    enum Start: Sendable {
        case context(ups: Int)
        case original(ups: Int)
        /// The document of an instance: 0 the primary, else 1 + its place in the form.
        case document(Int32)
        /// A call that yields nodes.
        case code(XPathCode)
    }

    enum Step: Sendable {
        case slot(Int32, [XPathCode])
        case named(Int32, [XPathCode])
        case anyChild([XPathCode])
        case parent
        case filter([XPathCode])
    }

    var start: Start
    var steps: [Step]
}

/// `indexed-repeat`: the way from the root with, per level, the index that is asked for.
struct IndexedRepeat: Sendable {
    /// Children's places from the root down to the field.
    var slots: [Int32]
    /// Level (0 is the first below the root) and the code of its index.
    var indices: [(level: Int, index: XPathCode)]
    /// Up to this many levels the way is that of the node itself, unless indexed.
    var shared: Int
}

/// Where an expression is evaluated.
struct XPathScope: Sendable {
    /// 0 the primary instance, else 1 + the place of a secondary one.
    var tree: Int32 = 0
    var node: Int32
    /// What `current()` is.
    var original: Int32
    /// In a condition, the place among its siblings from 0.
    var position: Int32 = -1

    init(at node: Int32) { (self.node, original) = (node, node) }

    init(tree: Int32, node: Int32, original: Int32, position: Int32) {
        (self.tree, self.node, self.original, self.position) = (tree, node, original, position)
    }
}

/// Nodes of one instance in document order.
struct NodeSet: Sendable {
    var tree: Int32
    var nodes: [Int32]
}

/// What an expression reads: a field, and the depth of the ancestor that both share, through which a change is followed back.
struct XPathDependency: Sendable, Hashable {
    var field: Int
    var anchor: Int
}
