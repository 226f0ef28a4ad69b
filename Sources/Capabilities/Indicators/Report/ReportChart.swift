internal import Foundation

/// Charts as inline SVG; each stands above a table with the same numbers, so the picture itself may be one image to those who cannot see it.
///
/// What the page's script lets a reader show and hide is grouped and named here: series of lines (`series`), rows of bars (`row`; `off`
/// where hidden at first). Without the script, and on paper, the rows that are not `off` stand as they are.
enum ReportChart {
    struct Series {
        var name: String
        var values: [Double]
        var bands: [ClosedRange<Double>?] = []
    }

    struct Bar {
        var label: String
        var value: Double
        var text: String
        var range: ClosedRange<Double>?
        var isOwn = false
        /// Shown only when the reader asks for it.
        var isHidden = false
    }

    /// Dark enough on white for lines and told apart by their dashes too.
    static let colours = ["#0b3d6b", "#a3460a", "#1d6b3a", "#6a2c8f", "#7a5c00", "#8a1f4b"]
    private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2"]

    private static func number(_ x: Double, digits: Int = 1) -> String { x.isFinite ? String(format: "%.\(digits)f", x) : "0" }

    /// Round steps that cover a range.
    static func ticks(_ low: Double, _ high: Double, about count: Int = 5) -> [Double] {
        guard low.isFinite, high.isFinite, high > low, count > 0 else { return [low.isFinite ? low : 0] }
        let rough = (high - low) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
        let (first, last) = (floor(low / step), ceil(high / step))
        guard step > 0, last - first < 100, abs(first) < 1e15 else { return [low, high] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    private static func frame(_ title: String, _ width: Double, _ height: Double, _ content: Markup) -> Markup {
        """
        <svg viewBox="0 0 \(number(width)) \(number(height))" role="img" aria-label="\(title)" class="chart\(Markup(raw: height > 300 ? " tall" : ""))">\(content)</svg>

        """
    }

    private static func text(_ x: Double, _ y: Double, _ text: String, _ kind: String = "") -> Markup {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" class=\"\(kind)\">\(text)</text>"
    }

    private static func tick(_ value: Double) -> String { ReportLanguage.value((value * 1e6).rounded() / 1e6) }

    // MARK: Lines

    /// Lines over periods, with a band around those that have one.
    static func lines(_ title: String, _ series: [Series], periods: [String]) -> Markup {
        let all = series.flatMap { $0.values + $0.bands.flatMap { [$0?.lowerBound ?? .nan, $0?.upperBound ?? .nan] } }.filter(\.isFinite)
        guard let low = all.min(), let high = all.max(), !periods.isEmpty else { return "" }
        let pad = high > low ? (high - low) * 0.08 : 1
        let ticks = ticks(low - pad, high + pad)
        let (bottom, top) = (ticks[0], ticks[ticks.count - 1])
        let (width, height, left, base, roof) = (720.0, 270.0, 52.0, 232.0, 16.0)
        let right = room(for: series.map(\.name))
        func x(_ index: Int) -> Double {
            periods.count == 1 ? (left + width - right) / 2 : left + (width - right - left) * Double(index) / Double(periods.count - 1)
        }
        func y(_ value: Double) -> Double { base - (base - roof) * (value - bottom) / (top > bottom ? top - bottom : 1) }
        var content: Markup = ""
        for value in ticks {
            content += "<line x1=\"\(number(left))\" x2=\"\(number(width - right + 8))\" y1=\"\(number(y(value)))\" y2=\"\(number(y(value)))\" class=\"grid\"/>"
            content += text(left - 8, y(value) + 4, tick(value), "end")
        }
        for (index, period) in periods.enumerated() { content += text(x(index), base + 22, period, "mid") }
        let ends = labelHeights(series.map { one in one.values.last(where: \.isFinite).map(y) })
        for (number, one) in series.enumerated() {
            let colour = colours[number % colours.count]
            let points = one.values.enumerated().filter { $1.isFinite }.map { (x($0), y($1)) }
            let path = points.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
            var group = band(one, x, y, colour)
            group +=
                "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2.5\" stroke-dasharray=\"\(dashes[number % dashes.count])\"/>"
            for (index, value) in one.values.enumerated() where value.isFinite {
                let interval = one.bands.indices.contains(index) ? one.bands[index] : nil
                let range = interval.map { " (\(ReportLanguage.score($0.lowerBound))–\(ReportLanguage.score($0.upperBound)))" } ?? ""
                let tip = "\(one.name) · \(periods[index]): \(ReportLanguage.score(value))\(range)"
                group += "<circle cx=\"\(Self.number(x(index)))\" cy=\"\(Self.number(y(value)))\" r=\"4.5\" fill=\"\(colour)\" data-tip=\"\(tip)\"/>"
            }
            if let end = ends[number] {
                group += "<text x=\"\(Self.number(width - right + 14))\" y=\"\(Self.number(end))\" fill=\"\(colour)\">\(short(one.name, in: right))</text>"
            }
            content += "<g class=\"series\" data-name=\"\(one.name)\">\(group)</g>"
        }
        return frame(title, width, height, content)
    }

    /// Where names stand at the ends of their lines: moved apart where they would touch.
    private static func labelHeights(_ ends: [Double?]) -> [Double?] {
        var (result, last) = ([Double?](repeating: nil, count: ends.count), -Double.infinity)
        let order = ends.indices.filter { ends[$0] != nil }.sorted { (ends[$0] ?? 0) < (ends[$1] ?? 0) }
        for index in order {
            last = max((ends[index] ?? 0) + 4, last + 16)
            result[index] = last
        }
        return result
    }

    private static func band(_ series: Series, _ x: (Int) -> Double, _ y: (Double) -> Double, _ colour: String) -> Markup {
        let parts = series.bands.enumerated().compactMap { index, range in range.map { (x(index), y($0.lowerBound), y($0.upperBound)) } }
        guard parts.count > 1 else { return "" }
        let points = parts.map { ($0.0, $0.2) } + parts.reversed().map { ($0.0, $0.1) }
        let path = points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
        return "<polygon points=\"\(path)\" fill=\"\(colour)\" fill-opacity=\"0.16\"/>"
    }

    // MARK: Bars

    /// Bars beside their labels, from zero to both sides; a range as a thin line with ends.
    static func bars(_ title: String, _ bars: [Bar]) -> Markup {
        let values = bars.flatMap { [$0.value, $0.range?.lowerBound ?? .nan, $0.range?.upperBound ?? .nan] }.filter(\.isFinite)
        guard !bars.isEmpty, let high = values.max(), let low = values.min() else { return "" }
        let ticks = ticks(min(0, low), max(0, high) > min(0, low) ? max(0, high) : 1)
        let (bottom, top) = (ticks[0], ticks[ticks.count - 1])
        let shown = bars.count { !$0.isHidden }
        let (width, row, left) = (720.0, shown > 16 ? 17.0 : 22.0, room(for: bars.map(\.label)))
        let right = width - 70
        let height = Double(shown) * row + 34
        func x(_ value: Double) -> Double { left + (right - left) * (value - bottom) / (top > bottom ? top - bottom : 1) }
        var content: Markup = ""
        for value in ticks {
            content +=
                "<line x1=\"\(number(x(value)))\" x2=\"\(number(x(value)))\" y1=\"6\" y2=\"\(number(height - 24))\" class=\"\(value == 0 ? "axis" : "grid")\"/>"
            content += text(x(value), height - 8, tick(value), "mid")
        }
        content = "<g class=\"ticks\">\(content)</g>"
        let y = 8.0
        content += rows(bars, height: row) { bar in
            var group = text(left - 10, y + row / 2 + 3, short(bar.label, in: left), bar.isOwn ? "end own" : "end")
            guard bar.value.isFinite else { return group }
            let (from, to) = (x(min(0, bar.value)), x(max(0, bar.value)))
            let colour = bar.value < 0 ? colours[1] : bar.isOwn ? colours[0] : "#7d9cb8"
            let range = bar.range.map { " (\(ReportLanguage.score($0.lowerBound))–\(ReportLanguage.score($0.upperBound)))" } ?? ""
            group += """
                <rect x="\(number(from))" y="\(number(y + 2))" width="\(number(max(0.5, to - from)))" height="\(number(row - 6))" \
                fill="\(colour)" data-tip="\(bar.label): \(bar.text)\(range)"/>
                """
            if let range = bar.range {
                let (a, b, middle) = (x(range.lowerBound), x(range.upperBound), y + row / 2 - 1)
                group +=
                    "<path d=\"M\(number(a)) \(number(middle))H\(number(b))M\(number(a)) \(number(middle - 4))v8M\(number(b)) \(number(middle - 4))v8\" class=\"whisker\"/>"
            }
            let end = max(to, bar.range.map { x($0.upperBound) } ?? to)
            return group + text(end + 6, y + row / 2 + 3, bar.text, bar.isOwn ? "own" : "")
        }
        return frame(title, width, height, content)
    }

    /// Rows below each other, each drawn as if it were the first; hidden ones wait at the top.
    private static func rows(_ bars: [Bar], height: Double, _ draw: (Bar) -> Markup) -> Markup {
        var (content, place): (Markup, Int) = ("", 0)
        for bar in bars {
            let kind = bar.isHidden ? "row off" : "row"
            let at = bar.isHidden ? 0 : Double(place) * height
            content += """
                <g class="\(kind)" data-name="\(bar.label)" data-height="\(number(height))" transform="translate(0 \(number(at)))">\(draw(bar))</g>
                """
            if !bar.isHidden { place += 1 }
        }
        return content
    }

    /// Ranks as dots with their intervals; 1 stands left.
    static func ranks(_ title: String, _ bars: [Bar], most: Int) -> Markup {
        guard !bars.isEmpty, most > 0 else { return "" }
        let shown = bars.count { !$0.isHidden }
        let (width, row, left) = (720.0, shown > 16 ? 17.0 : 22.0, room(for: bars.map(\.label)))
        let right = width - 70
        let height = Double(shown) * row + 34
        func x(_ rank: Double) -> Double { left + (right - left) * (rank - 1) / Double(max(1, most - 1)) }
        var content: Markup = ""
        let steps = most <= 12 ? Array(1...most) : [1] + Array(stride(from: 5, through: most, by: 5))
        for rank in steps {
            content += "<line x1=\"\(number(x(Double(rank))))\" x2=\"\(number(x(Double(rank))))\" y1=\"6\" y2=\"\(number(height - 24))\" class=\"grid\"/>"
            content += text(x(Double(rank)), height - 8, "\(rank)", "mid")
        }
        content = "<g class=\"ticks\">\(content)</g>"
        let y = 8 + row / 2
        content += rows(bars.filter(\.value.isFinite), height: row) { bar in
            var group = text(left - 14, y + 4, short(bar.label, in: left), bar.isOwn ? "end own" : "end")
            let colour = bar.isOwn ? colours[0] : "#5c7f9e"
            if let range = bar.range {
                group +=
                    "<line x1=\"\(number(x(range.lowerBound)))\" x2=\"\(number(x(range.upperBound)))\" y1=\"\(number(y))\" y2=\"\(number(y))\" stroke=\"\(colour)\" stroke-width=\"5\" stroke-opacity=\"0.4\" stroke-linecap=\"round\"/>"
            }
            let tip = "\(bar.label): \(number(bar.value, digits: 0)) (\(bar.text))"
            group += "<circle cx=\"\(number(x(bar.value)))\" cy=\"\(number(y))\" r=\"4.5\" fill=\"\(colour)\" data-tip=\"\(tip)\"/>"
            return group + text(right + 14, y + 4, bar.text, bar.isOwn ? "own" : "")
        }
        return frame(title, width, height, content)
    }

    /// How wide a Latin character is drawn, and what stands free beside a label.
    private static let (characterWidth, gap) = (6.7, 24.0)

    /// A Han character is about twice as wide as a Latin one.
    private static func width(_ character: Character) -> Int { character.unicodeScalars.contains { $0.value >= 0x2E80 } ? 2 : 1 }

    /// Room for the longest label, up to a fair part of the chart.
    private static func room(for labels: [String]) -> Double {
        let longest = labels.map { $0.reduce(0) { $0 + width($1) } }.max() ?? 0
        return min(300, max(96, Double(longest) * characterWidth + gap))
    }

    /// Cut to what fits.
    private static func short(_ text: String, in room: Double) -> String {
        let most = Int((room - gap) / characterWidth)
        if text.reduce(0, { $0 + width($1) }) <= most { return text }
        var (result, used) = ("", 1)
        for character in text {
            used += width(character)
            if used > most { break }
            result.append(character)
        }
        return result + "…"
    }
}
