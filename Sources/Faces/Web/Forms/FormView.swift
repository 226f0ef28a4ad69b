internal import XForms

/// A form as it stands, ready to be shown: plain values, made of a filling without changing it.
struct FormView: Sendable {
    /// One element of the form's body. What is not asked as things are keeps its place, so that it can appear there.
    indirect enum Element: Sendable {
        case absent(id: String)
        case question(FormQuestion)
        case section(Section)
        case loop(Loop)

        var isShown: Bool {
            switch self {
            case .absent: false
            case .question, .loop: true
            case .section(let section): section.elements.contains(where: \.isShown)
            }
        }
    }

    /// A group with its heading, if it has one.
    struct Section: Sendable {
        var id: String
        var label: ShownText?
        var elements: [Element]
    }

    /// A repeat with its instances.
    struct Loop: Sendable {
        var id: String
        var label: ShownText?
        var instances: [Instance]
        /// What the button sends that adds one; nil where none may be added.
        var addition: FormButton?
    }

    struct Instance: Sendable {
        var id: String
        var number: Int
        var elements: [Element]
        var removal: FormButton?
    }

    /// Something to be mended before the form is finished.
    struct Fault: Sendable {
        /// The place on the page; nil where the field is not on it.
        var id: String?
        var name: String
        var complaint: FormComplaint
    }

    var title: String
    var tongue: FormTongue
    var tongues: [FormTongue]
    var language: Int
    var elements: [Element]
    /// Told once finishing was tried.
    var faults: [Fault]
    /// How many required answers lack.
    var missing: Int
    var overtaken: Int
    var revision: Int
    var removals: Int
    var problems: [String]

    /// The place of a control on the page.
    static func id(_ control: Int, _ path: String) -> String { "c\(control)-\(path)" }

    init(_ filling: FormFilling) {
        var builder = FormViewBuilder(filling)
        elements = builder.elements(filling.form.body, filling.session.root)
        title = filling.form.title
        tongues = filling.form.languages.map(FormTongue.init(named:))
        language = filling.session.language
        tongue = tongues.indices.contains(language) ? tongues[language] : .unknown
        faults = filling.isChecked ? builder.faults : []
        missing = builder.complaints.filter(\.complaint.isMissing).count
        (overtaken, revision, removals) = (filling.overtaken, filling.revision, filling.removals)
        problems = builder.session.problems.map { "\($0.place): \($0.message)" }
    }
}

/// A question as it is shown.
struct FormQuestion: Sendable {
    struct Option: Sendable, Hashable {
        var value: String
        var label: ShownText
    }

    var id: String
    /// The path of its field.
    var path: String
    /// By which its answer is sent.
    var name: String
    var control: Int
    var label: ShownText?
    var hint: ShownText?
    var widget: FormWidget
    /// What its fields hold.
    var entered: String
    var options: [Option]
    var isRequired: Bool
    /// Shows its value only.
    var isReadonly: Bool
    /// Whether the label stands for several questions whose choices follow.
    var isHeading: Bool
    var looks: Set<String>
    var complaint: FormComplaint?
}

/// Goes through the body of a form and makes what is shown.
struct FormViewBuilder {
    private let filling: FormFilling
    private(set) var session: FormSession
    let complaints: [(node: FormSession.Node, complaint: FormComplaint)]
    private let byNode: [FormSession.Node: FormComplaint]
    private var places: [FormSession.Node: (id: String, name: String)] = [:]

    init(_ filling: FormFilling) {
        self.filling = filling
        session = filling.session
        complaints = filling.complaints()
        byNode = Dictionary(complaints.map { ($0.node, $0.complaint) }, uniquingKeysWith: { first, _ in first })
    }

    private var form: XForm { session.form }

    /// Valid once the elements were made.
    var faults: [FormView.Fault] {
        complaints.map { node, complaint in
            FormView.Fault(
                id: places[node]?.id, name: places[node]?.name ?? form.fields[session.field(of: node)].name, complaint: complaint)
        }
    }

    mutating func elements(_ controls: [Int], _ context: FormSession.Node) -> [FormView.Element] {
        controls.map { element($0, context) }
    }

    private mutating func element(_ control: Int, _ context: FormSession.Node) -> FormView.Element {
        let absent = FormView.Element.absent(id: FormView.id(control, session.path(of: context)))
        switch form.controls[control].kind {
        case .loop: return loop(control, context) ?? absent
        case .group:
            var node = context
            if let field = form.controls[control].field {
                guard let own = session.node(of: field, from: context) else { return absent }
                node = own
            }
            guard session.isRelevant(node) else { return absent }
            let elements = elements(form.controls[control].children, node)
            let label = session.label(of: control, at: node)
            return .section(FormView.Section(id: FormView.id(control, session.path(of: context)), label: label, elements: elements))
        default:
            guard let field = form.controls[control].field, let node = session.node(of: field, from: context), session.isRelevant(node),
                !form.controls[control].appearance.contains("hidden")
            else { return absent }
            return .question(question(control, node, id: FormView.id(control, session.path(of: context))))
        }
    }

    private mutating func loop(_ control: Int, _ context: FormSession.Node) -> FormView.Element? {
        guard let field = form.controls[control].field, let above = form.fields[field].parent, let parent = session.node(of: above, from: context),
            session.isRelevant(parent)
        else { return nil }
        let isFree = form.controls[control].hasFreeCount && !session.isReadonly(parent)
        let mayAdd = isFree && session.isRepeatRelevant(control, in: parent)
        var instances: [FormView.Instance] = []
        for node in session.instances(of: control, in: parent) where session.isRelevant(node) {
            let path = session.path(of: node)
            instances.append(
                FormView.Instance(
                    id: FormView.id(control, path), number: session.position(of: node) + 1,
                    elements: elements(form.controls[control].children, node), removal: isFree ? .remove(path: path) : nil))
        }
        guard mayAdd || !instances.isEmpty else { return nil }
        let parentPath = session.path(of: parent)
        return .loop(
            FormView.Loop(
                id: FormView.id(control, session.path(of: context)), label: session.label(of: control, at: parent), instances: instances,
                addition: mayAdd ? .add(control: control, parent: parentPath) : nil))
    }

    private mutating func question(_ control: Int, _ node: FormSession.Node, id: String) -> FormQuestion {
        let looks = form.controls[control].appearance.map { String($0.prefix { $0 != "(" }) }
        let widget = FormWidget(form.controls[control], form.fields[session.field(of: node)].type)
        let isReadonly = session.isReadonly(node)
        let options: [FormQuestion.Option] =
            form.controls[control].choices == nil
            ? [] : session.choices(of: control, at: node).map { FormQuestion.Option(value: $0.value, label: $0.label) }
        let label = session.label(of: control, at: node)
        let entered =
            filling.refused[node].flatMap { $0.control == control ? $0.entered : nil }
            ?? widget.entered(session.answer(of: node), choices: options.map(\.value))
        let path = session.path(of: node)
        if places[node] == nil { places[node] = (id, label?.text ?? form.fields[session.field(of: node)].name) }
        var complaint = byNode[node]
        if complaint?.isMissing == true, !filling.isChecked { complaint = nil }
        return FormQuestion(
            id: id, path: path, name: filling.name(control, path), control: control, label: label, hint: session.hint(of: control, at: node), widget: widget,
            entered: entered,
            options: options, isRequired: session.isRequired(node), isReadonly: isReadonly, isHeading: looks.contains("label"),
            looks: Set(looks), complaint: complaint)
    }
}
