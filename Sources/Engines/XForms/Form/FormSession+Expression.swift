/// Expressions from outside of the form, for trying out.
extension FormSession {
    /// Evaluates an expression at a node of this session.
    public mutating func evaluate(_ text: String, at node: Node? = nil) throws(XPathFault) -> XPathValue {
        steps = 0
        let expression = try XPathExpression(parsing: text)
        var compiler = XPathCompiler(
            fields: form.fields, instances: form.instanceTree, names: form.names, choiceFields: Set(form.choiceControl.keys))
        let node = node ?? root
        let code = try compiler.compile(expression, at: field(of: node))
        return try evaluate(code, XPathScope(at: node.number))
    }

    /// As `evaluate` prints it: a number or text as forms write it, a date as its moment in UTC.
    public func text(of value: XPathValue) -> String {
        if case .date(let milliseconds) = value { return FormMoment.dateTimeText(milliseconds, offsetSeconds: 0) }
        return value.text(offsetSeconds: offsetSeconds)
    }
}
