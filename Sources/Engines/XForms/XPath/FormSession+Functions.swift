internal import Foundation
internal import Ground

/// The functions of ODK forms, by what they work on. Meanings and oddities are JavaRosa's.
extension FormSession {
    mutating func call(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        switch function {
        case .condition: return try evaluate(try truth(arguments[0], scope) ? arguments[1] : arguments[2], scope)
        case .coalesce:
            let first = try evaluate(arguments[0], scope)
            return first.isBlank ? try evaluate(arguments[1], scope) : first
        case .boolean: return .boolean(try truth(arguments[0], scope))
        case .not: return .boolean(try !truth(arguments[0], scope))
        case .booleanFromString:
            let text = try text(arguments[0], scope)
            return .boolean(text.lowercased() == "true" || text == "1")
        case .string: return .text(try text(arguments[0], scope))
        case .depend: return try evaluate(arguments[0], scope)
        case .once:
            let own = scope.tree == 0 ? value(of: scope.node) : .blank
            return own.isBlank ? try evaluate(arguments[0], scope) : own
        case .version: return .text(form.version)
        case .property: return .text(surroundings.properties[try text(arguments[0], scope)] ?? "")
        case .random: return .number(random.unit())
        case .uuid:
            guard let length = arguments.first else { return .text(nextUUID()) }
            return .text(nextIdentifier(length: max(0, min(1000, try number(length, scope).saturatedInt))))
        case .today: return .date(FormMoment.midnight(FormMoment.day(of: nowMilliseconds, offsetSeconds: offsetSeconds), offsetSeconds: offsetSeconds))
        case .now: return .date(nowMilliseconds)
        case .itext: return .text(itext(try text(arguments[0], scope)))
        case .pulldata: return .text(try pulled(arguments, scope))
        case .selected, .isSelected, .countSelected, .selectedAt: return try selections(function, arguments, scope)
        case .position, .count, .countNonEmpty, .sum, .max, .min, .checklist, .weightedChecklist:
            return try counted(function, arguments, scope)
        case .date, .dateTime, .decimalDateTime, .decimalTime, .formatDate, .formatDateTime: return try dated(function, arguments, scope)
        case .area, .enclosedArea, .distance, .geofence: return try measured(function, arguments, scope)
        case .concat, .join, .substr, .substringBefore, .substringAfter, .translate, .contains, .startsWith, .endsWith, .stringLength,
            .normalizeSpace, .regex, .digest, .base64Decode:
            return try texts(function, arguments, scope)
        case .randomize: return try single(try nodes(.call(function, arguments), scope))
        case .yes, .no, .indexedRepeat, .choiceName:
            throw XPathFault(.unsupported, "\(function.rawValue)() has no value here")
        default: return .number(try calculated(function, arguments, scope))
        }
    }

    // MARK: Numbers

