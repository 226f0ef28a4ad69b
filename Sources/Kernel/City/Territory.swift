package import Ground

/// The city's areas as a tree.
///
/// Containment is answered in constant time: every area knows the interval of the depth-first order that lies below it.
package struct Territory: Sendable {
    /// All areas, ended ones among them, in the order of the file.
    package let all: [Area]
    /// Areas without a parent; in a sound city the city, and ended areas.
    package let roots: [AreaCode]

    private let indices: [AreaCode: Int]
    private let parents: [Int?]
    private let below: [[Int]]
    private let order: [Range<Int>]
    private let predecessorIndices: [Int: [Int]]

    /// The areas must be sound: unique codes, parents that exist, no cycle; `TerritoryReader` reports and removes what is not.
    /// What is unsound all the same (a parent that is not there, a cycle) is treated as having no parent.
    package init(_ areas: [Area]) {
        all = areas
        let indices = Dictionary(
            areas.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.indices = indices
        let parents = Territory.soundParents(areas, indices: indices)
        self.parents = parents
        var below = [[Int]](repeating: [], count: areas.count)
        var roots: [Int] = []
        for index in areas.indices {
            if let parent = parents[index] { below[parent].append(index) } else { roots.append(index) }
        }
        self.below = below
        self.roots = roots.map { areas[$0].code }
        order = Territory.depthFirstOrder(roots: roots, below: below)
        var predecessors: [Int: [Int]] = [:]
        for (index, area) in areas.enumerated() {
            for successor in area.successors {
                if let target = indices[successor] { predecessors[target, default: []].append(index) }
            }
        }
        predecessorIndices = predecessors
    }

    package func area(_ code: AreaCode) -> Area? { indices[code].map { all[$0] } }

    /// Only its name: lists ask for many.
    package func name(of code: AreaCode) -> Bilingual? { indices[code].map { all[$0].name } }

    /// The areas directly below, in the order of the file.
    package func children(of code: AreaCode) -> [Area] {
        guard let index = indices[code] else { return [] }
        return below[index].map { all[$0] }
    }

    /// From the root to the area itself; empty for an unknown code.
    package func ancestors(of code: AreaCode) -> [AreaCode] {
        var chain: [AreaCode] = []
        var next = indices[code]
        while let index = next {
            chain.append(all[index].code)
            next = parents[index]
        }
        return chain.reversed()
    }

    /// Whether the second area is the first or lies below it.
    package func contains(_ ancestor: AreaCode, _ descendant: AreaCode) -> Bool {
        guard let upper = indices[ancestor], let lower = indices[descendant] else { return false }
        return order[upper].contains(order[lower].lowerBound)
    }

    /// The area of a level in which an area lies; the area itself where it is of that level.
    package func ancestor(of code: AreaCode, at level: AreaLevel) -> AreaCode? {
        var next = indices[code]
        while let index = next {
            if all[index].level == level { return all[index].code }
            next = parents[index]
        }
        return nil
    }

    /// The areas that exist on a day, in the order of the file.
    package func valid(on date: CivilDate) -> [Area] { all.filter { $0.isValid(on: date) } }

    /// The areas of a level, in the order of the file.
    package func areas(at level: AreaLevel) -> [Area] { all.filter { $0.level == level } }

    /// The area and everything below it, from the top.
    package func descendants(of code: AreaCode) -> [Area] {
        guard let index = indices[code] else { return [] }
        var found: [Area] = []
        var open = [index]
        while let next = open.popLast() {
            found.append(all[next])
            open.append(contentsOf: below[next].reversed())
        }
        return found
    }

    /// The areas that took the place of an ended one, followed until areas are reached that have not ended; the code itself
    /// where the area lives on, nothing for an unknown code.
    package func successors(of code: AreaCode) -> [AreaCode] {
        guard let start = indices[code] else { return [] }
        var found: [AreaCode] = []
        var seen: Set<Int> = [start]
        var open = [start]
        while let index = open.popLast() {
            let next = all[index].successors.compactMap { indices[$0] }
            if next.isEmpty {
                found.append(all[index].code)
            } else {
                open.append(contentsOf: next.reversed().filter { seen.insert($0).inserted })
            }
        }
        return found
    }

    /// The areas whose place an area took, directly.
    package func predecessors(of code: AreaCode) -> [AreaCode] {
        guard let index = indices[code] else { return [] }
        return (predecessorIndices[index] ?? []).map { all[$0].code }
    }

    // MARK: Building

    private static func soundParents(_ areas: [Area], indices: [AreaCode: Int]) -> [Int?] {
        var parents = areas.map { area in area.parent.flatMap { indices[$0] } }
        // 0 not visited, 1 on the way, 2 known to reach a root.
        var marks = [UInt8](repeating: 0, count: areas.count)
        for start in areas.indices where marks[start] == 0 {
            var path: [Int] = []
            var next: Int? = start
            while let index = next, marks[index] == 0 {
                marks[index] = 1
                path.append(index)
                next = parents[index]
            }
            if let closing = next, marks[closing] == 1 { parents[closing] = nil }
            for index in path { marks[index] = 2 }
        }
        return parents
    }

    private static func depthFirstOrder(roots: [Int], below: [[Int]]) -> [Range<Int>] {
        var order = [Range<Int>](repeating: 0..<0, count: below.count)
        var counter = 0
        // A negative entry closes the area opened before it: a loop, because a file may be deeper than the stack.
        var open = roots.reversed().map { $0 }
        while let entry = open.popLast() {
            if entry >= 0 {
                order[entry] = counter..<counter
                counter += 1
                open.append(-entry - 1)
                open.append(contentsOf: below[entry].reversed())
            } else {
                let index = -entry - 1
                order[index] = order[index].lowerBound..<counter
            }
        }
        return order
    }
}
