internal import CompositeIndex

/// The method of an index in words.
struct MethodWords {
    let say: ReportLanguage

    func filling(_ filling: Preparation.Filling?) -> String {
        guard let filling else { return say("缺失值不填补；上级指标由现有下级指标计算。", "Missing values are not filled; a group is computed from the children that are present.") }
        let rule =
            switch filling {
            case .mean: say("同期其他地区的平均值", "the mean of the period's other units")
            case .median: say("同期其他地区的中位数", "the median of the period's other units")
            case .groupMean: say("同期同组地区的平均值", "the mean of the period's units of the same group")
            case .groupMedian: say("同期同组地区的中位数", "the median of the period's units of the same group")
            case .unitMean: say("该地区其他指标的平均水平", "the mean level of the unit's other indicators")
            case .unitMedian: say("该地区其他指标的中位水平", "the median level of the unit's other indicators")
            case .latest: say("该地区最近一期的值", "the unit's nearest earlier value")
            case .constant: say("该地区最近一期的值，首期之前取首期值", "the unit's nearest earlier value, before the first one the first")
            case .linear: say("该地区前后各期之间的直线插值", "a straight line between the unit's periods")
            default: filling.rawValue
            }
        return say("缺失值以\(rule)填补。", "Missing values are filled with \(rule).")
    }

    func treatment(_ treatment: Treatment) -> String {
        guard let most = treatment.winsoriseAtMost else { return say("极端值不作处理。", "Outliers are left as they are.") }
        return say(
            "偏度与峰度同时过大的指标作缩尾处理（每个指标最多 \(most) 步：最极端的值取次极端值）；仍不合格的再作变换。",
            "Indicators that are both skewed and heavy-tailed are winsorised (at most \(most) steps each: the extreme becomes the next value); what still fails is transformed."
        )
    }

    func normalisation(_ rule: Normalisation) -> String {
        func range(_ low: Double, _ high: Double) -> String { "\(ReportLanguage.value(low))–\(ReportLanguage.value(high))" }
        return switch rule {
        case .minMax(let low, let high): say("极差标准化到 \(range(low, high))", "minimum and maximum onto \(range(low, high))")
        case .zScore(let mean, let deviation):
            say(
                "标准分（均值 \(ReportLanguage.value(mean))，标准差 \(ReportLanguage.value(deviation))）",
                "z-scores with mean \(ReportLanguage.value(mean)) and deviation \(ReportLanguage.value(deviation))")
        case .scaled(let low, let high): say("按固定区间 \(range(low, high)) 换算为 0–100", "the fixed range \(range(low, high)) onto 0–100")
        case .fractionOfMax: say("与最大值之比", "share of the maximum")
        case .percentileRank: say("百分位名次", "percentile rank")
        case .rank: say("名次", "rank")
        case .borda: say("博达计数", "Borda count")
        case .distanceToMax: say("与最大值的距离", "distance to the maximum")
        case .distanceToReference(let unit, _): say("与参照地区（\(unit)）的距离", "distance to the unit \(unit)")
        case .distanceToTarget: say("与目标值的距离", "distance to the target")
        }
    }

    func aggregation(_ rule: Aggregation) -> String {
        switch rule {
        case .arithmetic: say("加权算术平均", "weighted arithmetic mean")
        case .geometric(let shift):
            shift == 0
                ? say("加权几何平均", "weighted geometric mean")
                : say("加权几何平均（平移 \(ReportLanguage.value(shift))）", "weighted geometric mean (shifted by \(ReportLanguage.value(shift)))")
        case .harmonic: say("加权调和平均", "weighted harmonic mean")
        case .power(let p): say("幂平均（指数 \(ReportLanguage.value(p))）", "power mean (exponent \(ReportLanguage.value(p)))")
        case .copeland: say("科普兰法（两两比较）", "Copeland's rule (pairs compared)")
        }
    }

    func weighting(_ weighting: Weighting) -> String {
        switch weighting {
        case .given: say("按指标表所给权重", "as given in the list of indicators")
        case .equal: say("等权", "equal")
        case .principalComponent: say("主成分法", "first principal component")
        case .entropy: say("熵权法", "entropy")
        case .deviation: say("标准差法", "standard deviation")
        case .critic: say("CRITIC 法", "CRITIC")
        case .optimised: say("按目标重要性优化", "optimised towards stated importances")
        case .fixed: say("按方法文件所给权重", "as stated in the method")
        }
    }
}
