package import Ground

/// Where a case goes, and which rule sent it there.
package struct Route: Sendable, Hashable {
    /// The department responsible, or the lead of several.
    package var organisation: OrganisationCode
    package var supporting: [OrganisationCode]
    /// File and line of the rule, or of the owner's entry.
    package var rule: Place
    package var reason: Bilingual

    package init(
        organisation: OrganisationCode, supporting: [OrganisationCode] = [], rule: Place, reason: Bilingual
    ) {
        self.organisation = organisation
        self.supporting = supporting
        self.rule = rule
        self.reason = reason
    }
}

/// Who is responsible for which class in which area.
///
/// The most specific rule counts, not the order of the file. For a component the class weighs first (its owner is responsible
/// wherever it stands) and then the area; for a matter or a demand the area weighs first and then the class. Two rules for the
/// same class and the same area are refused when the city is loaded, so there is always one most specific rule.
package struct Routing: Sendable {
    package struct Rule: Sendable, Hashable {
        package var classes: [ClassPattern]
        /// Nil for the whole city.
        package var area: AreaCode?
        package var organisation: OrganisationTemplate
        package var supporting: [OrganisationTemplate]
        package var reason: Bilingual
        package var place: Place

        package init(
            classes: [ClassPattern], area: AreaCode? = nil, organisation: OrganisationTemplate,
            supporting: [OrganisationTemplate] = [], reason: Bilingual, place: Place = Place("responsibilities.csv")
        ) {
            self.classes = classes
            self.area = area
            self.organisation = organisation
            self.supporting = supporting
            self.reason = reason
            self.place = place
        }
    }

    /// What a rule said to a class and an area.
    package struct Trial: Sendable, Hashable {
        package enum Outcome: Sendable, Hashable {
            case chosen
            /// It would do, but a more specific rule was found before it.
            case lessSpecific
            case otherClass
            case otherArea
            /// Its organisation is named by a level at which the area does not lie.
            case lacksLevel(AreaLevel)
            /// The organisation it names does not exist.
            case unknownOrganisation(OrganisationCode)
        }

        package var rule: Rule
        package var outcome: Outcome
        /// The sentence for a clerk.
        package var text: Bilingual
    }

    /// In the order of the file.
    package let rules: [Rule]
    private let territory: Territory
    private let classes: ClassDirectory
    private let organisations: Organisations
    /// The rules that speak of a class, most specific first.
    private let candidates: [ClassCode: [Int]]

    package init(
        _ rules: [Rule], territory: Territory, classes: ClassDirectory, organisations: Organisations
    ) {
        self.rules = rules
        self.territory = territory
        self.classes = classes
        self.organisations = organisations
        let depths = rules.map { rule in rule.area.map { territory.ancestors(of: $0).count } ?? 0 }
        var candidates: [ClassCode: [Int]] = [:]
        for requestClass in classes.all {
            let ranked = rules.indices.compactMap { index -> Candidate? in
                let rank = rules[index].classes.lazy.filter { $0.matches(requestClass) }.map(\.rank).max()
                return rank.map { Candidate(index: index, rank: $0, depth: depths[index]) }
            }
            let isComponent = requestClass.kind == .component
            candidates[requestClass.code] = ranked.sorted { Candidate.precedes($0, $1, isComponent: isComponent) }
                .map(\.index)
        }
        self.candidates = candidates
    }

    private struct Candidate {
        var index: Int
        var rank: Int
        var depth: Int

        static func precedes(_ a: Candidate, _ b: Candidate, isComponent: Bool) -> Bool {
            let x = isComponent ? (a.rank, a.depth) : (a.depth, a.rank)
            let y = isComponent ? (b.rank, b.depth) : (b.depth, b.rank)
            return x == y ? a.index < b.index : x > y
        }
    }

    /// The responsible organisation and the rule that says so; nil where no rule does.
    /// - Parameter owner: the registered owner of the component concerned, where one is known: for a component it comes first.
    package func route(class code: ClassCode, area: AreaCode, owner: OrganisationCode? = nil) -> Route? {
        if let owner, classes.class(code)?.kind == .component, let organisation = organisations.organisation(owner) {
            return Route(
                organisation: owner, rule: organisation.place,
                reason: Bilingual(zh: "部件权属单位优先", en: "the owner of a component comes first"))
        }
        for index in candidates[code] ?? [] {
            if case .success(let route) = answer(of: rules[index], area: area) { return route }
        }
        return nil
    }

    /// Every rule with what it said, the more specific first, then the rules for other classes in the order of the file.
    package func explain(class code: ClassCode, area: AreaCode) -> [Trial] {
        var trials: [Trial] = []
        var isFound = false
        let candidates = candidates[code] ?? []
        for index in candidates {
            let outcome: Trial.Outcome
            switch answer(of: rules[index], area: area) {
            case .success: outcome = isFound ? .lessSpecific : .chosen
            case .failure(let miss): outcome = miss.outcome
            }
            isFound = isFound || outcome == .chosen
            trials.append(trial(rules[index], outcome))
        }
        let tried = Set(candidates)
        for index in rules.indices where !tried.contains(index) { trials.append(trial(rules[index], .otherClass)) }
        return trials
    }

    private struct Miss: Error { var outcome: Trial.Outcome }

    private func answer(of rule: Rule, area: AreaCode) -> Result<Route, Miss> {
        guard territory.area(area) != nil, rule.area.map({ territory.contains($0, area) }) ?? true else {
            return .failure(Miss(outcome: .otherArea))
        }
        var codes: [OrganisationCode] = []
        for template in [rule.organisation] + rule.supporting {
            guard let code = template.organisation(for: area, in: territory) else {
                return .failure(Miss(outcome: .lacksLevel(template.lowestLevel ?? .city)))
            }
            guard organisations.organisation(code) != nil else {
                return .failure(Miss(outcome: .unknownOrganisation(code)))
            }
            codes.append(code)
        }
        return .success(
            Route(
                organisation: codes[0], supporting: Array(codes.dropFirst()), rule: rule.place, reason: rule.reason))
    }

    private func trial(_ rule: Rule, _ outcome: Trial.Outcome) -> Trial {
        let text: Bilingual
        switch outcome {
        case .chosen: text = Bilingual(zh: "选用：\(rule.reason.zh)", en: "chosen: \(rule.reason.en)")
        case .lessSpecific: text = Bilingual(zh: "适用，但有更具体的规则", en: "fits, but a more specific rule was found")
        case .otherClass:
            let classes = rule.classes.map(\.description).joined(separator: "; ")
            text = Bilingual(zh: "只适用于类别 \(classes)", en: "speaks of the classes \(classes)")
        case .otherArea:
            let area = rule.area?.rawValue ?? "*"
            text = Bilingual(zh: "只适用于区域 \(area)", en: "speaks of the area \(area)")
        case .lacksLevel(let level):
            text = Bilingual(
                zh: "地点不在“\(level.rawValue)”一级的任何区域内", en: "the place lies in no area of the level \(level.rawValue)")
        case .unknownOrganisation(let code):
            text = Bilingual(zh: "没有机构 \(code)", en: "there is no organisation \(code)")
        }
        return Trial(rule: rule, outcome: outcome, text: text)
    }
}
