public import CompositeIndex
internal import Foundation

/// An explanation of one unit as plain text, in English or Chinese.
public struct ExplanationText {
    public private(set) var text = ""

    private let build: IndexBuild
    private let row: Int
    private let isChinese: Bool
    private let proposals: Set<String>
    private let names: [String: String]
    private let isFine: Bool

    /// - Parameters:
    ///   - earlier: the unit's earlier row, in `old` where that is given, else in `build`.
    ///   - old: an earlier edition of the index.
    ///   - names: what elements are called, by code; the structure's own names for the others.
    public init(
        _ build: IndexBuild, row: Int, isChinese: Bool, proposals: Set<String>, peers: [String], count: Int, rise: Int, earlier: Int?,
        old: IndexBuild? = nil, names: [String: String] = [:]
    ) {
        (self.build, self.row, self.isChinese, self.proposals, self.names) = (build, row, isChinese, proposals, names)
        // Scores on 0–1 need their decimals.
        isFine = build.scores[build.structure.top].allSatisfy { $0.isNaN || abs($0) <= 2 }
        let table = build.normalised
        let of = table.periodRanges.first { $0.contains(row) }?.count ?? 0
        let score = points(build.scores[build.structure.top][row], "%.2f", "%.4f")
        add(
            "\(table.units[row]) \(table.periods[row]): \(score), rank \(build.ranks[row]) of \(of)",
            "\(table.units[row]) \(table.periods[row])：\(score) 分，第 \(build.ranks[row]) 名（共 \(of)）")
        guard build.scores[build.structure.top][row].isFinite else {
            text = ""
            add(
                "\(table.units[row]) \(table.periods[row]): no score, as nothing of it compares or too little of it is known",
                "\(table.units[row]) \(table.periods[row])：没有得分，因数据无从比较或过少")
            return
        }
        let sameEdition = old == nil ? earlier : nil
        let change: ChangeDecomposition? =
            if let old, let earlier { ChangeDecomposition(from: old, row: earlier, to: build, row: row) } else {
                earlier.flatMap { ChangeDecomposition(build, from: $0, to: row) }
            }
        if let change, let earlier { self.change(change, since: (old ?? build).normalised.periods[earlier]) }
        parts(change)
        if let standing = Standing(build, row: row, peers: peers, past: sameEdition) { self.standing(standing, count, hasPeers: !peers.isEmpty) }
        if let moves = SmallestMoves(build, row: row, places: rise) { self.moves(moves, count) }
    }

    private mutating func add(_ english: String, _ chinese: String) { text += (isChinese ? chinese : english) + "\n" }

    private func number(_ x: Double, _ format: String = "%.2f") -> String {
        guard x.isFinite else { return "–" }
        let text = String(format: format, x)
        // What is rounded to nothing has no sign of its own.
        return x < 0 && !text.contains { ("1"..."9").contains($0) } ? String(format: format, 0.0) : text
    }
    private func points(_ x: Double, _ coarse: String, _ fine: String) -> String { number(x, isFine ? fine : coarse) }
    private func signed(_ x: Double) -> String { points(x, "%+.2f", "%+.4f") }

    private func name(_ index: Int) -> String {
        let element = build.structure.elements[index]
        let mark = isChinese ? "（本项目建议）" : " (our proposal)"
        return (names[element.code] ?? element.name) + (proposals.contains(element.code) ? mark : "")
    }

    private mutating func change(_ change: ChangeDecomposition, since period: String) {
        add("change since \(period): \(signed(change.total))", "较 \(period)：\(signed(change.total))")
        let moved = change.moves.reduce(0) { $0 + $1.points }
        add("  \(signed(moved))  its own indicators", "  \(signed(moved))  自身指标变动")
        if abs(change.coverage) > 1e-9 { add("  \(signed(change.coverage))  values that came or went", "  \(signed(change.coverage))  数据有无变化") }
        if abs(change.others) > 1e-9 { add("  \(signed(change.others))  the others' moves", "  \(signed(change.others))  其他地区变动") }
        for (step, points) in change.method {
            add("  \(signed(points))  method: \(step.rawValue)", "  \(signed(points))  方法：\(Self.chinese(step))")
        }
    }

    private static func chinese(_ step: ChangeDecomposition.Step) -> String {
        switch step {
        case .data: "数据修订"
        case .tree: "指标与名义权重"
        case .filling: "缺失值填补与筛选"
        case .treatment: "极端值处理"
        case .normalisation: "无量纲化"
        case .weights: "权重"
        case .aggregation: "合成"
        }
    }

