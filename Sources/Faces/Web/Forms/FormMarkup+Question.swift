internal import XForms

/// A question: its label, what helps to answer it, its fields, and what is wrong with the answer.
extension FormMarkup {
    func question(_ question: FormQuestion) -> HTML {
        if question.isReadonly || question.isHeading { return shown(question) }
        let content = isSet(question) ? set(question) : single(question)
        return """
            <div class="q" id="\(question.id)" tabindex="-1">
            \(content)\(before(question))</div>

            """
    }

    /// What the fields showed: by it a page that comes back tells what was changed.
    private func before(_ question: FormQuestion) -> HTML {
        "<input type=\"hidden\" name=\"was:\(question.control):\(question.path)\" value=\"\(question.entered)\">\n"
    }

    /// Whether several fields belong together, with the label above them all.
    private func isSet(_ question: FormQuestion) -> Bool {
        switch question.widget {
        case .one, .menu: !isMenu(question)
        case .rank: question.options.count <= FormMarkup.mostPlaces
        case .several, .scale, .truth, .position: true
        default: false
        }
    }

    /// A longer order is entered as the codes of the choices: a menu for each place would grow with the square.
    static let mostPlaces = 40

    /// Long lists scroll in a menu of the telephone.
    private func isMenu(_ question: FormQuestion) -> Bool {
        question.widget == .menu && !question.options.isEmpty || question.widget == .one && question.options.count > 25
    }

    // MARK: A question that only shows something

    private func shown(_ question: FormQuestion) -> HTML {
        let label: HTML? = question.label.flatMap { $0.isSilent ? nil : "<p class=\"note\">\(text($0))</p>\(pictures($0))" }
        let value = question.isHeading || question.entered.isEmpty ? nil : shownValue(question)
        return "<div class=\"q shown\" id=\"\(question.id)\" tabindex=\"-1\">\n\(label)\(hint(question))\(value)</div>\n"
    }

    private func shownValue(_ question: FormQuestion) -> HTML {
        guard !question.options.isEmpty else { return "<p class=\"value\" dir=\"auto\">\(question.entered)</p>" }
        let given = Set(question.entered.split(separator: " ").map(String.init))
        let labels = question.options.filter { given.contains($0.value) }.map { "<li>\(optionText($0))</li>" as HTML }
        return "<ul class=\"value\">\(labels)</ul>"
    }

    // MARK: Label, help, complaint

    private func label(_ question: FormQuestion) -> HTML {
        let words: HTML = question.label.flatMap { $0.text.isEmpty ? nil : text($0) } ?? "<span class=\"t\">\(question.fieldName)</span>"
        let must: HTML? = question.isRequired ? " <em class=\"must\">\(say(.formMust))</em>" : nil
        return words + (must ?? "")
    }

    private func help(_ question: FormQuestion) -> HTML {
        let media = question.label.map { pictures($0) }
        let extra = extraHint(question).map { "<span class=\"hint\" id=\"\(question.id).e\">\(say($0))</span>" as HTML }
        let complaint = question.complaint.map { "<strong class=\"fault\" id=\"\(question.id).f\">\(message($0))</strong>" as HTML }
        return "\(media)\(hint(question))\(extra)\(complaint)\n"
    }

    private func hint(_ question: FormQuestion) -> HTML? {
        guard let hint = question.hint else { return nil }
        let words: HTML? = hint.text.isEmpty ? nil : "<span class=\"hint\" id=\"\(question.id).h\">\(text(hint))</span>"
        let guidance: HTML? = hint.media["guidance"].flatMap { guidance in
            guard !guidance.isEmpty else { return nil }
            return """
                <details class="guidance"><summary>\(say(.formGuidance))</summary>\
                <p class="inside">\(text(ShownText(guidance)))</p></details>
                """
        }
        return "\(words)\(guidance)\(pictures(hint))"
    }

    private func extraHint(_ question: FormQuestion) -> Phrase? {
        switch question.widget {
        case .barcode: .formBarcodeHint
        case .code: .formListHint
        case .position: .formPositionHint
        case .way: .formWayHint
        case .range(let low, let high, let step): .formRangeHint.with(FormWidget.number(low), FormWidget.number(high), FormWidget.number(step))
        case .file(let name): .formFileHint.with(name)
        case .one, .menu, .several, .rank: question.options.isEmpty ? .formNoChoices : nil
        default: nil
        }
    }

    /// Ties hint and complaint to the fields.
    private func described(_ question: FormQuestion) -> HTML {
        var ids: [String] = []
        if question.complaint != nil { ids.append(question.id + ".f") }
        if question.hint.map({ !$0.text.isEmpty }) ?? false { ids.append(question.id + ".h") }
        if extraHint(question) != nil { ids.append(question.id + ".e") }
        return ids.isEmpty ? "" : " aria-describedby=\"\(ids.joined(separator: " "))\""
    }

