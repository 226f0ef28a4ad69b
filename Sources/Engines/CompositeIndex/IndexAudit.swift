/// What an auditor of a composite index asks, as findings in plain words.
public struct IndexAudit: Sendable {
    public enum Severity: String, Sendable, Comparable, CaseIterable {
        case note, warning, serious

        public static func < (a: Severity, b: Severity) -> Bool { a.weight < b.weight }

        private var weight: Int { self == .note ? 0 : self == .warning ? 1 : 2 }
    }

    public enum Kind: String, Sendable, CaseIterable {
        case scarceUnit, scarceIndicator, constant, mostlyZero, repetitive
        case outliers, stillSkewed, mixedScales
        case againstOwnGroup, weakInOwnGroup, sameAsGroup, closerToAnotherGroup
        case nearlyTheSame, againstEachOther
        case contradictoryGroup, looseGroup, tolerableGroup, weakensGroup
        case severalDimensions, weakFirstDimension, poorSampling
        case followsSize, stillFollowsSize
        case hardlyMatters, weighsMoreThanStated, weighsLessThanStated
    }

    public struct Finding: Sendable, Hashable {
        public var kind: Kind
        public var severity: Severity
        /// The code of the element, or of the unit for its coverage.
        public var element: String
        /// The other element, the period or the denominator that it is about; empty where there is none.
        public var other: String
        /// The measured value.
        public var value: Double

        public init(kind: Kind, severity: Severity, element: String, other: String = "", value: Double) {
            (self.kind, self.severity, self.element, self.other, self.value) = (kind, severity, element, other, value)
        }
    }

    /// In the order of the structure: units, indicators, groups.
    public private(set) var findings: [Finding] = []

    /// Limits of the checks; the defaults are the customary ones.
    public struct Limits: Sendable {
        /// The share of present cells below which a unit or an indicator is named.
        public var coverage = 0.65
        /// Below the first an indicator moves against its dimension, below the second it says little, above the third it is the same.
        public var against = -0.4
        public var weak = 0.3
        public var same = 0.9
        public var alpha = 0.7
        public var tolerableAlpha = 0.6
        public var firstShare = 0.65
        public var sampling = 0.6
        public var size = 0.6

        public init() {}
    }

    private let build: IndexBuild
    private let limits: Limits

    public init(_ build: IndexBuild, limits: Limits = Limits()) {
        (self.build, self.limits) = (build, limits)
        let tree = build.structure
        units()
        for index in 0..<tree.indicatorCount {
            data(index)
            scales(index)
            size(index)
        }
        for index in 0..<tree.top { parent(index) }
        for index in tree.indicatorCount..<tree.elements.count { group(index) }
        influence()
    }

    private mutating func add(_ kind: Kind, _ severity: Severity, _ element: String, _ value: Double, other: String = "") {
        findings.append(Finding(kind: kind, severity: severity, element: element, other: other, value: value))
    }

    // MARK: Data

    private mutating func units() {
        let table = build.denominated
        for row in 0..<table.rowCount {
            let share = RowAvailability(table.columns, row: row).availableShare
            if share < limits.coverage { add(.scarceUnit, .warning, table.units[row], share, other: table.periods[row]) }
        }
    }

    private mutating func data(_ index: Int) {
        let element = build.structure.elements[index]
        let summary = ColumnSummary(build.denominated.columns[index])
        if summary.availableShare < limits.coverage { add(.scarceIndicator, .warning, element.code, summary.availableShare) }
        if summary.unique == 1 { add(.constant, .serious, element.code, summary.minimum) }
        if summary.available > 0, summary.isMostlyZero { add(.mostlyZero, .note, element.code, summary.nonZeroShare) }
        if summary.unique > 1, summary.isRepetitive { add(.repetitive, .note, element.code, summary.uniqueShare) }
        let treatment = build.treatments[index]
        if summary.hasOutliers {
            let steps = treatment.isTransformed ? "log" : "\(treatment.steps)"
            add(.outliers, .note, element.code, summary.skew, other: treatment.steps > 0 || treatment.isTransformed ? steps : "")
        }
        // Whatever the method's own limits are, an auditor uses the customary ones.
        let usual = Treatment(winsoriseAtMost: nil)
        let after = Statistics.skewKurtosis(build.treated.columns[index])
        if !usual.passes(after.skew, after.kurtosis), build.method.goalposts[element.code] == nil {
            add(.stillSkewed, .warning, element.code, after.skew)
        }
    }

    /// Treated year by year, a logarithm in some years only makes the years incomparable.
    private mutating func scales(_ index: Int) {
        let periods = build.imputed.periodRanges.count
        let transformed = build.treatments[index].transformedPeriods.count
        guard build.method.treatsEachPeriod, transformed > 0, transformed < periods else { return }
        add(.mixedScales, .serious, build.structure.elements[index].code, Double(transformed), other: "\(periods)")
    }

