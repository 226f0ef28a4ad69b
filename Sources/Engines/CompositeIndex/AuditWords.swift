/// The findings in words that an official understands.
extension IndexAudit.Finding {
    /// English.
    public var words: String {
        switch kind {
        case .scarceUnit: "in \(other) only \(percent) of its values are present"
        case .scarceIndicator: "only \(percent) of its values are present"
        case .constant: "has the same value everywhere and compares nothing"
        case .mostlyZero: "mostly zeros: only \(percent) of its values are not 0"
        case .repetitive: "few different values: only \(percent) are unique, so it ranks coarsely"
        case .outliers:
            other.isEmpty
                ? "outliers: skewed with heavy tails, and not treated"
                : "outliers: skewed with heavy tails; treated by \(other == "log" ? "a transformation" : "\(other) step(s) of winsorising")"
        case .stillSkewed: "still skewed after treatment: a few units decide over its scale"
        case .mixedScales: "transformed in some of \(other) periods only: the years do not compare"
        case .againstOwnGroup: "moves against its own dimension “\(other)”: check its direction and its place"
        case .weakInOwnGroup: "says little about its own dimension “\(other)”"
        case .sameAsGroup: "says nearly the same as its dimension “\(other)”"
        case .closerToAnotherGroup: "goes along with “\(other)” more than with its own dimension"
        case .nearlyTheSame: "is nearly the same as “\(other)”: counted twice"
        case .againstEachOther: "pulls against “\(other)”: one takes away what the other gives"
        case .contradictoryGroup: "its parts contradict each other (Cronbach's alpha below 0)"
        case .looseGroup: "its parts hang together loosely (Cronbach's alpha below 0.6)"
        case .tolerableGroup: "its parts hang together tolerably (Cronbach's alpha between 0.6 and 0.7)"
        case .weakensGroup: "without it “\(other)” would hang together better (alpha as shown)"
        case .severalDimensions: "holds more than one dimension (principal components with an eigenvalue above 1)"
        case .weakFirstDimension: "one number loses much of it: the first component holds only \(percent)"
        case .poorSampling: "its parts have too little in common for components (KMO below 0.6)"
        case .followsSize: "follows the size of the units (“\(other)”): divide it, or it measures size"
        case .stillFollowsSize: "follows “\(other)” even after division"
        case .hardlyMatters: "hardly matters: without it ranks change by less than a tenth of a place"
        case .weighsMoreThanStated: "has more than twice the influence on “\(other)” that its weight states"
        case .weighsLessThanStated: "has less than half the influence on “\(other)” that its weight states"
        }
    }

    /// Chinese.
    public var chinese: String {
        switch kind {
        case .scarceUnit: "\(other) 年度仅有 \(percent) 的数据"
        case .scarceIndicator: "仅有 \(percent) 的数据"
        case .constant: "各地取值完全相同，无法比较"
        case .mostlyZero: "多数为零：仅 \(percent) 的取值不为零"
        case .repetitive: "取值重复多：仅 \(percent) 各不相同，排序粗略"
        case .outliers: other.isEmpty ? "存在极端值（偏态、厚尾），未作处理" : "存在极端值（偏态、厚尾），已\(other == "log" ? "作变换" : "缩尾 \(other) 步")"
        case .stillSkewed: "处理后仍然偏态：少数地区决定其尺度"
        case .mixedScales: "\(other) 个年度中仅部分作了变换：各年不可比"
        case .againstOwnGroup: "与所属维度“\(other)”反向变动：请检查方向与归类"
        case .weakInOwnGroup: "对所属维度“\(other)”说明不多"
        case .sameAsGroup: "与所属维度“\(other)”几乎相同"
        case .closerToAnotherGroup: "与“\(other)”的关系比与所属维度更密切"
        case .nearlyTheSame: "与“\(other)”几乎相同：重复计算"
        case .againstEachOther: "与“\(other)”相互抵消"
        case .contradictoryGroup: "各组成部分相互矛盾（克朗巴赫 α 低于 0）"
        case .looseGroup: "各组成部分联系松散（克朗巴赫 α 低于 0.6）"
        case .tolerableGroup: "各组成部分联系尚可（克朗巴赫 α 介于 0.6 与 0.7）"
        case .weakensGroup: "去掉它，“\(other)”的内部一致性更好（所示为去掉后的 α）"
        case .severalDimensions: "包含不止一个维度（特征值大于 1 的主成分个数）"
        case .weakFirstDimension: "用一个数概括损失较大：第一主成分仅占 \(percent)"
        case .poorSampling: "各组成部分共同成分过少，不宜作主成分分析（KMO 低于 0.6）"
        case .followsSize: "随地区规模（“\(other)”）变动：应作除数处理，否则衡量的是规模"
        case .stillFollowsSize: "除以分母后仍随“\(other)”变动"
        case .hardlyMatters: "几乎不起作用：去掉它，平均名次变动不足十分之一位"
        case .weighsMoreThanStated: "对“\(other)”的实际影响超过名义权重的两倍"
        case .weighsLessThanStated: "对“\(other)”的实际影响不足名义权重的一半"
        }
    }

    private var percent: String {
        guard value.isFinite else { return "–" }
        return "\(Int((min(1, max(0, value)) * 100).rounded())) %"
    }
}

extension IndexAudit.Severity {
    public var chinese: String {
        switch self {
        case .note: "提示"
        case .warning: "警告"
        case .serious: "严重"
        }
    }
}
