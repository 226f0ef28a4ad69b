import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

/// Correlation, reliability, principal components and weights against the reference programs.
@Suite(.enabled(if: Reference.isPresent))
struct ReferenceCoherenceTests {
    @Test(arguments: ["corr_L1_parent", "corr_L1_family", "corr_L2_parent", "corr_L3_index"])
    func correlationsUpTheTree(name: String) throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/\(name).csv")
        let levels = name == "corr_L1_family" ? ["Pillar": 0, "Sub-index": 1, "Index": 2] : [:]
        let position = asem.position
        for (above, below, expected) in zip3(try table.texts("Var1"), try table.texts("Var2"), try table.numbers("Correlation")) {
            let own = try #require(position[below])
            let ancestor = levels[above].map { asem.structure.ancestors(of: own)[$0] }
            let other = try #require(ancestor ?? position[above])
            let r = Statistics.pearson(build.scores[own], build.scores[other])
            #expect(isClose(r, expected), "\(name) \(above) \(below): \(r) ≠ \(expected)")
        }
    }

    @Test func significance() throws {
        let asem = try ASEM.shared.get()
        let columns = asem.build().scores
        let table = try ReferenceTable("expected/corr_L1_pvalues.csv")
        let codes = try table.texts("iCode")
        let position = asem.position
        for code in codes {
            let expected = try table.numbers(code)
            for (line, other) in codes.enumerated() where other != code {
                let r = Statistics.pearson(columns[try #require(position[code])], columns[try #require(position[other])])
                let p = Statistics.correlationPValue(r, count: 51)
                // Near 1 the p-value is the difference of equal numbers: r itself is only known to 1e-16.
                #expect(isClose(p, expected[line], 1e-9), "\(code) \(other): \(p) ≠ \(expected[line])")
            }
        }
    }

    @Test func flaggedPairs() throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let tree = asem.structure
        func pairs(_ isFlagged: (Double) -> Bool) -> Set<String> {
            var found: Set<String> = []
            for index in tree.indicatorCount..<tree.elements.count {
                for a in tree.children[index] where a < tree.indicatorCount {
                    for b in tree.children[index] where b < a {
                        let r = Statistics.pearson(build.scores[a], build.scores[b])
                        let names = [tree.elements[a].code, tree.elements[b].code].sorted().joined(separator: " ")
                        if isFlagged(r) { found.insert(names + String(format: " %.3f", r)) }
                    }
                }
            }
            return found
        }
        func expected(_ name: String) throws -> Set<String> {
            let table = try ReferenceTable("expected/\(name).csv")
            return Set(
                zip3(try table.texts("Ind1"), try table.texts("Ind2"), try table.numbers("Corr")).map {
                    [$0, $1].sorted().joined(separator: " ") + String(format: " %.3f", $2)
                })
        }
        #expect(pairs { $0 > 0.75 } == (try expected("corr_flags_high075")))
        #expect(pairs { $0 < -0.5 } == (try expected("corr_flags_low")))
    }

    @Test func denominators() throws {
        let asem = try ASEM.shared.get()
        let table = try ReferenceTable("expected/denom_corr.csv")
        let expected = Set(
            zip3(try table.texts("Ind"), try table.texts("Denom"), try table.numbers("Corr")).map {
                "\($0) \($1) " + String(format: "%.2f", $2)
            })
        var own: Set<String> = []
        for (index, element) in asem.structure.indicators.enumerated() {
            for (name, column) in asem.denominators {
                let r = Statistics.pearson(asem.raw.columns[index], column)
                if abs(r) > 0.7 { own.insert("\(element.code) \(name) " + String(format: "%.2f", r)) }
            }
        }
        #expect(own == expected)
    }

    @Test func groups() throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/cronbach_pca_by_group.csv")
        let groups = try table.texts("group")
        var measured: [String: Coherence] = [:]
        for group in groups {
            let below = asem.structure.indicators(below: try #require(asem.position[group]))
            measured[group] = Coherence(below.map { build.scores[$0] })
        }
        func compare(_ column: String, _ measure: (Coherence) -> Double) throws {
            for (group, expected) in zip(groups, try table.numbers(column)) {
                let own = measure(try #require(measured[group]))
                #expect(isClose(own, expected), "\(group) \(column): \(own) ≠ \(expected)")
            }
        }
        try compare("coinr_alpha_pairwise", \.alpha)
        try compare("psych_raw_alpha", \.alpha)
        try compare("psych_std_alpha", \.standardisedAlpha)
        try compare("avg_r", \.averageCorrelation)
        try compare("eig1") { $0.eigenvalues[0] }
        try compare("eig2") { $0.eigenvalues[1] }
        try compare("var_share_PC1", \.firstShare)
        try compare("n_eig_gt1") { Double($0.componentCount) }
        try compare("KMO", \.samplingAdequacy)
        let eigen = try ReferenceTable("expected/pca_eigen_L1.csv")
        let (values, orders) = (try eigen.numbers("eigenvalue"), try eigen.numbers("PC"))
        for (line, group) in try eigen.texts("group").enumerated() {
            let own = try #require(measured[group]).eigenvalues[Int(orders[line]) - 1]
            #expect(isClose(own, values[line]), "\(group) \(orders[line])")
        }
    }

    @Test func itemsLeftOut() throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/cronbach_item_drop.csv")
        let (codes, r) = (try table.texts("iCode"), try table.numbers("r_drop"))
        let alpha = try table.numbers("raw_alpha_if_dropped")
        for (line, group) in try table.texts("group").enumerated() {
            let below = asem.structure.indicators(below: try #require(asem.position[group]))
            let at = try #require(below.firstIndex { asem.structure.elements[$0].code == codes[line] })
            let own = Coherence.items(below.map { build.scores[$0] })[at]
            #expect(isClose(own.correlationWithRest, r[line]) && isClose(own.alphaWithout, alpha[line]), "\(codes[line])")
        }
    }

    /// Loadings are equal but for the sign, which the reference leaves as it falls and ours fixes.
    @Test(arguments: [1, 2]) func principalComponents(level: Int) throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/pca_weights_L\(level).csv")
        let expected = Dictionary(uniqueKeysWithValues: zip(try table.texts("iCode"), try table.numbers("Weight")))
        let tree = asem.structure
        for index in tree.indicatorCount..<tree.elements.count {
            let below = tree.children[index]
            guard (level == 1) == (below[0] < tree.indicatorCount), index != tree.top else { continue }
            let own = Coherence(below.map { build.scores[$0] }).loadings
            let given = below.map { expected[tree.elements[$0].code] ?? .nan }
            let sign = given.reduce(0, +) < 0 ? -1.0 : 1.0
            #expect(own.reduce(0, +) >= 0)
            for (a, b) in zip(own, given) { #expect(isClose(a, sign * b), "\(tree.elements[index].code): \(a) ≠ \(b)") }
        }
    }

    @Test func weightsOfTheLiterature() throws {
        let build = try ASEM.nominal.get()
        // The decision matrix is the normalised one plus 1, rows by code: where several are best, CILOS takes the first.
        let order = build.imputed.units.indices.sorted { build.imputed.units[$0] < build.imputed.units[$1] }
        let matrix = build.normalised.columns.map { column in order.map { column[$0] + 1 } }
        let table = try ReferenceTable("expected/mcdm_pymcdm_weights.csv")
        let codes = try table.texts("iCode")
        #expect(codes == build.structure.indicators.map(\.code))
        let kinds: [(String, [Double])] = [
            ("equal", matrix.map { _ in 1 / 49.0 }), ("entropy", Weighting.entropy(matrix)),
            ("standard_deviation", Weighting.deviation(matrix)), ("merec", Weighting.removalEffects(matrix)),
            ("critic", Weighting.critic(matrix)), ("cilos", Weighting.impactLoss(matrix)), ("angle", Weighting.angle(matrix)),
            ("gini", Weighting.gini(matrix)), ("variance", Weighting.variance(matrix)),
        ]
        for (name, own) in kinds {
            for (code, a, b) in zip3(codes, own, try table.numbers(name + "_weights")) {
                #expect(isClose(a, b), "\(name) \(code): \(a) ≠ \(b)")
            }
        }
        // In a pipeline the columns are made positive the same way.
        let piped = try #require(Weighting.entropy.weights(build.normalised.columns, given: []))
        #expect(zip(piped, kinds[1].1).allSatisfy { isClose($0, $1) })
    }

    @Test func decisionMethods() throws {
        let build = try ASEM.nominal.get()
        let matrix = build.normalised.columns.map { column in column.map { $0 + 1 } }
        let weights = matrix.map { _ in 1 / 49.0 }
        let table = try ReferenceTable("expected/mcdm_pymcdm_methods.csv")
        let kinds: [(String, [Double])] = [
            ("TOPSIS", DecisionMethods.closeness(matrix, weights: weights)),
            ("VIKOR", DecisionMethods.compromise(matrix, weights: weights)),
            ("EDAS", DecisionMethods.distanceFromAverage(matrix, weights: weights)),
            ("PROMETHEE_II", DecisionMethods.netFlow(matrix, weights: weights)),
        ]
        for (name, own) in kinds {
            let expected = try table.numbers(name)
            for (row, unit) in build.imputed.units.enumerated() {
                let at = try #require(table.units.firstIndex(of: unit))
                #expect(isClose(own[row], expected[at]), "\(name) \(unit): \(own[row]) ≠ \(expected[at])")
            }
        }
    }

    @Test func judgements() throws {
        let table = try ReferenceTable("expected/ahp_oracle.csv")
        let names = try table.texts("matrix")
        let rows = try table.texts("matrix_row").map { $0.split(separator: ";").map { Double($0) ?? .nan } }
        let (own, geometric) = (try table.numbers("eigenvector_weight"), try table.numbers("geomean_weight"))
        let (lambda, ci, cr) = (try table.numbers("lambda_max"), try table.numbers("CI"), try table.numbers("CR"))
        for name in Set(names) {
            let lines = names.indices.filter { names[$0] == name }
            let result = try #require(PairwiseComparison(lines.map { rows[$0] }))
            for (row, line) in lines.enumerated() {
                #expect(isClose(result.eigenvectorWeights[row], own[line]), "\(name)")
                #expect(isClose(result.geometricWeights[row], geometric[line]), "\(name)")
                #expect(isClose(result.eigenvalue, lambda[line]) && isClose(result.consistencyIndex, ci[line]), "\(name)")
                #expect(isClose(result.consistencyRatio, cr[line]), "\(name)")
            }
            #expect(result.isConsistent == (name != "incons4"))
        }
        #expect(PairwiseComparison([[1, 2], [0, 1]]) == nil && PairwiseComparison([[1, 2]]) == nil)
    }

    /// The reference search, step for step, with its negative weights; it prints the importances of its last trial in the order of
    /// the codes. Ours holds weights at 0 or above and comes nearer to the targets than that allows only where it can.
    @Test func optimisedWeights() throws {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let tree = asem.structure
        func importances(_ codes: [String]) -> ([Double]) -> [Double] {
            let position = asem.position
            return { weights in
                var all = tree.elements.map(\.weight)
                for (code, weight) in zip(codes, weights) { all[position[code] ?? 0] = weight }
                let top = unbounded(build, all)
                return codes.map { Statistics.pearson(build.scores[position[$0] ?? 0], top) }
            }
        }
        for (file, tolerance, codes) in [
            ("opt_weights_L3", 0.1, ["Conn", "Sust"]),
            ("opt_weights_L2_tol1e-6", 1e-6, try ReferenceTable("expected/opt_weights_L2_tol1e-6.csv").texts("iCode")),
        ] {
            let table = try ReferenceTable("expected/\(file).csv")
            let targets = try table.numbers("Desired")
            let search = importances(codes)
            let found = WeightOptimisation.unconstrained(targets, tolerance: tolerance, limit: 2000, importances: search)
            let expected = try table.numbers("OptWeight")
            for (a, b) in zip(found.weights, expected) { #expect(isClose(a, b, 1e-7), "\(file): \(a) ≠ \(b)") }
            let byCode = zip(codes, found.last).sorted { $0.0 < $1.0 }.map(\.1)
            for (a, b) in zip(byCode, try table.numbers("Obtained")) { #expect(isClose(a, b, 1e-7), "\(file): \(a) ≠ \(b)") }
            let own = try #require(WeightOptimisation.nonNegative(targets, importances: search))
            #expect(own.allSatisfy { $0 >= 0 } && isClose(own.reduce(0, +), 1))
            func far(_ weights: [Double]) -> Double {
                let r = search(weights)
                return zip(r, targets).reduce(0) { $0 + pow($1.0 / r.reduce(0, +) - $1.1, 2) }
            }
            #expect(far(own) < far(targets), "\(file)")
            if file == "opt_weights_L3" { #expect(far(own) < 1e-12) }
        }
    }

    /// Arithmetic means up the tree that take negative weights too, as the reference does.
    private func unbounded(_ build: IndexBuild, _ weights: [Double]) -> [Double] {
        let tree = build.structure
        var scores = build.normalised.columns
        for index in tree.indicatorCount..<tree.elements.count {
            let below = tree.children[index]
            let sum = below.reduce(0) { $0 + weights[$1] }
            scores.append(
                build.normalised.units.indices.map { row in below.reduce(0) { $0 + weights[$1] * scores[$1][row] } / sum })
        }
        return scores[tree.top]
    }
}
