internal import Ground

/// What happens by itself: values of the device, set values, ends.
extension FormSession {
    /// `jr:preload`: moments, properties of the device, the identifier of the answer.
    mutating func preload() {
        for (index, field) in form.fields.enumerated() {
            guard let kind = field.bind?.attributes["jr:preload"] else { continue }
            let parameter = field.bind?.attributes["jr:preloadParams"] ?? ""
            for node in 0..<Int32(tree.count) where tree.field[Int(node)] == Int32(index) {
                guard let text = preloaded(kind, parameter) else { continue }
                set(text, at: node)
            }
        }
    }

    private mutating func preloaded(_ kind: String, _ parameter: String) -> String? {
        switch (kind, parameter) {
        case ("timestamp", "start"): FormMoment.dateTimeText(nowMilliseconds, offsetSeconds: offsetSeconds)
        case ("date", "today"): FormMoment.dateText(nowMilliseconds, offsetSeconds: offsetSeconds)
        case ("property", _): surroundings.properties[parameter] ?? ""
        case ("uid", _): "uuid:" + nextUUID()
        default: nil
        }
    }

    /// Sets the moments that are taken when the form is finished; call it before the answer is sent.
    public mutating func finish() {
        for (index, field) in form.fields.enumerated() {
            guard let attributes = field.bind?.attributes, attributes["jr:preload"] == "timestamp", attributes["jr:preloadParams"] == "end"
            else { continue }
            for node in 0..<Int32(tree.count) where tree.field[Int(node)] == Int32(index) {
                set(FormMoment.dateTimeText(nowMilliseconds, offsetSeconds: offsetSeconds), at: node)
            }
        }
        propagate()
    }

    /// A random identifier of version 4.
    mutating func nextUUID() -> String {
        var bytes = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func nextIdentifier(length: Int) -> String {
        let signs = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        return String(decoding: (0..<length).map { _ in signs[random.below(signs.count)] }, as: UTF8.self)
    }

    /// Runs the actions of an event whose field stands at or below a node.
    mutating func run(_ event: String, below node: Int32) {
        guard form.actions.contains(where: { $0.events.contains(event) }) else { return }
        let subtree = tree.subtree(of: node)
        for action in form.actions where action.events.contains(event) {
            if event == "odk-new-repeat", action.scope != Int(tree.field[Int(node)]) { continue }
            for target in subtree where tree.field[Int(target)] == Int32(action.field) { perform(action, at: target) }
        }
        propagate()
    }

    /// Runs the actions that stand in a question whose answer has changed.
    mutating func runChanged(_ node: Int32) {
        let field = Int(tree.field[Int(node)])
        for action in form.actions where action.scope == field && action.events.contains("xforms-value-changed") {
            // The nearest targets: those that share the closest repeat with the question.
            var ancestor = node
            var targets: [Int32] = []
            while ancestor >= 0, targets.isEmpty {
                targets = tree.subtree(of: ancestor).filter { tree.field[Int($0)] == Int32(action.field) }
                ancestor = tree.parent[Int(ancestor)]
            }
            for target in targets { perform(action, at: target) }
        }
        propagate()
    }

    private mutating func perform(_ action: FormAction, at node: Int32) {
        let field = form.fields[Int(tree.field[Int(node)])]
        do throws(XPathFault) {
            let value = try evaluate(action.value, XPathScope(at: node))
            set(try text(of: value, as: field.type), at: node)
        } catch {
            note(error, at: field.place, "setvalue of \(field.path)")
        }
    }
}
