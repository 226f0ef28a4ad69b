internal import Ground

/// Second pass: all expressions, now that every name is known.
extension XFormReader {
    mutating func compile() {
        compiler = XPathCompiler(fields: fields, instances: instanceTree, names: names, choiceFields: Set(choiceControl.keys))
        readTranslations()
        compileBinds()
        for index in controls.indices { compileControl(index) }
        compileActions()
        if !found.hasErrors, let fault = graph.order(fields) { found.error(fault.message, at: fault.place, advice: fault.advice) }
    }

    /// Compiles an expression; a fault is reported with its text.
    mutating func code(_ text: String, at field: Int, _ what: @autoclosure () -> String, _ element: XMLElement) -> XPathCode? {
        do throws(XPathFault) {
            return try code(try parse(text), text, at: field, what(), element)
        } catch {
            report(error, text, what(), element)
            return nil
        }
    }

    private mutating func code(
        _ expression: XPathExpression, _ text: String, at field: Int, _ what: @autoclosure () -> String, _ element: XMLElement
    ) throws(XPathFault) -> XPathCode {
        compiler.begin()
        let code = try compiler.compile(expression, at: field)
        if !compiler.unknownPaths.isEmpty { warnOfUnknown(text, what(), element) }
        return code
    }

    private mutating func warnOfUnknown(_ text: String, _ what: String, _ element: XMLElement) {
        for path in compiler.unknownPaths {
            found.warning(
                "\(what): “\(path)” is not in the instance; its value is always empty", at: place(element),
                advice: "check the path in “\(text.prefix(200))”")
        }
    }

    private mutating func report(_ fault: XPathFault, _ text: String, _ what: String, _ element: XMLElement) {
        found.error("\(what) “\(text.prefix(200))”: \(fault)", at: place(element))
    }

    // MARK: Binds

    private mutating func compileBinds() {
        for (field, element) in bindElements {
            guard var bind = fields[field].bind else { continue }
            let path = fields[field].path
            if let text = bind.calculate { addComputation(.calculate, text, field, "calculate of \(path)", element) }
            if let text = bind.relevant { addComputation(.relevant, text, field, "relevant of \(path)", element) }
            if let text = bind.required {
                switch constant(text) {
                case true?: bind.isAlwaysRequired = true
                case false?: break
                case nil: addComputation(.required, text, field, "required of \(path)", element)
                }
            }
            if let text = bind.readonly {
                switch constant(text) {
                case true?: bind.isAlwaysReadonly = true
                case false?: break
                case nil: addComputation(.readonly, text, field, "readonly of \(path)", element)
                }
            }
            if let text = bind.constraint { bind.constraintCode = code(text, at: field, "constraint of \(path)", element) }
            bind.constraintMessage = message(bind.attributes["jr:constraintMsg"], field, element)
            bind.requiredMessage = message(bind.attributes["jr:requiredMsg"], field, element)
            fields[field].bind = bind
        }
    }

    private func constant(_ text: String) -> Bool? {
        switch text.trimmedText {
        case "true()": true
        case "false()": false
        default: nil
        }
    }

    private mutating func addComputation(
        _ kind: FormComputation.Kind, _ text: String, _ field: Int, _ what: @autoclosure () -> String, _ element: XMLElement
    ) {
        guard let code = code(text, at: field, what(), element) else { return }
        let dependencies = compiler.dependencies
        let before = dependencyCount
        for dependency in dependencies { dependencyCount += fields[dependency.field].depth + 1 }
        guard dependencyCount <= Self.mostDependencies else {
            if before <= Self.mostDependencies {
                found.error(
                    "the expressions of the form read too many fields: more than \(Self.mostDependencies) with the groups around them", at: place(element),
                    advice: "name single fields instead of *")
            }
            return
        }
        graph.computations.append(
            FormComputation(
                kind: kind, field: field, code: code, source: text, dependencies: dependencies, usesLanguage: compiler.usesLanguage,
                place: place(element)))
    }

    private mutating func message(_ text: String?, _ field: Int, _ element: XMLElement) -> FormText? {
        guard let text else { return nil }
        if let id = Self.translationID(text) { return translated(id, field, element) }
        return FormText(content: .literal(.plain(text)))
    }

