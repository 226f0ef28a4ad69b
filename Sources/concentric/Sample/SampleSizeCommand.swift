internal import ArgumentParser
internal import Ground
internal import SurveySampling

/// `concentric sample size`.
struct SampleSizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "size", abstract: "How many interviews a survey needs, or how sure a given number makes it.")

    @Option(help: "Half the width of the interval: 0.05 is ±5 percentage points; for a mean in its own unit.") var margin: Double?
    @Option(help: "Completed interviews: prints the margin that they give.") var completed: Int?
    @Option(help: "The expected proportion; 0.5 is the safe choice.") var proportion: Double?
    @Option(help: "For a mean: the standard deviation of what is measured.") var deviation: Double?
    @Option(help: "Units in the population; without it an endless one.") var population: Double?
    @Option(help: "Design effect.") var deff: Double?
    @Option(help: "Interviews in each cluster; with --correlation gives the design effect.") var clusterSize: Double?
    @Option(help: "How alike units of one cluster are (intraclass correlation).") var correlation: Double?
    @Option(help: "The share of those approached that answer.") var responseRate: Double = 1
    @Option(help: "Level of the interval.") var level: Double = 0.95
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if (margin == nil) == (completed == nil) { throw ValidationError("give either --margin or --completed") }
        if proportion != nil, deviation != nil { throw ValidationError("give either --proportion or --deviation") }
        if (clusterSize == nil) != (correlation == nil) { throw ValidationError("--cluster-size and --correlation go together") }
        if clusterSize != nil, deff != nil { throw ValidationError("give either --deff or --cluster-size and --correlation") }
    }

    func run() throws {
        try SampleSupport.orExit {
            let conditions = try conditions()
            if let margin {
                let size = try SampleSize(aim, margin: margin, conditions)
                print(json ? object(size, margin, conditions).line : text(size, margin, conditions))
            } else if let completed {
                let margin = try SampleSize.margin(of: Double(completed), aim, conditions)
                print(json ? object(completed, margin, conditions).line : text(completed, margin, conditions))
            }
        }
    }

    private var aim: SampleSize.Aim { deviation.map { .mean(deviation: $0) } ?? .proportion(proportion ?? 0.5) }

    private func conditions() throws(RejectedInput) -> SampleSize.Conditions {
        var effect = deff ?? 1
        if let clusterSize, let correlation {
            guard clusterSize >= 1, clusterSize < 1e9 else { throw RejectedInput("must be at least 1", at: Place("--cluster-size")) }
            guard correlation >= -1, correlation <= 1 else {
                throw RejectedInput("must lie between −1 and 1", at: Place("--correlation"))
            }
            effect = SampleSize.Conditions.designEffect(clusterSize: clusterSize, correlation: correlation)
        }
        return .init(population: population, designEffect: effect, responseRate: responseRate, level: level)
    }

    private var percent: String { SampleSupport.short(level * 100) }

    private func about(_ margin: Double) -> String {
        switch aim {
        case .proportion(let p):
            let points = completed == nil ? SampleSupport.short(margin * 100) : SampleSupport.significant(margin * 100, 3)
            return "a proportion near \(SampleSupport.short(p * 100)) % within ±\(points) percentage points"
        case .mean(let deviation):
            return
                "a mean within ±\(completed == nil ? SampleSupport.short(margin) : SampleSupport.significant(margin, 3)), standard deviation \(SampleSupport.short(deviation))"
        }
    }

    private func text(_ size: SampleSize, _ margin: Double, _ conditions: SampleSize.Conditions) -> String {
        var rows = [["a simple sample of an endless population", SampleSupport.number(size.simple, decimals: 1)]]
        if conditions.designEffect != 1 {
            let effect = SampleSupport.short(conditions.designEffect)
            rows.append(["with a design effect of \(effect)", SampleSupport.number(size.withDesignEffect, decimals: 1)])
        }
        if let population {
            let units = SampleSupport.number(population, decimals: 0)
            rows.append(["of a population of \(units)", SampleSupport.number(size.withPopulation, decimals: 1)])
        }
        rows.append(["completed interviews", SampleSupport.number(Double(size.completed), decimals: 0)])
        if responseRate != 1 {
            let rate = SampleSupport.short(responseRate * 100)
            rows.append(["to approach, \(rate) % of whom answer", SampleSupport.number(Double(size.approached), decimals: 0)])
        }
        return "For \(about(margin)), \(percent) % of the time:\n\n" + Terminal.table(rows)
    }

    private func text(_ completed: Int, _ margin: Double, _ conditions: SampleSize.Conditions) -> String {
        let n = SampleSupport.number(Double(completed), decimals: 0)
        var given: [String] = []
        if conditions.designEffect != 1 { given.append("design effect \(SampleSupport.short(conditions.designEffect))") }
        if let population { given.append("population \(SampleSupport.number(population, decimals: 0))") }
        let end = given.isEmpty ? "" : " (\(given.joined(separator: ", ")))"
        return "\(n) completed interviews give \(about(margin)), \(percent) % of the time\(end)."
    }

    private func object(_ size: SampleSize, _ margin: Double, _ conditions: SampleSize.Conditions) -> JSONValue {
        .object(
            pairs: common(margin, conditions) + [
                ("simple", .number(size.simple)), ("withDesignEffect", .number(size.withDesignEffect)),
                ("withPopulation", .number(size.withPopulation)), ("completed", .integer(size.completed)),
                ("approached", .integer(size.approached)),
            ])
    }

    private func object(_ completed: Int, _ margin: Double, _ conditions: SampleSize.Conditions) -> JSONValue {
        .object(pairs: common(margin, conditions) + [("completed", .integer(completed))])
    }

    private func common(_ margin: Double, _ conditions: SampleSize.Conditions) -> [(String, JSONValue)] {
        let measured: (String, JSONValue) =
            switch aim {
            case .proportion(let p): ("proportion", .number(p))
            case .mean(let deviation): ("deviation", .number(deviation))
            }
        return [
            measured, ("margin", .number(margin)), ("level", .number(level)),
            ("population", population.map { .number($0) } ?? .null), ("designEffect", .number(conditions.designEffect)),
            ("responseRate", .number(responseRate)),
        ]
    }
}
