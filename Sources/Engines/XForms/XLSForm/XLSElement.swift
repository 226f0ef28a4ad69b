/// A question, a group or a repeat of a form, with all that its row says; the elements of a form stand in one array and name each other by index.
struct XLSElement: Sendable {
    enum Kind: Sendable {
        case group, `repeat`
        case value(XLSValueType)
        case select(XLSSelect)
    }

    /// A value of a bind or an attribute of a control, and the cell it came from.
    struct Setting: Sendable {
        var name: String
        var value: String
        /// The cell to blame; for what we made up, the cell of its cause.
        var spot: XLSBook.Spot
    }

    /// What happens by itself: at the first load, in a new repeat.
    struct Action: Sendable {
        enum Event: String, Sendable {
            case firstLoad = "odk-instance-first-load"
            case load = "odk-instance-load"
            case newRepeat = "odk-new-repeat"
            case valueChanged = "xforms-value-changed"
        }

        var name: String
        var event: Event
        /// Whether it sets the default.
        var setsDefault = false
        var attributes: [(name: String, value: String)] = []
    }

    var kind: Kind
    var name: String
    var parent: Int?
    var children: [Int] = []
    var spot: XLSBook.Spot
    /// The cell of the name, where there is one.
    var nameSpot: XLSBook.Spot

    var label: XLSText?
    var hint: XLSText?
    var guidance: XLSText?
    var media: [(kind: String, text: XLSText)] = []

    var bind: [Setting] = []
    /// Texts of a bind: `jr:constraintMsg`, `jr:requiredMsg`, `jr:noAppErrorString`.
    var messages: [(name: String, text: XLSText)] = []
    var control: [Setting] = []
    var instance: [Setting] = []
    var initial: XLSBook.Cell?
    var isInitialDynamic = false
    var filter: XLSBook.Cell?
    var triggers: [(name: String, spot: XLSBook.Spot)] = []
    var parameters: [(name: String, value: String)] = []
    /// A list of choices that is shown beside a range or a map.
    var labels: String?
    var actions: [Action] = []
    /// The group `meta` has no control.
    var isHidden = false
    /// A label of a single space, as tables of selects need above their columns.
    var hasBlankLabel = false

    init(_ kind: Kind, name: String, parent: Int?, spot: XLSBook.Spot, nameSpot: XLSBook.Spot? = nil) {
        (self.kind, self.name, self.parent, self.spot, self.nameSpot) = (kind, name, parent, spot, nameSpot ?? spot)
        for (name, value) in (valueType?.bind ?? [:]).sorted(by: { $0.key < $1.key }) { setBind(name, value, at: spot) }
    }

    var isRepeat: Bool { if case .repeat = kind { true } else { false } }

    var isSection: Bool {
        switch kind {
        case .group, .repeat: true
        default: false
        }
    }

    var valueType: XLSValueType? { if case .value(let type) = kind { type } else { nil } }
    var select: XLSSelect? { if case .select(let select) = kind { select } else { nil } }

    var dataType: String? { bind.last { $0.name == "type" }?.value ?? valueType?.type ?? select?.dataType }

    func bound(_ name: String) -> Setting? { bind.last { $0.name == name } }

    mutating func setBind(_ name: String, _ value: String, at spot: XLSBook.Spot) {
        bind.removeAll { $0.name == name }
        bind.append(Setting(name: name, value: value, spot: spot))
    }

    mutating func setControl(_ name: String, _ value: String, at spot: XLSBook.Spot) {
        control.removeAll { $0.name == name }
        control.append(Setting(name: name, value: value, spot: spot))
    }

    /// Whether the form shows it to be seen or answered. A value that is computed or set by another question is shown only with a label or a hint.
    var isShown: Bool {
        if let type = valueType {
            if type.tag == nil { return false }
        }
        if label != nil || hint != nil { return true }
        return bound("calculate") == nil && triggers.isEmpty
    }
}

/// The elements of a form, after all rows were read.
struct XLSSurvey: Sendable {
    /// The first one is the root.
    var elements: [XLSElement]

    /// Indexes of an element's ancestors, nearest first.
    func ancestors(of index: Int) -> [Int] {
        var (result, next) = ([Int](), elements[index].parent)
        while let parent = next {
            result.append(parent)
            next = elements[parent].parent
        }
        return result
    }

    func nearestRepeat(above index: Int) -> Int? { ancestors(of: index).first { elements[$0].isRepeat } }

    /// All below an element, it included, in the order of the sheet.
    func descendants(of index: Int) -> [Int] {
        var (result, pending) = ([Int](), [index])
        while let next = pending.popLast() {
            result.append(next)
            pending.append(contentsOf: elements[next].children.reversed())
        }
        return result
    }
}
