public import Ground

/// An element of a form's body: a question, a group or a repeat.
public struct FormControl: Sendable {
    public enum Kind: String, Sendable, Hashable {
        case input, secret, select, select1, rank, range, upload, trigger, group
        case loop = "repeat"

        /// Whether it asks for an answer.
        public var isQuestion: Bool { self != .group && self != .loop }
    }

    public let kind: Kind
    /// The place of the field among the form's fields; nil for a group without one.
    public internal(set) var field: Int?
    public internal(set) var label: FormText?
    public internal(set) var hint: FormText?
    /// The words of `appearance`.
    public let appearance: [String]
    /// All attributes as written: `start`, `end`, `step` of a range, `mediatype`, `rows`, `query`, `intent` …
    public let attributes: FormAttributes
    public internal(set) var children: [Int] = []
    public internal(set) var choices: FormChoices?
    public internal(set) var place: Place

    /// The field whose nodes its texts and choices are computed at: its own, else that of the closest control
    /// around it; a repeat's are computed at its parent, as it may have no instance yet.
    var scope = 0

    /// How many instances a repeat has, where it says so.
    var count: XPathCode?
    /// Whether a repeat without an instance would be relevant.
    var relevant: XPathCode?

    /// Whether instances are added and removed by whoever fills the form.
    public var hasFreeCount: Bool { kind == .loop && count == nil && attributes["jr:noAddRemove"] != "true()" }
}

/// Where the choices of a select come from.
public struct FormChoices: Sendable {
    struct Fixed: Sendable {
        var value: String
        var label: FormText
    }

    struct Listed: Sendable {
        var nodeset: XPathCode
        var value: XPathCode
        var label: FormText?
    }

    /// Choices written in the control itself.
    var fixed: [Fixed] = []
    var listed: Listed?
}

/// A choice as it is shown.
public struct Choice: Sendable, Hashable {
    public var value: String
    public var label: ShownText

    public init(value: String, label: ShownText) {
        self.value = value
        self.label = label
    }
}

/// An action of the form: sets a value when something happens.
struct FormAction: Sendable {
    var events: Set<String>
    /// The field that is set.
    var field: Int
    /// The question or repeat it stands in; nil for one of the model.
    var scope: Int?
    /// Relative to the field that is set.
    var value: XPathCode
}