    // MARK: Actions

    private mutating func compileActions() {
        for (element, control) in actionElements {
            guard element.localName == "setvalue" else { continue }
            let events = Set((element.attributes["event"] ?? element.attributes["ev:event"] ?? "").split(separator: " ").map(String.init))
            let context = control.flatMap { controls[$0].field } ?? 0
            guard let reference = element.attributes["ref"], let field = field(reference, from: context) else {
                found.error("setvalue names no field of the instance", at: place(element))
                continue
            }
            let text = element.attributes["value"]
            let fixed = XPathCode.constant(.text(element.text.trimmedText))
            let path = fields[field].path
            guard let value = text.map({ code($0, at: field, "setvalue of \(path)", element) }) ?? fixed else { continue }
            let scope = control.flatMap { controls[$0].field }
            if !events.isDisjoint(with: ["xforms-value-changed", "odk-new-repeat"]), scope == nil {
                found.warning("setvalue at \(events.sorted().joined(separator: " ")) stands in no question or repeat", at: place(element))
            }
            actions.append(FormAction(events: events, field: field, scope: scope, value: value))
        }
    }

    // MARK: Controls

    private mutating func compileControl(_ index: Int) {
        let (element, label) = controlElements[index]
        let field = controls[index].scope
        if let label { controls[index].label = text(label, field) }
        if let hint = element.first("hint") { controls[index].hint = text(hint, field) }
        if controls[index].kind == .loop {
            if let text = element.attributes["jr:count"] { controls[index].count = codeAtParent(text, field, "jr:count", element) }
            if let target = controls[index].field, let text = fields[target].bind?.relevant {
                controls[index].relevant = codeAtParent(text, field, "relevant of \(fields[target].path)", element)
            }
        }
        guard [.select, .select1, .rank].contains(controls[index].kind) else { return }
        var choices = FormChoices()
        for item in element.elements where item.localName == "item" {
            let value = item.first("value")?.text.trimmedText ?? ""
            let label = item.first("label").flatMap { text($0, field) } ?? FormText(content: .literal(.plain(value)))
            choices.fixed.append(FormChoices.Fixed(value: value, label: label))
        }
        if let itemset = element.elements.first(where: { $0.localName == "itemset" }) { choices.listed = listed(itemset, field) }
        controls[index].choices = choices
    }

    /// Code for what stands at a repeat, to be evaluated at its parent.
    private mutating func codeAtParent(_ text: String, _ parent: Int, _ what: String, _ element: XMLElement) -> XPathCode? {
        do throws(XPathFault) {
            compiler.begin()
            return try compiler.compile(try parse(text).seenFromParent, at: parent)
        } catch {
            // A bind's own fault has been told at the bind.
            if what == "jr:count" { report(error, text, what, element) }
            return nil
        }
    }

    private mutating func listed(_ itemset: XMLElement, _ field: Int) -> FormChoices.Listed? {
        guard let nodeset = itemset.attributes["nodeset"], let value = itemset.first("value")?.attributes["ref"] else {
            found.error("the itemset has no nodeset or no value", at: place(itemset))
            return nil
        }
        let path = fields[field].path
        do throws(XPathFault) {
            let expression = try parse(nodeset)
            let set = try code(expression, nodeset, at: field, "itemset of \(path)", itemset)
            compiler.begin()
            let valueCode = try compiler.compile(try parse(value), inItemsOf: expression, at: field)
            guard let label = itemset.first("label")?.attributes["ref"] else {
                return FormChoices.Listed(nodeset: set, value: valueCode, label: nil)
            }
            let content: FormText.Content
            if case .call("jr:itext", let arguments) = try parse(label), arguments.count == 1 {
                content = .id(try compiler.compile(arguments[0], inItemsOf: expression, at: field))
            } else {
                content = .computed(try compiler.compile(try parse(label), inItemsOf: expression, at: field))
            }
            return FormChoices.Listed(nodeset: set, value: valueCode, label: FormText(content: content))
        } catch {
            report(error, nodeset, "itemset of \(path)", itemset)
            return nil
        }
    }
}
