internal import CompositeIndex

/// All numbers of a report, computed once; the sections only write them down.
struct ReportModel {
    let folder: IndexFolder
    let build: IndexBuild
    let unit: String
    let say: ReportLanguage
    /// The units to compare with, in the order given; empty means all others.
    let peers: [String]
    /// The unit's rows, one per period.
    let rows: [Int]
    let last: Int
    /// Per row of the build: where 90 % of the scores lie when every weight varies by up to a quarter.
    let bands: [ClosedRange<Double>?]
    let study: IndexStudy
    let standing: Standing?
    let findings: [IndexAudit.Finding]
    let moves: SmallestMoves?
    let synthetic: Bool
    /// The folder's table with rates computed.
    let rates: IndexTable

    /// Runs per block of the study; its size says so in the report.
    private static let samples = 250

    init?(_ folder: IndexFolder, unit: String, peers: [String], language: ReportLanguage) {
        (self.folder, self.unit, say) = (folder, unit, language)
        let build = folder.build()
        let table = build.normalised
        rows = table.units.indices.filter { table.units[$0] == unit && build.scores[build.structure.top][$0].isFinite }
        guard let last = rows.last else { return nil }
        (self.build, self.last) = (build, last)
        self.peers = peers.filter { $0 != unit }
        bands = UncertaintyStudy.scoreBand(build, noise: 0.25, runs: 1000, seed: 1)
        study = IndexStudy(build, plan: folder.plan, kind: .sobol, samples: ReportModel.samples, seed: 1)
        standing = Standing(build, row: last, peers: self.peers, past: rows.dropLast().last)
        findings = IndexAudit(build).findings.sorted { $0.severity > $1.severity }
        moves = SmallestMoves(build, row: last, places: 1)
        synthetic = folder.hasSyntheticValues
        rates = folder.rates
    }

    // MARK: Names

    var tree: IndexStructure { build.structure }
    var topName: String { name(tree.top) }
    var dimensions: [Int] { tree.children[tree.top] }
    var period: String { build.normalised.periods[last] }
    var periods: [String] { rows.map { build.normalised.periods[$0] } }
    /// The rows of the last period.
    var field: Range<Int> { build.normalised.periodRanges.first { $0.contains(last) } ?? last..<(last + 1) }

    func name(_ element: Int) -> String {
        let own = tree.elements[element]
        let english = folder.notes[own.code]?.englishName ?? ""
        return say == .en && !english.isEmpty ? english : own.name
    }

    func unitName(_ code: String) -> String {
        let own = folder.unitNames[code]
        let text = say(own?.name ?? "", own?.english ?? "")
        return text.isEmpty ? code : text
    }

    func measure(_ element: Int) -> String {
        let own = tree.elements[element]
        let english = folder.notes[own.code]?.englishUnit ?? ""
        return say == .en && !english.isEmpty ? english : own.unit
    }

    /// The name of a part or an indicator by its code, with its unit of measure where asked for.
    func divisor(_ code: String, withUnit: Bool = false) -> String {
        guard let note = folder.notes[code] else { return elementName(code) }
        let (name, unit) = say == .en ? (note.englishName, note.englishUnit) : (note.name, note.unit)
        return (name.isEmpty ? (note.name.isEmpty ? code : note.name) : name) + (withUnit && !unit.isEmpty ? say("（\(unit)）", " (\(unit))") : "")
    }

    /// What stands in the data of an indicator: its unit, or by what it is divided to become the rate.
    func rawMeasure(_ element: Int) -> String {
        let own = tree.elements[element]
        guard let code = own.denominator else { return measure(element) }
        let scale = own.per == 1 ? "" : " × \(ReportLanguage.value(own.per))"
        return say("分子，÷ ", "numerator, ÷ ") + divisor(code) + scale
    }

    func definition(_ element: Int) -> String {
        let own = tree.elements[element]
        if let measure = folder.measures[own.code] { return say(measure.chinese, measure.definition) }
        let text = note(of: own.code)
        if !text.isEmpty { return text }
        guard let numerator = folder.numerators[own.code], let code = own.denominator else { return say("未给出定义", "no definition is given") }
        return "\(divisor(numerator)) ÷ \(divisor(code))" + (own.per == 1 ? "" : " × \(ReportLanguage.value(own.per))")
    }

    /// What the file says of an indicator or a part.
    func note(of code: String) -> String { say(folder.notes[code]?.definition ?? "", folder.notes[code]?.englishDefinition ?? "") }

    /// The name with the mark of a proposal.
    func marked(_ element: Int) -> String {
        let isOurs = folder.proposals.contains(tree.elements[element].code)
        return name(element) + (isOurs ? say("＊", " *") : "")
    }

    func elementName(_ code: String) -> String {
        tree.elements.firstIndex { $0.code == code }.map(name) ?? unitName(code)
    }

    // MARK: Numbers

    func score(_ row: Int) -> Double { build.scores[tree.top][row] }

    /// Growth of every indicator of the unit since an earlier row, in the indicator's good direction.
    func growth(since past: Int) -> [(indicator: Int, before: Double, after: Double, share: Double?)] {
        guard let standing = Standing(build, row: last, peers: peers, past: past) else { return [] }
        return standing.lines.map { ($0.indicator, $0.past, $0.value, $0.growth) }
    }

    /// How many indicators grow by 10 % or more, by less, and not; and how many cannot be told.
    static func bands(_ growth: [(indicator: Int, before: Double, after: Double, share: Double?)]) -> (counts: [Int], unknown: Int) {
        let bands = growth.compactMap(\.share).map { Standing.Growth($0) }
        return (Standing.Growth.allCases.map { band in bands.count { $0 == band } }, growth.count - bands.count)
    }

    /// The unit and its peers in the last period, best first.
    var compared: [Int] {
        everyone.filter(isCompared)
    }

    /// Whether a row stands in the charts from the start: the unit, its peers; all where none are chosen.
    func isCompared(_ row: Int) -> Bool { peers.isEmpty || peers.contains(build.normalised.units[row]) || build.normalised.units[row] == unit }

    /// The rows that charts can show: with chosen peers the others too, as far as a reader can choose among them.
    var selectable: [Int] { everyone.count <= 120 ? everyone : compared }

    /// Every unit with a score in the last period, best first.
    var everyone: [Int] { field.filter { score($0).isFinite }.sorted { (score($1), $0) < (score($0), $1) } }
}
