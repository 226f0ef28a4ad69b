internal import CompositeIndex
internal import Foundation

extension IndexImport {
    /// The preview in plain text, in English or Chinese.
    /// - Parameter most: of each kind of change at most so many lines.
    public func text(isChinese: Bool, most: Int = 100) -> String {
        func say(_ english: String, _ chinese: String) -> String { (isChinese ? chinese : english) + "\n" }
        let counts = Change.Kind.allCases.map { kind in changes.count { $0.kind == kind } }
        let open = conflicts.count { $0.chosen == nil }
        var text = say(
            "values: \(counts[0]) added, \(counts[1]) changed, \(counts[2]) removed, \(unchanged) unchanged; \(conflicts.count) cells with several sources, \(open) of them not decided",
            "数据：新增 \(counts[0])，修改 \(counts[1])，删除 \(counts[2])，不变 \(unchanged)；\(conflicts.count) 处有多个来源，其中 \(open) 处未决定")
        if after?.hasSyntheticValues == true { text = "! \(IndexExport.syntheticMark)\n" + text }
        for name in skipped { text += say("skipped, neither values nor indicators: “\(name)”", "跳过（不含数据或指标）：“\(name)”") }
        for change in indicators {
            if change.isNew { text += say("+ indicator \(change.code)", "+ 指标 \(change.code)") }
            for field in change.fields { text += "~ \(change.code) \(field.column): “\(field.before)” → “\(field.after)”\n" }
        }
        for kind in Change.Kind.allCases {
            let own = changes.filter { $0.kind == kind }
            for change in own.prefix(most) { text += IndexImport.line(change) }
            if own.count > most { text += say("  … and \(own.count - most) more", "  … 另有 \(own.count - most) 处") }
        }
        for change in choices.prefix(most) {
            guard let record = change.after else { continue }
            let chosen = !record.chosenBecause.isEmpty
            text += say(
                chosen ? "now counts: \(IndexImport.words(record)), because \(record.chosenBecause)" : "no longer counts: \(IndexImport.words(record))",
                chosen ? "改为采用：\(IndexImport.words(record))，理由：\(record.chosenBecause)" : "不再采用：\(IndexImport.words(record))")
        }
        for conflict in conflicts.prefix(most) {
            text += say("several sources:", "多个来源：")
            for record in conflict.records {
                let reason = record.chosenBecause.isEmpty ? "" : isChinese ? "，采用，理由：\(record.chosenBecause)" : ", counts because \(record.chosenBecause)"
                text += "    \(IndexImport.words(record))\(reason)\n"
            }
        }
        return text + effects(isChinese)
    }

    private static func words(_ record: ValueRecord) -> String {
        "\(record.unit) \(record.period) \(record.indicator) = \(record.value) (\(record.source), \(record.status.rawValue))"
    }

    /// What a value of the platform was counted from.
    private static func records(_ record: ValueRecord) -> String { record.records.isEmpty ? "" : ": " + record.records }

    private static func line(_ change: Change) -> String {
        switch (change.before, change.after) {
        case (let before?, let after?):
            var text = "~ \(words(before)) → \(after.value)"
            if before.status != after.status { text += ", \(after.status.rawValue)" }
            if before.asOf != after.asOf { text += ", as of \(before.asOf) → \(after.asOf)" }
            if before.enteredBy != after.enteredBy { text += ", entered by \(before.enteredBy) → \(after.enteredBy)" }
            return text + records(after) + "  [\(after.place)]\n"
        case (nil, let after?): return "+ \(words(after))\(records(after))  [\(after.place)]\n"
        case (let before?, nil): return "- \(words(before))\n"
        case (nil, nil): return ""
        }
    }

    /// What scores and ranks would become in the last period.
    private func effects(_ isChinese: Bool) -> String {
        guard let before = before?.build(), let after = after?.build(), let range = after.normalised.periodRanges.last else { return "" }
        let period = after.normalised.periods[range.lowerBound]
        var (text, count) = ("", 0)
        for row in range {
            let unit = after.normalised.units[row]
            let old = before.normalised.units.indices.first { before.normalised.units[$0] == unit && before.normalised.periods[$0] == period }
            let (now, rank) = (after.scores[after.structure.top][row], after.ranks[row])
            let past = old.map { before.scores[before.structure.top][$0] } ?? .nan
            if abs(now - past) < 1e-9 || (now.isNaN && past.isNaN) { continue }
            count += 1
            if count > 10 { continue }
            let was = old.map { isChinese ? "\(number(past))（第 \(before.ranks[$0]) 名）" : "\(number(past)) (rank \(before.ranks[$0]))" } ?? "–"
            text += "  \(unit): \(was) → " + (isChinese ? "\(number(now))（第 \(rank) 名）\n" : "\(number(now)) (rank \(rank))\n")
        }
        if count == 0 { return "" }
        return (isChinese ? "\(period) 年得分变化的地区：\(count)\n" : "scores of \(period) that change: \(count)\n") + text
    }

    private func number(_ x: Double) -> String { x.isFinite ? String(format: "%.2f", x) : "–" }
}
