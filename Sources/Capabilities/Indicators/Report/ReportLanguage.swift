internal import Foundation

/// The language of a report; every phrase is given in both where it is used, so none can be missing.
public enum ReportLanguage: String, Sendable, CaseIterable {
    case zh, en

    func callAsFunction(_ chinese: String, _ english: String) -> String { self == .zh ? chinese : english }

    /// As it stands in the page's `lang`.
    var code: String { self == .zh ? "zh-Hans" : "en" }

    /// Two decimals; – for what is no number.
    static func score(_ x: Double) -> String { x.isFinite ? minus(String(format: "%.2f", abs(x) < 0.005 ? 0 : x)) : "–" }
    static func signed(_ x: Double) -> String { x.isFinite ? minus(String(format: "%+.2f", abs(x) < 0.005 ? 0 : x)) : "–" }
    static func percent(_ share: Double?) -> String { share.map { $0.isFinite ? minus(String(format: "%+.1f %%", $0 * 100)) : "–" } ?? "–" }

    /// A value of data: two decimals, four below 1, none that say nothing.
    static func value(_ x: Double) -> String {
        guard x.isFinite else { return "–" }
        if abs(x) >= 1e15 || (x != 0 && abs(x) < 1e-4) { return minus(String(format: "%.4g", x)) }
        var text = String(format: abs(x) >= 1 ? "%.2f" : "%.4f", x)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return minus(text)
    }

    /// A minus as long as a plus.
    private static func minus(_ text: String) -> String { text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text }

    func status(_ status: ValueStatus) -> String {
        switch status {
        case .official: self("官方统计", "official")
        case .survey: self("调查", "survey")
        case .platform: self("平台记录", "platform records")
        case .estimate: self("估算", "estimate")
        case .proposal: self("建议值", "proposal")
        case .synthetic: self("合成数据", "synthetic")
        }
    }

    func factor(_ name: String) -> String {
        guard self == .zh else { return name }
        switch name {
        case "filling": return "缺失值填补"
        case "treatment": return "极端值处理"
        case "normalisation": return "无量纲化"
        case "weights": return "权重"
        case "aggregation": return "合成方法"
        case "exponent": return "合成指数"
        default: return name.hasPrefix("weight of ") ? "权重：" + name.dropFirst(10) : name
        }
    }
}
