internal import Ground

/// Controls of the body and the types of fields.
extension XFormReader {
    // MARK: Binds

    /// First pass: types and what holds always; expressions are compiled later.
    mutating func readBindTypes(_ model: XMLElement) {
        for element in model.elements where element.localName == "bind" {
            guard let reference = element.attributes["nodeset"] ?? element.attributes["ref"] else {
                found.error("a bind names no field (nodeset is missing)", at: place(element))
                continue
            }
            guard let field = field(reference, from: 0) else {
                found.error("the bind is for “\(reference)”, which is not in the instance", at: place(element), advice: "check the path")
                continue
            }
            if fields[field].bind != nil {
                found.error("“\(fields[field].path)” has two binds", at: place(element), advice: "join them")
                continue
            }
            let attributes = element.attributes
            fields[field].bind = FormBind(
                relevant: attributes["relevant"], required: attributes["required"], readonly: attributes["readonly"],
                constraint: attributes["constraint"], calculate: attributes["calculate"], attributes: attributes)
            if let type = attributes["type"] { fields[field].type = FormDataType(named: type) }
            fields[field].place = place(element)
            if let id = attributes["id"] { fieldsByBind[id] = field }
            bindElements.append((field, element))
        }
    }

    /// A select without a type of its own gives its field one.
    mutating func applySelectTypes() {
        for control in controls {
            guard let field = control.field else { continue }
            switch control.kind {
            case .select1, .select, .rank:
                if fields[field].type == .text || fields[field].type == .unknown {
                    fields[field].type = control.kind == .select1 ? .selectOne : .selectMultiple
                }
            default: break
            }
        }
        for (index, control) in controls.enumerated() {
            guard let field = control.field, [.select1, .select, .rank].contains(control.kind) else { continue }
            choiceControl[field] = choiceControl[field] ?? index
        }
    }

    // MARK: Controls

    /// What stands in a group beside its controls.
    private static let silent = ["label", "hint", "help", "alert", "setvalue", "setgeopoint", "setlocation", "recordaudio"]

    /// First pass over the body: which controls there are and what they refer to.
    mutating func readControls(_ parent: XMLElement, within context: Int, in owner: Int? = nil) -> [Int] {
        var result: [Int] = []
        for element in parent.elements {
            switch element.localName {
            case "setvalue", "setgeopoint", "setlocation":
                actionElements.append((element, owner))
                continue
            case "label", "hint", "help", "alert", "recordaudio", "item", "itemset": continue
            default: break
            }
            guard let kind = FormControl.Kind(rawValue: element.localName) else {
                if owner == nil || controls[owner ?? 0].kind.isQuestion == false {
                    found.warning("<\(element.name)> is not known in a form's body and is left out", at: place(element))
                }
                continue
            }
            if let control = readControl(element, kind, within: context) { result.append(control) }
        }
        return result
    }

    private mutating func readControl(_ element: XMLElement, _ kind: FormControl.Kind, within context: Int) -> Int? {
        // A group around one repeat is the repeat with a label.
        if kind == .group, let loop = element.first("repeat"),
            element.elements.allSatisfy({ $0 === loop || Self.silent.contains($0.localName) })
        {
            let around = element.attributes["ref"].flatMap { field($0, from: context) } ?? context
            return readControl(loop, .loop, within: around, label: element)
        }
        return readControl(element, kind, within: context, label: element)
    }

    private mutating func readControl(_ element: XMLElement, _ kind: FormControl.Kind, within context: Int, label: XMLElement) -> Int? {
        let reference = element.attributes["ref"] ?? element.attributes["nodeset"]
        var target: Int?
        if let bind = element.attributes["bind"] {
            target = fieldsByBind[bind]
            if target == nil { found.error("there is no bind with the id “\(bind)”", at: place(element)) }
        } else if let reference {
            target = field(reference, from: context)
            if target == nil {
                found.error("<\(element.name)> refers to “\(reference)”, which is not in the instance", at: place(element))
            }
        } else if kind != .group {
            found.error("<\(element.name)> refers to no field", at: place(element))
        }
        if kind == .loop, target == 0 {
            found.error("the root cannot repeat", at: place(element))
            target = nil
        }
        if kind != .group, target == nil { return nil }
        if kind == .loop, let target { fields[target].isRepeat = true }
        let index = controls.count
        let words = (element.attributes["appearance"] ?? "") + " " + (label === element ? "" : label.attributes["appearance"] ?? "")
        controls.append(
            FormControl(
                kind: kind, field: target, appearance: words.split(separator: " ").map(String.init), attributes: element.attributes,
                place: place(element)))
        controls[index].scope = (kind == .loop ? target.flatMap { fields[$0].parent } : target) ?? context
        controlElements.append((element, element.first("label") ?? label.first("label")))
        controls[index].children = readControls(element, within: target ?? context, in: index)
        return index
    }
}