    private func state(_ question: FormQuestion) -> HTML {
        let required: HTML? = question.isRequired ? " aria-required=\"true\"" : nil
        let invalid: HTML? = question.complaint == nil ? nil : " aria-invalid=\"true\""
        return "\(described(question))\(required)\(invalid)"
    }

    // MARK: One field

    private func single(_ question: FormQuestion) -> HTML {
        if case .acknowledgement = question.widget { return tick(question, "OK", .formSeen) }
        if case .file(let name) = question.widget { return tick(question, name, .formFileTick) }
        return "<label for=\"\(question.id).i\">\(label(question))</label>\n\(help(question))\(field(question))\n"
    }

    private func field(_ question: FormQuestion) -> HTML {
        let names: HTML = "id=\"\(question.id).i\" name=\"\(question.name)\""
        switch question.widget {
        case .area(let rows): return area(question, names, rows)
        case .way: return area(question, names, 4)
        case .line where question.entered.contains("\n"): return area(question, names, 4)
        case .one, .menu: return menu(question, names)
        default:
            return "<input \(names) \(keyboard(question)) value=\"\(question.entered)\" autocomplete=\"off\"\(state(question))>"
        }
    }

    private func area(_ question: FormQuestion, _ names: HTML, _ rows: Int) -> HTML {
        "<textarea \(names) rows=\"\(rows)\" dir=\"auto\"\(state(question))>\n\(question.entered)</textarea>"
    }

    private func menu(_ question: FormQuestion, _ names: HTML) -> HTML {
        let options = question.options.map { option -> HTML in
            let mark: HTML? = option.value == question.entered ? " selected" : nil
            return "<option value=\"\(option.value)\"\(mark)>\(option.label.text.isEmpty ? option.value : option.label.text)</option>"
        }
        return """
            <select \(names)\(state(question)) \(own(view.tongue))><option value="">\(Phrase.formChoose[language])</option>\(options)</select>
            """
    }

    /// The type of a field decides which keyboard a telephone shows; what is entered is judged by the engine alone.
    private func keyboard(_ question: FormQuestion) -> HTML {
        switch question.widget {
        case .integer: "type=\"text\" inputmode=\"numeric\" dir=\"ltr\""
        case .decimal, .range: "type=\"text\" inputmode=\"decimal\" dir=\"ltr\""
        case .year: "type=\"text\" inputmode=\"numeric\" dir=\"ltr\" maxlength=\"4\""
        case .address: "type=\"text\" inputmode=\"url\" dir=\"ltr\""
        case .secret: "type=\"password\""
        case .date: "type=\"date\""
        case .month: "type=\"month\""
        case .time: "type=\"time\""
        case .moment: "type=\"datetime-local\""
        case .line where question.looks.contains("numbers"): "type=\"text\" inputmode=\"numeric\" dir=\"ltr\""
        default: "type=\"text\" dir=\"auto\""
        }
    }

    /// One box to tick.
    private func tick(_ question: FormQuestion, _ value: String, _ phrase: Phrase) -> HTML {
        let mark: HTML? = question.entered.isEmpty ? nil : " checked"
        let value = question.entered.isEmpty ? value : question.entered
        // What is only to be read is no heading.
        let look: HTML = question.widget == .acknowledgement ? "label long" : "label"
        return """
            <p class="\(look)" id="\(question.id).l">\(label(question))</p>
            \(help(question))<label class="choice" id="\(question.id).b"><input type="checkbox" id="\(question.id).i" name="\(question.name)" value="\(value)" \
            aria-labelledby="\(question.id).l \(question.id).b"\(state(question))\(mark)> \(say(phrase))</label>

            """
    }

    // MARK: Several fields

    private func set(_ question: FormQuestion) -> HTML {
        """
        <fieldset\(described(question))><legend>\(label(question))</legend>
        \(help(question))\(fields(question))\(clearing(question))</fieldset>

        """
    }

    private func fields(_ question: FormQuestion) -> HTML {
        switch question.widget {
        case .several: return boxes(question)
        case .rank: return places(question)
        case .position: return position(question)
        case .scale(let steps): return radios(question, steps.map { ($0, "<span class=\"t\">\($0)</span>") }, "scale")
        case .truth: return radios(question, [("true", say(.formYes)), ("false", say(.formNo))], "row short")
        default: return radios(question, question.options.map { ($0.value, optionText($0)) }, arrangement(question))
        }
    }