    private mutating func parts(_ change: ChangeDecomposition?) {
        guard let explanation = Explanation(build, row: row) else {
            add("parts cannot be told: the Copeland rule compares with others", "科普兰法依赖其他地区，无法分解")
            return
        }
        add("points  change  rank  indicator", "得分    变动    名次  指标")
        for part in explanation.parts.sorted(by: { ($0.rank, $0.indicator) < ($1.rank, $1.indicator) }) {
            let gain = change.map { $0.moves[part.indicator] }
            let filled = gain?.isFilled == true ? (isChinese ? "（填补值）" : " (filled in)") : ""
            let moved = gain.map { points($0.points, "%+6.2f", "%+7.4f") } ?? "     –"
            text += points(part.points, "%6.2f", "%7.4f") + "  " + moved + String(format: "  %4d  ", part.rank) + name(part.indicator) + filled + "\n"
        }
        if abs(explanation.remainder) > 1e-6 {
            add(number(explanation.remainder, "%6.2f") + "  from the shift of geometric means", number(explanation.remainder, "%6.2f") + "  几何平均的平移量")
        }
    }

    private mutating func standing(_ standing: Standing, _ count: Int, hasPeers: Bool) {
        let others = hasPeers ? (isChinese ? "对标地区" : "peers") : (isChinese ? "其他地区" : "the others")
        for (lines, english, chinese) in [
            (standing.strengths(count), "ahead of \(others) (points of the score)", "优于\(others)（总分中的分值）"),
            (standing.gaps(count), "behind \(others): what their median would add", "落后于\(others)：达到其中位数可增加的分值"),
        ] where !lines.isEmpty {
            add(english, chinese)
            for line in lines {
                let median = number(line.peerMedian)
                let target = line.toTarget.map { $0 > 0 ? (isChinese ? "，距目标 \(number($0))" : ", \(number($0)) to the target") : "" } ?? ""
                text += "  \(signed(abs(line.pointsToPeers)))  \(name(line.indicator)): \(number(line.value)) "
                text += (isChinese ? "（中位数 \(median)）" : "(median \(median))") + target + "\n"
            }
        }
        past(standing, count)
        targets(standing, count)
    }

    private mutating func past(_ standing: Standing, _ count: Int) {
        let growth = standing.lines.compactMap(\.growth).map(Standing.Growth.init)
        guard !growth.isEmpty else { return }
        let counts = Standing.Growth.allCases.map { band in growth.count { $0 == band } }
        add(
            "growth: \(counts[0]) indicators by 10 % or more, \(counts[1]) by less, \(counts[2]) flat or down",
            "增长：\(counts[0]) 项增长 10% 及以上，\(counts[1]) 项增长 10% 以内，\(counts[2]) 项持平或下降")
        for (lines, english, chinese) in [
            (standing.moved(count), "best against the past", "进步最大"),
            (standing.moved(count, falling: true), "worst against the past", "退步最大"),
        ] where !lines.isEmpty {
            add(english, chinese)
            for line in lines {
                let share = number((line.growth ?? .nan) * 100, "%+.1f")
                text += "  \(share) %  \(name(line.indicator)): \(number(line.past)) → \(number(line.value))\n"
            }
        }
    }

    private mutating func targets(_ standing: Standing, _ count: Int) {
        let aimed = standing.lines.filter { $0.toTarget != nil }
        guard !aimed.isEmpty else { return }
        let reached = aimed.count { $0.toTarget == 0 }
        add("targets: \(reached) of \(aimed.count) reached", "目标：\(aimed.count) 项中已达到 \(reached) 项")
        for line in standing.missedTargets(count) {
            let (left, points) = (number(line.toTarget ?? .nan), signed(line.pointsToTarget ?? .nan))
            add(
                "  \(points)  \(name(line.indicator)): \(left) to the target", "  \(points)  \(name(line.indicator))：距目标 \(left)")
        }
    }

    private mutating func moves(_ moves: SmallestMoves, _ count: Int) {
        add(
            "to rise from rank \(moves.rank) to \(moves.target), everybody else standing still",
            "若其他地区不变，由第 \(moves.rank) 名升至第 \(moves.target) 名")
        if moves.alone.isEmpty {
            add("  no single indicator suffices", "  单项指标均不足以实现")
        } else {
            add("  one of these alone:", "  以下任一项即可：")
            for move in moves.alone.prefix(count) { line(move) }
        }
        if moves.balanced.isEmpty {
            add("  even the best value everywhere does not suffice", "  即使各项达到最好值也不足")
        } else {
            add("  or these together, least in sum of squares:", "  或同时（平方和最小）：")
            for move in moves.balanced.prefix(max(count, 1)) { line(move) }
            let rest = moves.balanced.count - max(count, 1)
            if rest > 0 { add("    and \(rest) more, each by less", "    及另外 \(rest) 项，幅度更小") }
        }
    }

    private mutating func line(_ move: SmallestMoves.Move) {
        let share = number(move.share * 100, "%.1f")
        add(
            "    \(name(move.indicator)): \(number(move.from, "%.4g")) → \(number(move.to, "%.4g")) (\(share) % of the way to the best)",
            "    \(name(move.indicator))：\(number(move.from, "%.4g")) → \(number(move.to, "%.4g"))（至最好值的 \(share)%）")
    }
}
