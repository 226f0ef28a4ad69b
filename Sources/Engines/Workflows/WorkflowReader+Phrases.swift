internal import Documents
internal import Ground

/// The short phrases of the language: names, permissions, needs, limits, consequences.
extension WorkflowReader {
    func integer(_ entry: Entry, _ range: ClosedRange<Int>, _ diagnostics: inout Diagnostics) -> Int? {
        guard let value = entry.integer(&diagnostics) else { return nil }
        guard range.contains(value) else {
            diagnostics.error("\(entry.path) must be \(range.lowerBound) to \(range.upperBound)", at: entry.place)
            return nil
        }
        return value
    }

    /// A text in both languages.
    func label(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Label? {
        let record = entry.record(["zh", "en", "中文", "英文"], &diagnostics)
        guard case .map = entry.content else { return nil }
        func text(_ keys: [String], _ language: String) -> String? {
            guard let found = keys.lazy.compactMap({ record[$0] }).first else {
                diagnostics.error(
                    "\(entry.path) has no \(language) text", at: entry.place, advice: "write {zh: …, en: …}")
                return nil
            }
            return found.text(&diagnostics)
        }
        let zh = text(["zh", "中文"], "Chinese")
        let en = text(["en", "英文"], "English")
        guard let zh, let en else { return nil }
        return Label(zh: zh, en: en)
    }

    /// One of the words of a kind; another is reported with the nearest known one.
    func word<Word: RawRepresentable & CaseIterable>(
        _ entry: Entry, _: Word.Type, _ kind: String, _ diagnostics: inout Diagnostics
    ) -> Word? where Word.RawValue == String {
        guard let text = entry.text(&diagnostics) else { return nil }
        if let word = Word(rawValue: text) { return word }
        unknown(text, kind, among: Word.allCases.map(\.rawValue), at: entry.place, &diagnostics)
        return nil
    }

    func unknown(_ text: String, _ kind: String, among known: [String], at place: Place, _ diagnostics: inout Diagnostics) {
        let near = text.count <= 60 ? Spelling.nearest(to: text, among: known) : nil
        diagnostics.error(
            "there is no \(kind) \u{201C}\(text)\u{201D}", at: place,
            advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "known are \(known.joined(separator: ", "))")
    }

    func stateName(_ entry: Entry, _ diagnostics: inout Diagnostics) -> StateName? {
        guard let text = entry.text(&diagnostics) else { return nil }
        return stateName(text, at: entry.place, &diagnostics)
    }

    private func stateName(_ text: String, at place: Place, _ diagnostics: inout Diagnostics) -> StateName? {
        if stateNames.contains(text) { return StateName(rawValue: text) }
        unknown(text, "state", among: stateNames, at: place, &diagnostics)
        return nil
    }

    func stateNames(_ entry: Entry, _ diagnostics: inout Diagnostics) -> [StateName] {
        var names: [StateName] = []
        for item in entry.list(&diagnostics) {
            guard let name = stateName(item, &diagnostics) else { continue }
            if names.contains(name) {
                diagnostics.error("\u{201C}\(name)\u{201D} stands twice", at: item.place, advice: "remove one")
            } else {
                names.append(name)
            }
        }
        return names
    }

    // MARK: Who

    mutating func permissions(_ entry: Entry, _ diagnostics: inout Diagnostics) -> [Workflow.Permission] {
        var found: [Workflow.Permission] = []
        for item in entry.list(&diagnostics) {
            guard let text = item.text(&diagnostics), let permission = self.permission(text, at: item.place, &diagnostics) else { continue }
            if found.contains(permission) {
                diagnostics.error("\u{201C}\(text)\u{201D} stands twice", at: item.place, advice: "remove one")
            } else {
                found.append(permission)
            }
        }
        return found
    }

    /// `RELATION`, or `POST of RELATION`.
    private mutating func permission(
        _ text: String, at place: Place, _ diagnostics: inout Diagnostics
    ) -> Workflow.Permission? {
        let words = text.split(separator: " ").map(String.init)
        let relations = Workflow.Relation.allCases.map(\.rawValue)
        guard let last = words.last, words.count == 1 || (words.count == 3 && words[1] == "of") else {
            diagnostics.error(
                "\u{201C}\(text)\u{201D} does not say who", at: place,
                advice: "write a relation such as reporter, or a post and a relation such as street-dispatcher of own-area")
            return nil
        }
        guard let relation = Workflow.Relation(rawValue: last) else {
            unknown(last, "relation to the case", among: relations, at: place, &diagnostics)
            return nil
        }
        guard words.count == 3 else { return Workflow.Permission(post: nil, relation: relation) }
        posts.append(Workflow.Source.Mention(words[0], at: place))
        return Workflow.Permission(post: words[0], relation: relation)
    }

    // MARK: What must be given

    mutating func requirement(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Workflow.Requirement? {
        guard let text = entry.text(&diagnostics) else { return nil }
        let words = text.split(separator: " ").map(String.init)
        if words.count == 1 {
            switch words[0] {
            case "text": return .text
            case "photo": return .photos(1)
            case "organisation": return .organisation
            case "class": return .requestClass
            case "area": return .area
            case "reason": return .reason
            case "case": return .otherCase
            case "rating": return .rating
            default: break
            }
        }
        if words.count == 2 {
            if words[0] == "form" {
                forms.append(Workflow.Source.Mention(words[1], at: entry.place))
                return .form(words[1])
            }
            if let count = Int(words[0]), (1...20).contains(count) {
                switch words[1] {
                case "photo", "photos": return .photos(count)
                case "organisation", "organisations": return .organisations(atLeast: count)
                default: break
                }
            }
        }
        let known = ["text", "photo", "2 photos", "class", "area", "organisation", "2 organisations", "reason", "rating", "case", "form NAME"]
        unknown(text, "requirement", among: known, at: entry.place, &diagnostics)
        return nil
    }

    // MARK: Clocks

    mutating func clock(_ field: Entry.Field, _ diagnostics: inout Diagnostics) -> Workflow.Clock? {
        let record = field.value.record(["title", "runs", "limit", "otherwise", "then", "stops while paused"], &diagnostics)
        let title = record.required("title", &diagnostics).flatMap { label($0, &diagnostics) }
        let runs = record.required("runs", &diagnostics).flatMap { run($0, &diagnostics) }
        let limit = record.required("limit", &diagnostics).flatMap { self.limit($0, otherwise: record["otherwise"], &diagnostics) }
        var consequences: [Workflow.Consequence] = []
        for entry in record["then"]?.list(&diagnostics) ?? [] {
            if let consequence = self.consequence(entry, &diagnostics) { consequences.append(consequence) }
        }
        let isPausable = record["stops while paused"]?.truth(&diagnostics) ?? true
        guard let title, let runs, let limit else { return nil }
        return Workflow.Clock(
            name: ClockName(rawValue: field.key), title: title, runs: runs, limit: limit, consequences: consequences,
            isPausable: isPausable)
    }

    private func run(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Workflow.Run? {
        guard let text = entry.text(&diagnostics) else { return nil }
        let words = text.split(separator: " ").map(String.init)
        switch words.joined(separator: " ") {
        case "while an order is called": return .orderCalled
        case "while an order is working": return .orderWorking
        default: break
        }
        guard words.count >= 2, words[0] == "while" else {
            diagnostics.error(
                "\u{201C}\(text)\u{201D} does not say when the clock runs", at: entry.place,
                advice: "write while STATE, while STATE or STATE, while an order is called, or while an order is working")
            return nil
        }
        var names: [StateName] = []
        var isComplete = words.count.isMultiple(of: 2)
        for (index, word) in words.dropFirst().enumerated() {
            if index.isMultiple(of: 2) {
                guard let name = stateName(word, at: entry.place, &diagnostics) else { return nil }
                names.append(name)
            } else if word != "or" {
                isComplete = false
            }
        }
        guard isComplete else {
            diagnostics.error("between states there must be \u{201C}or\u{201D}", at: entry.place, advice: "write while STATE or STATE")
            return nil
        }
        return .states(names)
    }

    private func limit(_ entry: Entry, otherwise: Entry?, _ diagnostics: inout Diagnostics) -> Workflow.Limit? {
        guard entry.scalar == "from class" else {
            if let otherwise {
                diagnostics.error("\u{201C}otherwise\u{201D} belongs to a limit from class", at: otherwise.place, advice: "remove it")
            }
            return Workflow.Limit(byPriority: allowances(entry, &diagnostics))
        }
        guard let otherwise else {
            diagnostics.error(
                "not every class has a limit", at: entry.place,
                advice: "add otherwise: {urgent: …, important: …, normal: …} for those without")
            return nil
        }
        return Workflow.Limit(byPriority: allowances(otherwise, &diagnostics), fromClass: true)
    }

    /// One allowance for all, or one for each priority.
    private func allowances(_ entry: Entry, _ diagnostics: inout Diagnostics) -> [Priority: Allowance] {
        if case .scalar = entry.content {
            guard let one = allowance(entry, &diagnostics) else { return [:] }
            return Dictionary(uniqueKeysWithValues: Priority.allCases.map { ($0, one) })
        }
        let record = entry.record(Priority.allCases.map(\.rawValue), &diagnostics)
        guard case .map = entry.content else { return [:] }
        var found: [Priority: Allowance] = [:]
        for priority in Priority.allCases {
            if let value = record.required(priority.rawValue, &diagnostics) { found[priority] = allowance(value, &diagnostics) }
        }
        return found
    }

    func allowance(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Allowance? {
        guard let text = entry.text(&diagnostics) else { return nil }
        if let allowance = Allowance(text) { return allowance }
        diagnostics.error(
            "\u{201C}\(text)\u{201D} is not a length of time", at: entry.place,
            advice: "write such as 2 hours, 4 working hours, 3 working days, 7 days")
        return nil
    }

    private mutating func consequence(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Workflow.Consequence? {
        if entry.scalar == "escalate" { return .escalate }
        guard case .map(let fields) = entry.content, fields.count == 1, let field = fields.first else {
            diagnostics.error(
                "this is not a consequence", at: entry.place, advice: "write escalate, notify: WHO, or take: ACTION")
            return nil
        }
        switch field.key {
        case "notify":
            let who = permissions(field.value, &diagnostics)
            if who.isEmpty { diagnostics.error("it is not said who is notified", at: field.keyPlace) }
            return .notify(who)
        case "take":
            guard let name = field.value.text(&diagnostics) else { return nil }
            if actionNames.contains(name) { return .take(ActionName(rawValue: name)) }
            unknown(name, "action", among: actionNames, at: field.value.place, &diagnostics)
            return nil
        default:
            unknown(field.key, "consequence", among: ["escalate", "notify", "take"], at: field.keyPlace, &diagnostics)
            return nil
        }
    }
}