    private mutating func calculated(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> Double {
        if function == .pi { return Double.pi }
        let first = try fractionalNumber(arguments[0], scope)
        switch function {
        case .number: return try number(arguments[0], scope)
        case .int:
            let value = try number(arguments[0], scope)
            return value.isFinite ? value.rounded(.towardZero) : value
        case .round:
            let places = arguments.count > 1 ? try number(arguments[1], scope).saturatedInt32 : 0
            return try number(arguments[0], scope).rounded(places: places)
        case .abs: return Swift.abs(first)
        case .acos: return Foundation.acos(first)
        case .asin: return Foundation.asin(first)
        case .atan: return Foundation.atan(first)
        case .atan2: return Foundation.atan2(first, try fractionalNumber(arguments[1], scope))
        case .cos: return Foundation.cos(first)
        case .exp: return Foundation.exp(first)
        case .exp10: return Foundation.pow(10, first)
        case .log: return Foundation.log(first)
        case .log10: return Foundation.log10(first)
        case .sin: return Foundation.sin(first)
        case .sqrt: return first.squareRoot()
        case .tan: return Foundation.tan(first)
        case .pow: return Foundation.pow(first, try fractionalNumber(arguments[1], scope))
        default: throw XPathFault(.unsupported, "\(function.rawValue)() has no value here")
        }
    }

    /// As a number in which a moment keeps its time of day.
    private mutating func fractionalNumber(_ code: XPathCode, _ scope: XPathScope) throws(XPathFault) -> Double {
        let value = try evaluate(code, scope)
        if case .date(let milliseconds) = value {
            return Double(milliseconds + Int64(offsetSeconds) * 1000) / Double(FormMoment.dayMilliseconds)
        }
        return value.number(offsetSeconds: offsetSeconds)
    }

    // MARK: Nodes

    /// The values of one path, or of all arguments.
    mutating func values(_ arguments: ArraySlice<XPathCode>, _ scope: XPathScope) throws(XPathFault) -> [XPathValue] {
        if arguments.count == 1, let only = arguments.first, Self.isPath(only) {
            let set = try nodes(only, scope)
            return set.nodes.map { value(of: $0, in: set.tree) }
        }
        var result: [XPathValue] = []
        for argument in arguments { result.append(try evaluate(argument, scope)) }
        return result
    }

    private static func isPath(_ code: XPathCode) -> Bool {
        switch code {
        case .field, .nodes, .indexedRepeat, .union, .call(.randomize, _): true
        default: false
        }
    }

    private mutating func counted(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        switch function {
        case .position:
            guard let path = arguments.first else {
                return .number(Double(scope.position >= 0 ? scope.position + 1 : (scope.tree == 0 ? tree.position[Int(scope.node)] : 0) + 1))
            }
            let set = try nodes(path, scope)
            guard let first = set.nodes.first else { return .number(0) }
            return .number(Double(place(of: first, in: set.tree) + 1))
        case .count: return .number(Double(try nodes(arguments[0], scope).nodes.count))
        case .countNonEmpty:
            let set = try nodes(arguments[0], scope)
            return .number(Double(set.nodes.count { !isEmpty($0, in: set.tree) }))
        case .checklist:
            let (least, most) = (try number(arguments[0], scope).saturatedInt32, try number(arguments[1], scope).saturatedInt32)
            let count = try values(arguments[2...], scope).count { $0.truth }
            return .boolean((least < 0 || count >= least) && (most < 0 || count <= most))
        case .weightedChecklist:
            let (least, most) = (try number(arguments[0], scope), try number(arguments[1], scope))
            let sum = try weightedSum(arguments, scope)
            return .boolean(sum >= least && sum <= most)
        default:
            if function == .sum, !Self.isPath(arguments[0]) { throw XPathFault(.typeMismatch, "sum() needs a path") }
            let numbers = try values(arguments[...], scope).map { $0.number(offsetSeconds: offsetSeconds) }.filter { !$0.isNaN }
            switch function {
            case .sum: return .number(numbers.reduce(0, +))
            case .max: return .number(numbers.max() ?? .nan)
            default: return .number(numbers.min() ?? .nan)
            }
        }
    }

    private mutating func weightedSum(_ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> Double {
        var (flags, weights): ([XPathValue], [XPathValue]) = ([], [])
        if arguments.count == 4, Self.isPath(arguments[2]), Self.isPath(arguments[3]) {
            flags = try values(arguments[2...2], scope)
            weights = try values(arguments[3...3], scope)
            guard flags.count == weights.count else {
                throw XPathFault(.typeMismatch, "weighted-checklist() is given \(flags.count) conditions and \(weights.count) weights")
            }
        } else {
            for pair in stride(from: 2, to: arguments.count, by: 2) {
                flags.append(try evaluate(arguments[pair], scope))
                weights.append(try evaluate(arguments[pair + 1], scope))
            }
        }
        return zip(flags, weights).reduce(0) { $1.0.truth ? $0 + $1.1.number(offsetSeconds: offsetSeconds) : $0 }
    }

    private func place(of node: Int32, in tree: Int32) -> Int32 {
        guard tree > 0 else { return self.tree.position[Int(node)] }
        let data = form.trees[Int(tree) - 1]
        let parent = data.parent[Int(node)]
        guard parent >= 0 else { return 0 }
        var place: Int32 = 0
        var sibling = data.firstChild[Int(parent)]
        while sibling >= 0, sibling != node {
            if data.name[Int(sibling)] == data.name[Int(node)] { place += 1 }
            sibling = data.nextSibling[Int(sibling)]
        }
        return place
    }

    private func isEmpty(_ node: Int32, in tree: Int32) -> Bool {
        guard tree > 0 else { return self.tree.children[Int(node)].isEmpty && self.tree.text[Int(node)].isEmpty }
        let data = form.trees[Int(tree) - 1]
        return data.firstChild[Int(node)] < 0 && data.text[Int(node)].isEmpty
    }

    /// One cell of a table: which column, found by which column's which value.
    private mutating func pulled(_ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> String {
        let table = try text(arguments[0], scope)
        guard let index = form.instanceTree[table] else { throw XPathFault(.typeMismatch, "there is no table “\(table)”") }
        let data = form.trees[Int(index) - 1]
        let column = form.names.id(try text(arguments[1], scope))
        let keyColumn = form.names.id(try text(arguments[2], scope))
        let key = try text(arguments[3], scope)
        guard let root = data.firstChild.first, root >= 0 else { return "" }
        var row = data.firstChild[Int(root)]
        while row >= 0 {
            if data.text(named: keyColumn, below: row) == key { return data.text(named: column, below: row) ?? "" }
            row = data.nextSibling[Int(row)]
        }
        return ""
    }

    // MARK: Selections

    private mutating func selections(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        let answer = try text(arguments[0], scope)
        switch function {
        case .countSelected: return .number(Double(answer.split(separator: " ").count))
        case .selectedAt:
            let index = try number(arguments[1], scope).saturatedInt32
            let parts = answer.split(separator: " ")
            return .text(parts.indices.contains(index) ? String(parts[index]) : "")
        default:
            guard case .text(let choice) = try evaluate(arguments[1], scope) else {
                throw XPathFault(.typeMismatch, "the second argument of \(function.rawValue)() must be in quotes, like '1'")
            }
            return .boolean(Self.isSelected(Self.trimmed(choice), in: answer))
        }
    }

    private static func isSelected(_ choice: String, in answer: String) -> Bool {
        // The usual case first: one choice, answered with itself.
        if answer == choice { return true }
        guard answer.utf8.count > choice.utf8.count else { return false }
        return find(Array((" " + choice + " ").utf8), in: Array((" " + answer + " ").utf8)) != nil
    }
}
