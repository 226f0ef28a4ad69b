import Ground
import SurveySampling

/// A made-up population: districts, villages in them, households in those; what is measured differs between villages.
struct Population {
    var district: [String] = []
    var village: [String] = []
    var value: [Double] = []
    /// What village sizes are known from: related to the value.
    var size: [Double] = []

    init(seed: UInt64, districts: Int = 3, villages: Int = 8, households: Int = 12) {
        var random = SeededRandom(seed: seed)
        for d in 0..<districts {
            for v in 0..<(villages + d * 2) {
                let level = random.unit() * 20 + Double(d) * 10
                for _ in 0..<(households / 2 + random.below(households)) {
                    district.append("d\(d)")
                    village.append("d\(d)v\(v)")
                    let value = level + random.unit() * 10
                    self.value.append(value)
                    size.append(1 + value / 10)
                }
            }
        }
    }

    var count: Int { value.count }
    var mean: Double { value.reduce(0, +) / Double(count) }
    var total: Double { value.reduce(0, +) }

    /// A design that was read from the drawn rows as a file would tell it.
    func design(_ sample: DrawnSample, clusters: Bool = false, stages: Int = 1) throws -> SurveyDesign {
        let rows = sample.rows
        var all: [SurveyDesign.Stage] = []
        for stage in 0..<stages {
            let sizes = sample.stages > stage ? rows.map { $0.population[stage] } : nil
            all.append(
                .init(
                    strata: stage == 0 ? rows.map { district[$0.index] } : nil,
                    units: clusters && stage == 0 ? rows.map { village[$0.index] } : nil, population: sizes))
        }
        return try SurveyDesign(weights: rows.map(\.weight), stages: all, places: rows.map { Place("sample", line: $0.index) })
    }

    func values(_ sample: DrawnSample) -> [Double] { sample.rows.map { value[$0.index] } }
}
