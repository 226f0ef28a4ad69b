public import Ground

extension DesignDescription {
    /// The design of a sample: its columns are read and checked, and weights that are not given are made from the populations.
    ///
    /// - Parameter diagnostics: receives a warning where there are neither weights nor populations; every row then counts 1.
    public func design(of table: SurveyTable, diagnostics: inout Diagnostics) throws(RejectedInput) -> SurveyDesign {
        let stages = try stages(of: table)
        let weights: [Double]
        if let column = self.weights {
            weights = try table.numbers(column)
        } else if stages.allSatisfy({ $0.population != nil }) {
            weights = DesignDescription.weights(of: stages, count: table.count)
        } else {
            diagnostics.warning(
                "the design names neither weights nor the populations of all stages: every row counts 1, totals are of the sample",
                at: Place(table.csv.file), advice: "add weights=COLUMN or population=COLUMN")
            weights = [Double](repeating: 1, count: table.count)
        }
        return try SurveyDesign(weights: weights, stages: stages, places: table.places, lonely: lonely)
    }

    private func stages(of table: SurveyTable) throws(RejectedInput) -> [SurveyDesign.Stage] {
        var found = Diagnostics()
        func texts(_ name: String?) -> [String]? {
            guard let name else { return nil }
            do throws(RejectedInput) {
                return try table.texts(name)
            } catch {
                found.append(contentsOf: error.diagnostics)
                return nil
            }
        }
        func numbers(_ name: String?) -> [Double]? {
            guard let name else { return nil }
            do throws(RejectedInput) {
                return try table.numbers(name)
            } catch {
                found.append(contentsOf: error.diagnostics)
                return nil
            }
        }
        let count = max(1, strata.count, units.count, population.count)
        var stages: [SurveyDesign.Stage] = []
        for stage in 0..<count {
            func column(_ names: [String?]) -> String? { stage < names.count ? names[stage] : nil }
            stages.append(
                .init(strata: texts(column(strata)), units: texts(column(units)), population: numbers(column(population))))
            if stage + 1 < count, column(units) == nil {
                found.error(
                    "stage \(stage + 1) has no units, so no stage can follow it", at: Place(table.csv.file),
                    advice: "name a column of units for every stage but the last")
            }
        }
        if found.hasErrors { throw RejectedInput(found) }
        return stages
    }

    /// The product over the stages of population over sampled units.
    private static func weights(of stages: [SurveyDesign.Stage], count: Int) -> [Double] {
        var weights = [Double](repeating: 1, count: count)
        var groups = [Array(0..<count)]
        for stage in stages {
            var below: [[Int]] = []
            for rows in groups.flatMap({ DesignStratum.grouped($0, by: stage.strata) }) {
                let units = stage.units == nil ? rows.map { [$0] } : DesignStratum.grouped(rows, by: stage.units)
                for row in rows { weights[row] *= (stage.population?[row] ?? 1) / Double(units.count) }
                below += units
            }
            groups = below
        }
        return weights
    }
}
