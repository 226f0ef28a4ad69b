/// Finds values that depend on themselves: through calculations, and through the conditions under which they are asked,
/// required or locked.
///
/// A telephone refuses such a form. References to other rounds of a repeat (`indexed-repeat`, brackets) and to the last saved form are no circle.
struct XLSCircles {
    private let form: XLSConverted
    /// For each element, the elements its value depends on, with the cell that says so.
    private var edges: [[(target: Int, spot: XLSBook.Spot)]]

    init(_ form: XLSConverted) {
        self.form = form
        let survey = form.survey
        edges = Array(repeating: [], count: survey.elements.count)
        for (index, element) in survey.elements.enumerated() {
            for name in ["calculate", "relevant", "required", "readonly"] {
                guard let setting = element.bound(name), name != "calculate" || element.triggers.isEmpty else { continue }
                for target in targets(of: setting.value) { edges[index].append((target, setting.spot)) }
            }
            // What stands in a group that is not asked is not there.
            if let parent = element.parent { edges[index].append((parent, element.spot)) }
        }
    }

    private func targets(of text: String) -> [Int] {
        guard text.contains("${") else { return [] }
        return XLSExpression(text).references.compactMap { reference in
            if reference.isLastSaved || reference.isQuoted || reference.isInPredicate || reference.hasPredicate || reference.indexedRepeatArgument != nil {
                return nil
            }
            guard case .one(let target) = form.paths.find(reference.name) else { return nil }
            // Counting a group or repeat from within does not ask for its condition.
            return form.survey.elements[target].isSection ? nil : target
        }
    }

    /// Reports each circle once, at the cell of its first row.
    func report(_ findings: inout XLSFindings) {
        // Tarjan's components, with a stack of our own: forms may be deep.
        for circle in components() {
            let members = circle.sorted()
            guard let first = members.first else { continue }
            let set = Set(circle)
            let spot = members.lazy.flatMap { edges[$0] }.first { set.contains($0.target) && !form.survey.elements[$0.target].isSection }?.spot
            let names = members.prefix(6).map { "“\(form.survey.elements[$0].name)”" }.joined(separator: ", ")
            let message = members.count == 1 ? "\(names) depends on itself" : "\(names)\(members.count > 6 ? " …" : "") depend on each other in a circle"
            findings.error(message, at: spot ?? form.survey.elements[first].spot, advice: "break the circle: a value cannot follow from itself")
        }
    }

    private func components() -> [[Int]] {
        let count = edges.count
        var (order, low, onStack) = ([Int](repeating: -1, count: count), [Int](repeating: 0, count: count), [Bool](repeating: false, count: count))
        var (next, stack, result) = (0, [Int](), [[Int]]())
        for start in 0..<count where order[start] < 0 {
            var calls: [(node: Int, edge: Int)] = [(start, 0)]
            while let (node, edge) = calls.last {
                if edge == 0 {
                    (order[node], low[node], onStack[node]) = (next, next, true)
                    next += 1
                    stack.append(node)
                }
                if edge < edges[node].count {
                    calls[calls.count - 1].edge += 1
                    let target = edges[node][edge].target
                    if order[target] < 0 { calls.append((target, 0)) } else if onStack[target] { low[node] = min(low[node], order[target]) }
                    continue
                }
                calls.removeLast()
                if let (parent, _) = calls.last { low[parent] = min(low[parent], low[node]) }
                guard low[node] == order[node] else { continue }
                var component: [Int] = []
                while let top = stack.popLast() {
                    onStack[top] = false
                    component.append(top)
                    if top == node { break }
                }
                if component.count > 1 || edges[node].contains(where: { $0.target == node }) { result.append(component) }
            }
        }
        return result
    }
}
