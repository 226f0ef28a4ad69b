internal import CompositeIndex
internal import Ground

extension ReportSections {
    // MARK: Method

    var method: Markup {
        let (words, method) = (MethodWords(say: say), model.build.method)
        let kept = model.build.kept.count { $0 }
        var steps: [String] = []
        if model.tree.indicators.contains(where: { $0.denominator != nil }) {
            steps.append(say("比率由分子、分母计算得出，不直接填写。", "Rates are computed from numerator and denominator, never typed."))
        }
        let whole = model.build.kept.count
        steps.append(
            say(
                "筛选：数据过少的地区（年度）不参与计算；\(whole) 行中保留 \(kept) 行。",
                "Screening: a unit with too few values in a year is left out; \(kept) of \(whole) rows are kept."))
        steps.append(words.filling(method.filling) + say("共填补 \(model.build.filled.count) 处。", " \(model.build.filled.count) cells were filled."))
        steps.append(words.treatment(method.treatment))
        let fixed = method.goalposts.isEmpty ? "" : say("；\(method.goalposts.count) 项指标使用固定上下限", "; \(method.goalposts.count) indicators have fixed ends")
        steps.append(
            say("无量纲化：", "Normalisation: ") + words.normalisation(method.normalisation) + fixed
                + (method.normalisesEachPeriod
                    ? say("；逐年使用各自参数。", "; each year has its own parameters.") : say("；各年使用同一组参数。", "; one set of parameters over all years.")))
        steps.append(say("权重：", "Weights: ") + words.weighting(method.weighting) + say("。", "."))
        steps.append(say("合成：", "Aggregation: ") + words.aggregation(method.aggregation) + say("。", "."))
        for (code, rule) in method.aggregationOf.sorted(by: { $0.key < $1.key }) {
            steps.append(say("“\(model.elementName(code))”的合成：", "Aggregation of “\(model.elementName(code))”: ") + words.aggregation(rule) + say("。", "."))
        }
        steps.append(say("位次：同年之内按未取整的得分排列，同分同位。", "Ranks: within a year, from unrounded scores; equal scores share a rank."))
        let items: [Markup] = steps.map { "<li>\($0)</li>\n" }
        return "<ol>\(items)</ol>\n" + weights + treatments
    }

    private var weights: Markup {
        let shares = model.tree.effectiveWeights
        let order = [model.tree.top] + model.dimensions.flatMap { [$0] + below($0) }
        let lines = order.map { index in
            let element = model.tree.elements[index]
            let treated = model.tree.indicatorCount > index
            return [
                treated ? model.marked(index) : model.name(index), model.tree.parent[index].map(model.name) ?? "–",
                treated ? (element.direction < 0 ? say("越小越好", "less is better") : say("越大越好", "more is better")) : "–",
                ReportLanguage.value(element.weight), ReportLanguage.score(shares[index] * 100) + " %",
            ]
        }
        let caption = say("指标、方向与权重", "Indicators, directions and weights")
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption, [say("名称", "Name"), say("上级", "Below"), say("方向", "Direction"), say("权重", "Weight"), say("有效权重", "Effective weight")], lines,
                numbers: [3, 4], kind: "dense")
    }

    private func below(_ element: Int) -> [Int] { model.tree.children[element].flatMap { [$0] + below($0) } }

    private var treatments: Markup {
        let lines = model.build.treatments.enumerated().filter { $1.steps > 0 || $1.isTransformed }.map { index, outcome in
            [
                model.marked(index), "\(outcome.steps)", outcome.isTransformed ? say("是", "yes") : say("否", "no"),
                outcome.passes ? say("合格", "passes") : say("仍不合格", "still fails"),
            ]
        }
        let caption = say("作了极端值处理的指标", "Indicators with treated outliers")
        if lines.isEmpty { return "<p>\(say("没有指标需要极端值处理。", "No indicator needed treatment of outliers."))</p>\n" }
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption, [say("指标", "Indicator"), say("缩尾步数", "Steps"), say("作变换", "Transformed"), say("结果", "Outcome")], lines, numbers: [1])
    }
}
