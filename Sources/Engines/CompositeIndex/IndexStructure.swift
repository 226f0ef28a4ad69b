public import Ground

/// One element of an index as it is written down: an indicator or an aggregate.
public struct IndexElement: Sendable, Hashable {
    public var code: String
    public var name: String
    /// The code of the aggregate above, nil at the top.
    public var parent: String?
    /// Importance among the children of the same parent; at least 0.
    public var weight: Double
    /// True for an indicator (a column of data), false for an aggregate.
    public var isIndicator: Bool
    /// +1 where more is better, −1 where less is better.
    public var direction: Double
    /// The unit of measure, as text.
    public var unit: String
    /// The value aimed at, in the indicator's unit.
    public var target: Double?
    /// The column by which the indicator is divided.
    public var denominator: String?
    /// The rate is per so many of the denominator (per 10,000 people: 10,000).
    public var per: Double
    /// The line of the file that says so.
    public var place: Place

    public init(
        code: String, name: String, parent: String?, weight: Double = 1, isIndicator: Bool, direction: Double = 1,
        unit: String = "", target: Double? = nil, denominator: String? = nil, per: Double = 1, place: Place
    ) {
        (self.code, self.name, self.parent, self.weight) = (code, name, parent, weight)
        (self.isIndicator, self.direction, self.unit, self.target) = (isIndicator, direction, unit, target)
        (self.denominator, self.per, self.place) = (denominator, per, place)
    }
}

/// A checked tree: indicators first (in the order given), then aggregates from the bottom up; the last is the top.
///
/// Any depth; branches may be of different depth.
public struct IndexStructure: Sendable {
    public private(set) var elements: [IndexElement]
    /// How many of the elements are indicators: they stand at 0 ..< indicatorCount.
    public let indicatorCount: Int
    /// The children of each element, as positions in `elements`; empty for indicators.
    public let children: [[Int]]
    /// The parent's position; nil at the top.
    public let parent: [Int?]

    public var indicators: ArraySlice<IndexElement> { elements[..<indicatorCount] }
    /// The position of the top.
    public var top: Int { elements.count - 1 }

    /// Checks names, directions, weights and the tree; throws every fault at once.
    public init(_ given: [IndexElement]) throws(RejectedInput) {
        var faults = Diagnostics()
        IndexStructure.checkElements(given, &faults)
        let leaves = given.filter(\.isIndicator)
        let aggregates = given.filter { !$0.isIndicator }
        let place = given.first?.place ?? Place("indicators.csv")
        if leaves.isEmpty { faults.error("there is no indicator", at: place) }
        let tops = aggregates.filter { $0.parent == nil }
        if tops.count != 1 {
            faults.error(
                "\(tops.count) aggregates stand at the top where one must: \(tops.map(\.code).joined(separator: ", "))",
                at: tops.last?.place ?? place, advice: "leave the parent empty for the index alone")
        }
        let ordered = IndexStructure.bottomUp(aggregates, &faults)
        if faults.hasErrors { throw RejectedInput(faults) }
        let all = leaves + ordered
        let position = Dictionary(all.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { a, _ in a })
        let parents = all.map { element in element.parent.flatMap { position[$0] } }
        var children = [[Int]](repeating: [], count: all.count)
        for (index, parent) in parents.enumerated() {
            if let parent { children[parent].append(index) }
        }
        for index in leaves.count..<all.count {
            if children[index].isEmpty {
                faults.error("“\(all[index].code)” has nothing below it", at: all[index].place)
            } else if children[index].allSatisfy({ all[$0].weight == 0 }) {
                faults.error("all weights below “\(all[index].code)” are 0", at: all[index].place)
            }
        }
        if faults.hasErrors { throw RejectedInput(faults) }
        (elements, indicatorCount, self.children, parent) = (all, leaves.count, children, parents)
    }

    private static func checkElements(_ given: [IndexElement], _ faults: inout Diagnostics) {
        let aggregates = Set(given.filter { !$0.isIndicator }.map(\.code))
        var seen: Set<String> = []
        for element in given {
            if element.code.isEmpty { faults.error("the code is empty", at: element.place) }
            if !seen.insert(element.code).inserted {
                faults.error("the code “\(element.code)” stands twice", at: element.place)
            }
            if !(element.weight >= 0 && element.weight < .infinity) {
                faults.error("the weight of “\(element.code)” is not a number of at least 0", at: element.place)
            }
            if element.direction != 1, element.direction != -1 {
                faults.error("the direction of “\(element.code)” is neither 1 nor -1", at: element.place)
            }
            if let parent = element.parent {
                if !aggregates.contains(parent) {
                    faults.error(
                        "the parent “\(parent)” of “\(element.code)” is not an aggregate of this index",
                        at: element.place, advice: "name one of \(aggregates.sorted().joined(separator: ", "))")
                }
            } else if element.isIndicator {
                faults.error("the indicator “\(element.code)” has no parent", at: element.place)
            }
        }
    }

    private static let levelLimit = 100

    /// Aggregates so that each stands after all aggregates below it; a ring is a fault.
    private static func bottomUp(_ aggregates: [IndexElement], _ faults: inout Diagnostics) -> [IndexElement] {
        var waiting = aggregates
        var ordered: [IndexElement] = []
        var levels = 0
        while !waiting.isEmpty {
            levels += 1
            if levels > levelLimit {
                faults.error("more than \(levelLimit) levels stand above each other", at: waiting[0].place)
                return ordered
            }
            let above = Set(waiting.compactMap(\.parent))
            let ready = waiting.filter { !above.contains($0.code) }
            if ready.isEmpty {
                let first = waiting[0]
                faults.error("the aggregates above “\(first.code)” form a ring", at: first.place)
                return ordered
            }
            ordered += ready
            waiting.removeAll { !above.contains($0.code) }
        }
        return ordered
    }

    /// The same tree with other weights, one per element.
    public func weighted(_ weights: [Double]) -> IndexStructure {
        var result = self
        for (index, weight) in weights.enumerated() where elements.indices.contains(index) {
            result.elements[index].weight = weight
        }
        return result
    }

    /// The positions above an element, the nearest first.
    public func ancestors(of index: Int) -> [Int] {
        var result: [Int] = []
        var next = parent[index]
        while let above = next {
            result.append(above)
            next = parent[above]
        }
        return result
    }

    /// The indicators below an element; the element itself where it is one.
    public func indicators(below index: Int) -> [Int] {
        var waiting = [index]
        var result: [Int] = []
        while let next = waiting.popLast() {
            if next < indicatorCount { result.append(next) } else { waiting += children[next].reversed() }
        }
        return result
    }

    /// The position of a code.
    public func position(of code: String) -> Int? { elements.firstIndex { $0.code == code } }

    /// The share of each element in the top: the product of within-group shares up the tree.
    public var effectiveWeights: [Double] {
        var shares = [Double](repeating: 1, count: elements.count)
        for index in stride(from: elements.count - 2, through: 0, by: -1) { shares[index] = 0 }
        for index in stride(from: top, through: indicatorCount, by: -1) {
            let sum = children[index].reduce(0) { $0 + elements[$1].weight }
            for child in children[index] where sum > 0 { shares[child] = shares[index] * elements[child].weight / sum }
        }
        return shares
    }
}
