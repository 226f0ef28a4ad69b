extension XPathExpression {
    /// The same expression as it reads from one level above: `../n` becomes `./n`.
    ///
    /// A repeat's count and condition stand at the repeat, but are needed while it has no instance yet: they are computed at its parent.
    var seenFromParent: XPathExpression {
        switch self {
        case .number, .literal: self
        case .path(let path): .path(path.seenFromParent)
        case .call(let name, let arguments): .call(name, arguments.map(\.seenFromParent))
        case .or(let all): .or(all.map(\.seenFromParent))
        case .and(let all): .and(all.map(\.seenFromParent))
        case .union(let all): .union(all.map(\.seenFromParent))
        case .negate(let inner): .negate(inner.seenFromParent)
        case .chain(let first, let links):
            .chain(first.seenFromParent, links.map { XPathLink($0.operation, $0.right.seenFromParent) })
        }
    }
}

extension XPathPath {
    /// Conditions in the path are left alone: they stand at the nodes that the path finds.
    fileprivate var seenFromParent: XPathPath {
        let isRelative: Bool
        switch start {
        case .root: return self
        case .context: isRelative = true
        case .expression(.call("current", _), _): isRelative = true
        case .expression(let inner, let predicates):
            return XPathPath(.expression(inner.seenFromParent, predicates: predicates), steps)
        }
        guard isRelative, steps.first?.axis == .parent else { return self }
        return XPathPath(start, [XPathStep(.current, "", steps[0].predicates)] + steps.dropFirst())
    }
}
