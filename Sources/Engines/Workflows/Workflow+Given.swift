/// What must be given with an action, and whether it can be used.
extension Workflow {
    /// The refusal that names all that is missing, or nil.
    func lack(of given: Given, for action: Action, in state: CaseState) -> Refusal? {
        var missing: [Requirement] = []
        for need in action.needs where !isMet(need, by: given, in: state) { missing.append(need) }
        for need in action.verb.inherentNeeds where !missing.contains(need) && !isMet(need, by: given, in: state) {
            // Two departments are missing where one is: do not say both.
            if need == .organisation, missing.contains(where: { $0.wantsOrganisations }) { continue }
            missing.append(need)
        }
        guard !missing.isEmpty else { return nil }
        return Refusal(.missing, action: action.name, missing: missing, message: RefusalText.missing(missing))
    }

    /// The class and the area need not be given again where the case has them.
    private func isMet(_ need: Requirement, by given: Given, in state: CaseState) -> Bool {
        func has(_ text: String?) -> Bool { text?.contains { !$0.isWhitespace } ?? false }
        switch need {
        case .text: return has(given.text)
        case .photos(let count): return given.photos.count >= count && Set(given.photos).count >= count
        case .form: return given.answers.values.contains { has($0) }
        case .organisation: return given.organisations.contains { has($0) }
        case .organisations(let count): return Set(given.organisations).count >= count
        case .requestClass: return has(given.requestClass ?? state.requestClass)
        case .area: return has(given.area ?? state.area)
        case .reason: return has(given.reason)
        case .otherCase: return given.otherCase != nil
        case .rating: return given.rating != nil
        }
    }

    /// Why these departments cannot be called.
    func objection(toCalling given: Given, by action: Action, in state: CaseState) -> Refusal? {
        let called = given.organisations
        if action.verb != .whistle, called.count != 1 {
            return Refusal(.notSensible, action, RefusalText.oneDepartment)
        }
        if let lead = given.lead {
            guard called.contains(lead) else { return Refusal(.notSensible, action, RefusalText.leadNotCalled(lead)) }
            if let other = state.currentOrders.first(where: { $0.isLead && $0.progress.isPending }) {
                return Refusal(.notSensible, action, RefusalText.leadExists(other.organisation))
            }
        }
        let pending = state.currentOrders.filter(\.progress.isPending)
        var seen = Set(pending.map(\.organisation))
        for organisation in called where !seen.insert(organisation).inserted {
            return Refusal(.alreadyCalled, action, RefusalText.alreadyCalled(organisation))
        }
        if let orders, pending.count + called.count > orders.most {
            return Refusal(.tooManyOrders, action, RefusalText.tooManyOrders(orders.most))
        }
        return nil
    }
}

extension Workflow.Requirement {
    var wantsOrganisations: Bool {
        switch self {
        case .organisation, .organisations: true
        default: false
        }
    }

    /// What a clerk calls it.
    public var label: Label {
        switch self {
        case .text: Label(zh: "文字说明", en: "a text")
        case .photos(1): Label(zh: "照片（至少1张）", en: "a photo")
        case .photos(let count): Label(zh: "照片（至少\(count)张）", en: "at least \(count) photos")
        case .form(let name): Label(zh: "表单“\(name)”", en: "the form “\(name)”")
        case .organisation: Label(zh: "承办单位", en: "the department")
        case .organisations(let count): Label(zh: "承办单位（至少\(count)个）", en: "at least \(count) departments")
        case .requestClass: Label(zh: "诉求类别", en: "the class of the request")
        case .area: Label(zh: "所在区域", en: "the area")
        case .reason: Label(zh: "理由", en: "the reason")
        case .otherCase: Label(zh: "要并入的案件", en: "the case to merge into")
        case .rating: Label(zh: "评价", en: "the rating")
        }
    }
}
