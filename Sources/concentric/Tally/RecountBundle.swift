internal import BudgetVoting
internal import Foundation
internal import Ground

/// A folder with what anybody needs to count again: the ballots, the rule, the result.
struct RecountBundle {
    struct Record: Codable, Equatable {
        struct Result: Codable, Equatable {
            var winners: [String]
            var cost: String
            var budget: String
            var increment: Int
            var endowment: String?
            var decidedBy: String
        }

        /// The layout of this file.
        var format = 1
        /// The software that wrote it: its counting engine and the version of its rules.
        var software = RecountBundle.software
        var projects: Int
        var ballots: Int
        var rule: RuleRecord
        var result: Result
    }

    static let software = "Concentric BudgetVoting \(BudgetVotingEngine.version)"
    static let electionName = "election.pb"
    static let recordName = "count.json"

    var election: Election
    var rule: CountingRule
    var record: Record

    init(_ election: Election, _ rule: CountingRule, _ outcome: Outcome) {
        self.election = election
        self.rule = rule
        let result = Record.Result(
            winners: outcome.winners.map { election.projects[$0].id }, cost: election.amount(outcome.cost),
            budget: election.amount(outcome.budget), increment: outcome.increment,
            endowment: outcome.share.map { RecountBundle.endowment($0, scale: election.scale) },
            decidedBy: outcome.rule.method.rawValue)
        record = Record(
            projects: election.projects.count, ballots: election.ballots.count,
            rule: RuleRecord(rule, scale: election.scale), result: result)
    }

    private init(election: Election, rule: CountingRule, record: Record) {
        self.election = election
        self.rule = rule
        self.record = record
    }

    /// A share in units of the currency, as a fraction in lowest terms.
    static func endowment(_ share: Fraction, scale: Int) -> String {
        let (denominator, overflow) = share.denominator.multipliedReportingOverflow(by: Amount.unit(scale: scale))
        if overflow { return share.description }
        return Fraction(share.numerator, over: denominator).description
    }

    func write(to folder: String) throws(RejectedInput) {
        let url = URL(fileURLWithPath: folder, isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw RejectedInput("no folder can be made here", at: Place(folder), advice: "is there a file of this name?")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(record) else {
            throw RejectedInput("the record of the count cannot be written as JSON", at: Place(folder))
        }
        // The record comes last: where it stands, the rest is complete.
        try OutputFile.write(PBWriter.text(election), to: folder + "/" + RecountBundle.electionName)
        try OutputFile.write(RecountBundle.readme, to: folder + "/README.txt")
        try OutputFile.write(Array(text) + [10], to: folder + "/" + RecountBundle.recordName)
    }

    static func read(from folder: String) throws(RejectedInput) -> RecountBundle {
        let recordPath = folder + "/" + recordName
        let electionPath = folder + "/" + electionName
        let bytes = try InputFile.read(recordPath)
        let record: Record
        do {
            record = try JSONDecoder().decode(Record.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw RejectedInput(
                "is not the record of a count: \(fault(error))", at: Place(recordPath),
                advice: "write it with concentric tally --bundle")
        } catch {
            throw RejectedInput("is not the record of a count", at: Place(recordPath))
        }
        guard record.format == 1 else {
            throw RejectedInput("has the format \(record.format); this software reads 1", at: Place(recordPath))
        }
        var diagnostics = Diagnostics()
        let election = PBReader.read(
            try InputFile.read(electionPath), file: electionPath, mode: .lenient, diagnostics: &diagnostics)
        guard let election else { throw RejectedInput(diagnostics) }
        if !diagnostics.isEmpty { writeToStandardError(diagnostics.text) }
        guard let rule = record.rule.rule(scale: election.scale) else {
            throw RejectedInput("describes a rule that is not known", at: Place(recordPath))
        }
        return RecountBundle(election: election, rule: rule, record: record)
    }

    private static func fault(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "\u{201C}\(key.stringValue)\u{201D} is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\u{201C}\(context.codingPath.map(\.stringValue).joined(separator: "."))\u{201D} has the wrong kind of value"
        default: "it is not JSON"
        }
    }

    private static let readme = """
        election.pb  the projects and ballots (Pabulib format; of the voters only id and area, as far as the file named them)
        count.json   the rule, the order of ties, the share of each voter and the result

        Count again:      concentric recount DIR
        By other means:   any program that reads Pabulib files, with the rule of count.json.

        """
}

/// What differs between a published count and a new one.
struct RecountComparison {
    private(set) var differences: [String] = []
    private(set) var notes: [String] = []
    let confirmation: String

    init(_ published: RecountBundle, _ counted: RecountBundle, _ language: PlainLanguage) {
        let isChinese = language == .zh
        let (old, new) = (published.record.result, counted.record.result)
        confirmation =
            isChinese
            ? "一致：\(new.winners.count)个项目入选，共\(new.cost)" : "equal: \(new.winners.count) winners, cost \(new.cost)"
        if published.record.software != RecountBundle.software {
            let (theirs, ours) = (SafeLine.of(published.record.software), RecountBundle.software)
            notes.append(
                isChinese ? "原计票使用\(theirs)，现用\(ours)。" : "The bundle was counted by \(theirs); this is \(ours).")
        }
        func compare(_ zh: String, _ en: String, _ a: String, _ b: String) {
            if a == b { return }
            let (first, second) = (SafeLine.of(a), SafeLine.of(b))
            differences.append(isChinese ? "\(zh)：公布\(first)，重计\(second)" : "\(en): published \(first), recounted \(second)")
        }
        compare("项目数", "projects", String(published.record.projects), String(counted.record.projects))
        compare("选票数", "ballots", String(published.record.ballots), String(counted.record.ballots))
        compare("预算", "budget", old.budget, new.budget)
        compare("步数", "increment", String(old.increment), String(new.increment))
        compare("每人份额", "share of a voter", old.endowment ?? "–", new.endowment ?? "–")
        compare("采用规则", "decided by", old.decidedBy, new.decidedBy)
        compare("总造价", "cost", old.cost, new.cost)
        for place in 0..<max(old.winners.count, new.winners.count) {
            let a = place < old.winners.count ? old.winners[place] : "–"
            let b = place < new.winners.count ? new.winners[place] : "–"
            compare("第\(place + 1)位", "winner \(place + 1)", a, b)
        }
    }
}