    /// How the choices stand: below each other; where the form wishes it and they are short, side by side.
    private func arrangement(_ question: FormQuestion) -> HTML {
        let looks = question.looks
        if looks.contains("likert") { return "scale" }
        let isCompact = looks.contains { $0.hasPrefix("columns") || $0.hasPrefix("compact") || $0.hasPrefix("quickcompact") || $0 == "horizontal" }
        if isCompact { return "row" }
        // Yes and no stand side by side: half the way for the thumb.
        let isShort =
            (2...4).contains(question.options.count) && question.options.allSatisfy { (1...10).contains($0.label.text.count) && $0.label.media.isEmpty }
        return isShort ? "row short" : "stack"
    }

    func optionText(_ option: FormQuestion.Option) -> HTML {
        let words: HTML = option.label.isSilent ? "<span class=\"t\">\(option.value)</span>" : text(option.label)
        return words + pictures(option.label)
    }

    private func radios(_ question: FormQuestion, _ options: [(value: String, label: HTML)], _ arrangement: HTML) -> HTML {
        let items = options.enumerated().map { number, option -> HTML in
            let mark: HTML? = option.value == question.entered ? " checked" : nil
            return """
                <label class="choice"><input type="radio" id="\(question.id).\(number)" name="\(question.name)" value="\(option.value)"\(mark)> \
                \(option.label)</label>
                """
        }
        return "<div class=\"\(arrangement)\">\(items)</div>\n"
    }

    private func boxes(_ question: FormQuestion) -> HTML {
        let given = Set(question.entered.split(separator: " ").map(String.init))
        let items = question.options.enumerated().map { number, option -> HTML in
            let mark: HTML? = given.contains(option.value) ? " checked" : nil
            return """
                <label class="choice"><input type="checkbox" id="\(question.id).\(number)" name="\(question.name)" value="\(option.value)"\(mark)> \
                \(optionText(option))</label>
                """
        }
        let list: HTML = "<div class=\"\(arrangement(question))\">\(items)</div>\n"
        guard question.options.count > 25 || question.looks.contains("minimal") else { return list }
        return "<details class=\"chosen\"><summary>\(say(.formChosen.with("\(given.count)")))</summary>\(list)</details>"
    }

    /// A menu for each place of the order.
    private func places(_ question: FormQuestion) -> HTML {
        let order = question.entered.split(separator: " ").map(String.init)
        let items = question.options.indices.map { place -> HTML in
            let options = question.options.map { option -> HTML in
                let mark: HTML? = place < order.count && order[place] == option.value ? " selected" : nil
                return "<option value=\"\(option.value)\"\(mark)>\(option.label.text.isEmpty ? option.value : option.label.text)</option>"
            }
            return """
                <p class="field"><label for="\(question.id).\(place)">\(say(.formPlace.with("\(place + 1)")))</label>\
                <select id="\(question.id).\(place)" name="\(question.name)" \(own(view.tongue))><option value="">\(Phrase.formChoose[language])</option>\
                \(options)</select></p>
                """
        }
        return "\(items)"
    }

    private func position(_ question: FormQuestion) -> HTML {
        let parts = question.entered.split(separator: " ").map { $0 == "?" ? "" : String($0) } + ["", "", "", ""]
        func field(_ number: Int, _ prefix: StaticString, _ phrase: Phrase) -> HTML {
            """
            <p class="field"><label for="\(question.id).\(number)">\(say(phrase))</label><input id="\(question.id).\(number)" \
            name="\(HTML(trusted: prefix))\(question.name)" type="text" inputmode="decimal" dir="ltr" value="\(parts[number])" autocomplete="off"\
            \(described(question))></p>
            """
        }
        return """
            <div class="pair">\(field(0, "lat:", .formLatitude))\(field(1, "lon:", .formLongitude))</div>
            <input type="hidden" name="alt:\(question.name)" value="\(parts[2])"><input type="hidden" name="acc:\(question.name)" value="\(parts[3])">
            <p class="locate"><button type="button" data-locate="\(question.name)">\(say(.formLocate))</button></p>

            """
    }

    /// What was chosen can be taken back, without scripts too.
    private func clearing(_ question: FormQuestion) -> HTML? {
        switch question.widget {
        case .one, .menu, .scale, .truth:
            guard !question.entered.isEmpty else { return nil }
            return "<button class=\"clear\" name=\"do\" value=\"\(FormButton.clear(path: question.path).value)\">\(say(.formClear))</button>\n"
        default: return nil
        }
    }
}

extension FormQuestion {
    /// The name of the field, for a question without a label.
    var fieldName: String { String(path.split(separator: "/").last ?? "") }
}
