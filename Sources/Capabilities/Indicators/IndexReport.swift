internal import CompositeIndex
internal import Ground

/// A self-contained page: scores over periods as a chart with a table, contributions, audit findings, method and data status.
public struct IndexReport: Sendable {
    private let folder: IndexFolder
    private let build: IndexBuild
    private let unit: String
    private let rows: [Int]

    /// nil where the unit has no row.
    public init?(_ folder: IndexFolder, unit: String) {
        self.folder = folder
        self.unit = unit
        build = folder.build()
        let units = build.normalised.units
        rows = units.indices.filter { units[$0] == unit }
        if rows.isEmpty { return nil }
    }

    /// The page.
    public var html: String {
        let mark = folder.hasSyntheticValues ? "<p class=\"mark\" role=\"note\">\(IndexExport.syntheticMark)</p>" : ""
        let name = Self.escaped(build.structure.elements[build.structure.top].name)
        return """
            <!DOCTYPE html>
            <html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(name) – \(Self.escaped(unit))</title>
            <style>body{font:16px/1.6 sans-serif;max-width:60rem;margin:auto;padding:1rem;color:#111;background:#fff}
            table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.2rem .6rem;text-align:left}
            .mark{border:2px solid #8a1f11;padding:.4rem;color:#8a1f11}svg{max-width:100%}</style></head>
            <body><main><h1>\(name) – \(Self.escaped(unit))</h1>\(mark)
            <h2>历年得分 Scores</h2>\(chart)\(scoreTable)
            <h2>指标 Indicators</h2>\(parts)
            <h2>检验 Audit</h2>\(audit)
            <h2>公布数据 Cited figures</h2>\(cited)
            </main></body></html>

            """
    }

    private func score(_ row: Int) -> Double { build.scores[build.structure.top][row] }

    private var chart: String {
        let scores = rows.map(score).filter(\.isFinite)
        guard let low = scores.min(), let high = scores.max() else { return "" }
        let span = high > low ? high - low : 1
        let points = scores.enumerated().map { index, value in
            let x = 20 + 560 * index / max(1, scores.count - 1)
            return "\(x),\(Self.rounded(180 - 160 * (value - low) / span))"
        }
        return """
            <svg viewBox="0 0 600 200" width="600" role="img" aria-label="历年得分 scores over periods; table below">\
            <polyline fill="none" stroke="#0b4f8a" stroke-width="3" points="\(points.joined(separator: " "))"/></svg>
            """
    }

    private var scoreTable: String {
        let aggregates = build.structure.indicatorCount..<build.structure.elements.count
        let lines = rows.map { row in
            [build.normalised.periods[row], "\(build.ranks[row])"] + aggregates.map { Self.rounded(build.scores[$0][row]) }
        }
        return Self.table(["年度 Period", "位次 Rank"] + aggregates.map { build.structure.elements[$0].name }, lines)
    }

    private var parts: String {
        guard let last = rows.last, let explanation = Explanation(build, row: last, since: rows.dropLast().last) else {
            return "<p>Parts add up only where all means are arithmetic and no cell is missing.</p>"
        }
        let lines = explanation.parts.map { part in
            let element = build.structure.elements[part.indicator]
            let origin = folder.proposals.contains(element.code) ? "建议指标 our proposal" : "公开指标 public"
            return [
                element.name, origin, Self.rounded(part.points), part.change.map(Self.rounded) ?? "–", "\(part.rank)",
            ]
        }
        return Self.table(["指标 Indicator", "来源 Origin", "分值 Points", "变化 Change", "位次 Rank"], lines)
    }

    private var audit: String {
        Self.table(
            ["级别 Severity", "项 Element", "值 Value", "说明 Finding"],
            IndexAudit(build).findings.map { [$0.severity.rawValue, $0.element, Self.rounded($0.value), $0.words] })
    }

    private var cited: String {
        Self.table(
            ["项目 Figure", "年度 Period", "值 Value", "出处 Source"],
            folder.cited.map { [$0.name, $0.period, $0.value, $0.source] })
    }

    private static func table(_ head: [String], _ lines: [[String]]) -> String {
        let top = head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        let body = lines.map { "<tr>" + $0.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>" }.joined(separator: "\n")
        return "<table><thead><tr>\(top)</tr></thead><tbody>\(body)</tbody></table>"
    }

    /// Two decimals; – for what is no number.
    private static func rounded(_ value: Double) -> String {
        value.isFinite && abs(value) < 1e12 ? "\((value * 100).rounded() / 100)" : "–"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