    /// An indicator that follows the size of the units measures size.
    private mutating func size(_ index: Int) {
        let element = build.structure.elements[index]
        let rows = build.inputRows
        for (code, column) in build.input.denominators.sorted(by: { $0.key < $1.key }) {
            guard build.kept.count == column.count else { continue }
            let r = Statistics.pearson(build.imputed.columns[index], rows.map { column[$0] })
            guard abs(r) > limits.size else { continue }
            let isDivided = element.denominator != nil
            add(isDivided ? .stillFollowsSize : .followsSize, isDivided ? .note : .warning, element.code, r, other: code)
        }
    }

    // MARK: Coherence

    private func correlation(_ a: Int, _ b: Int) -> Double { Statistics.pearson(build.scores[a], build.scores[b]) }

    private mutating func parent(_ index: Int) {
        let tree = build.structure
        guard let above = tree.parent[index] else { return }
        let (r, code) = (correlation(index, above), tree.elements[index].code)
        let name = tree.elements[above].code
        if r < limits.against {
            add(.againstOwnGroup, .serious, code, r, other: name)
        } else if r < limits.weak {
            add(.weakInOwnGroup, .warning, code, r, other: name)
        } else if r > limits.same, tree.children[above].count > 1 {
            add(.sameAsGroup, .note, code, r, other: name)
        }
        // Other groups of the same kind: aggregates beside its own.
        let others = tree.children[tree.parent[above] ?? above].filter { $0 != above && !tree.children[$0].isEmpty && tree.parent[above] != nil }
        guard let nearest = others.max(by: { correlation(index, $0) < correlation(index, $1) }) else { return }
        let away = correlation(index, nearest)
        if away > r { add(.closerToAnotherGroup, .note, code, away - r, other: tree.elements[nearest].code) }
    }

    private mutating func group(_ index: Int) {
        let tree = build.structure
        let below = tree.children[index]
        let code = tree.elements[index].code
        guard below.count > 1 else { return }
        let columns = below.map { build.scores[$0] }
        let coherence = Coherence(columns)
        reliability(code, coherence, below, columns)
        if coherence.eigenvalues.count > 1 {
            if coherence.componentCount > 1 { add(.severalDimensions, .warning, code, Double(coherence.componentCount)) }
            if coherence.firstShare < limits.firstShare { add(.weakFirstDimension, .note, code, coherence.firstShare) }
        }
        // Of two items the measure is always a half: it says nothing.
        if below.count > 2, coherence.samplingAdequacy < limits.sampling { add(.poorSampling, .note, code, coherence.samplingAdequacy) }
        for (position, a) in below.enumerated() {
            for b in below[..<position] {
                let r = correlation(a, b)
                let (one, other) = (tree.elements[a].code, tree.elements[b].code)
                if r > limits.same { add(.nearlyTheSame, .warning, one, r, other: other) }
                if r < limits.against { add(.againstEachOther, .warning, one, r, other: other) }
            }
        }
    }

    private mutating func reliability(_ code: String, _ coherence: Coherence, _ below: [Int], _ columns: [[Double]]) {
        let alpha = coherence.alpha
        if alpha < 0 {
            add(.contradictoryGroup, .serious, code, alpha)
        } else if alpha < limits.tolerableAlpha {
            add(.looseGroup, .warning, code, alpha)
        } else if alpha < limits.alpha {
            add(.tolerableGroup, .note, code, alpha)
        }
        guard alpha < limits.alpha, below.count > 2 else { return }
        for (child, item) in zip(below, Coherence.items(columns)) where item.alphaWithout > alpha + 0.05 {
            add(.weakensGroup, .note, build.structure.elements[child].code, item.alphaWithout, other: code)
        }
    }

    // MARK: Influence

    /// What leaving out changes, and how the share of influence stands to the stated weight.
    private mutating func influence() {
        let tree = build.structure
        guard tree.indicatorCount > 1, build.normalised.rowCount > 2 else { return }
        for index in 0..<tree.indicatorCount {
            guard let above = tree.parent[index], tree.children[above].count > 1 else { continue }
            let change = LeaveOneOut(build, without: index).meanRankChange
            if change < 0.1 { add(.hardlyMatters, .note, tree.elements[index].code, change) }
        }
        for index in tree.indicatorCount..<tree.elements.count where tree.children[index].count > 1 {
            let below = tree.children[index]
            let squares = below.map { child in
                let r = correlation(child, index)
                return r > 0 ? r * r : 0
            }
            let (sum, weights) = (squares.reduce(0, +), below.map { tree.elements[$0].weight })
            let whole = weights.reduce(0, +)
            guard sum > 0, whole > 0, sum.isFinite else { continue }
            for (child, (square, weight)) in zip(below, zip(squares, weights)) where weight > 0 {
                let ratio = square / sum / (weight / whole)
                let (code, parent) = (tree.elements[child].code, tree.elements[index].code)
                if ratio > 2 { add(.weighsMoreThanStated, .warning, code, ratio, other: parent) }
                if ratio < 0.5 { add(.weighsLessThanStated, .note, code, ratio, other: parent) }
            }
        }
    }
}
