public import Ground

/// A form as an ODK XForm declares it, read, checked and compiled; immutable, to be filled in any number of sessions.
public final class XForm: Sendable {
    /// Files that the form names (`choices.csv`, `areas.xml`), by their names.
    public typealias Attachments = [String: [UInt8]]

    public let title: String
    /// The `id` of the primary instance's root.
    public let id: String
    public let version: String
    /// All fields, the root first, every parent before its children.
    public let fields: [FormField]
    public let controls: [FormControl]
    /// The outermost controls of the body.
    public let body: [Int]
    /// The languages of its texts, in the form's order; empty where it has only one.
    public let languages: [String]
    public let defaultLanguage: Int
    /// What is odd but does not hinder.
    public let warnings: Diagnostics

    /// `id`, `version` and others of the instance's root, its namespace among them.
    let rootAttributes: [String: String]
    let trees: [DataTree]
    let instanceTree: [String: Int32]
    let names: NameTable
    let texts: FormTexts
    let graph: DependencyGraph
    let actions: [FormAction]
    let prototype: FormTree
    /// The question of a field that has choices.
    let choiceControl: [Int: Int]
    private let fieldsByPath: [String: Int]

    /// Reads a form.
    /// - Parameters:
    ///   - bytes: the XML document, UTF-8.
    ///   - file: its name, for what is found.
    ///   - attachments: the tables and lists it names; one that lacks is an empty list and a warning.
    /// - Throws: all errors at once, each with line and column.
    public convenience init(_ bytes: [UInt8], file: String, attachments: Attachments = [:]) throws(RejectedInput) {
        let root = try XMLTree.read(bytes, file: file)
        var reader = XFormReader(file: file, attachments: attachments)
        try reader.read(root)
        self.init(reader)
    }

    private init(_ reader: XFormReader) {
        title = reader.title
        id = reader.id
        version = reader.version
        fields = reader.fields
        controls = reader.controls
        body = reader.body
        languages = reader.languages
        defaultLanguage = reader.defaultLanguage
        warnings = reader.found
        rootAttributes = reader.rootAttributes
        trees = reader.trees
        instanceTree = reader.instanceTree
        names = reader.compiler.names
        texts = reader.texts
        graph = reader.graph
        actions = reader.actions
        prototype = reader.prototype
        choiceControl = reader.choiceControl
        fieldsByPath = reader.fieldsByPath
    }

    /// The field at a path such as `/data/group/name`.
    public func field(at path: String) -> Int? { fieldsByPath[path] }
}
