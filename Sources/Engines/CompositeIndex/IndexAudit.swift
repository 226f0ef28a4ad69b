/// What an auditor of a composite index asks, as findings in plain words.
public struct IndexAudit: Sendable {
    public enum Severity: String, Sendable {
        case note, warning, serious
    }

    public struct Finding: Sendable, Hashable {
        public var severity: Severity
        /// The code of the element.
        public var element: String
        /// The measured value.
        public var value: Double
        public var words: String
    }

    public var findings: [Finding] = []

    /// - Parameter coverage: the share of present cells below which an indicator is named.
    public init(_ build: IndexBuild, coverage: Double = 0.65) {
        let tree = build.structure
        for (index, element) in tree.indicators.enumerated() {
            let column = build.denominated.columns[index]
            let share = Double(column.count { !$0.isNaN }) / Double(max(1, column.count))
            if share < coverage {
                add(.warning, element.code, share, "too few values are present")
            }
            let (skew, kurtosis) = Statistics.skewKurtosis(column)
            if abs(skew) > 2, kurtosis > 3.5 { add(.note, element.code, skew, "outliers: skewed with heavy tails") }
            if !build.treatments[index].passes {
                add(.warning, element.code, build.treatments[index].skew, "still skewed after treatment")
            }
            parent(index, build)
        }
        for index in tree.indicatorCount..<tree.elements.count { group(index, build) }
    }

    /// Coherence of an indicator with its parent: −0.4, 0.3 and 0.9 are the customary limits.
    private mutating func parent(_ index: Int, _ build: IndexBuild) {
        let tree = build.structure
        guard let above = tree.parent[index] else { return }
        let r = Statistics.pearson(build.scores[index], build.scores[above])
        let code = tree.elements[index].code
        if r < -0.4 {
            add(.serious, code, r, "moves against its own dimension: check the direction")
        } else if r < 0.3 {
            add(.warning, code, r, "says little about its own dimension")
        } else if r > 0.9 {
            add(.note, code, r, "says the same as its dimension")
        }
    }

    private mutating func group(_ index: Int, _ build: IndexBuild) {
        let below = build.structure.children[index]
        let code = build.structure.elements[index].code
        guard below.count > 1 else { return }
        let alpha = Statistics.cronbachAlpha(below.map { build.scores[$0] })
        if alpha < 0 {
            add(.serious, code, alpha, "its parts contradict each other (Cronbach's alpha below 0)")
        } else if alpha < 0.6 {
            add(.warning, code, alpha, "its parts hang together loosely (Cronbach's alpha below 0.6)")
        }
        for (position, a) in below.enumerated() {
            for b in below[..<position] {
                let r = Statistics.pearson(build.scores[a], build.scores[b])
                if r > 0.9 {
                    let other = build.structure.elements[b].code
                    add(.warning, build.structure.elements[a].code, r, "nearly the same as \(other): counted twice")
                }
            }
        }
    }

    private mutating func add(_ severity: Severity, _ element: String, _ value: Double, _ words: String) {
        findings.append(Finding(severity: severity, element: element, value: value, words: words))
    }
}
