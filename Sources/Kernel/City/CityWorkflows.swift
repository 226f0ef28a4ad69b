internal import Documents
internal import Ground
internal import Workflows

/// Reads the procedures in `workflows/` and holds their posts against the city's.
struct CityWorkflows {
    /// The newest version of each procedure.
    var newest: [String: Workflow]
    /// The text of its file.
    var texts: [String: String]

    /// Nil where a file could not be read, so that nothing is said about procedures that may stand in it.
    static func read(_ files: CityFiles, posts: PostCatalogue?, diagnostics: inout Diagnostics) -> CityWorkflows? {
        let names = files.names(in: "workflows").filter { $0.hasSuffix(".yaml") }
        guard !names.isEmpty else {
            diagnostics.error(
                "there is no procedure", at: Place(files.path("workflows")),
                advice: "put at least one file such as demand.yaml there")
            return nil
        }
        var newest: [String: Workflow] = [:]
        var texts: [String: String] = [:]
        var seen: [String: String] = [:]
        var isComplete = true
        for file in names {
            let name = "workflows/\(file)"
            guard let bytes = files.required(name, diagnostics: &diagnostics),
                let text = files.text(bytes, of: name, diagnostics: &diagnostics),
                let source = Workflow.Source.read(text, file: files.path(name), diagnostics: &diagnostics)
            else {
                isComplete = false
                continue
            }
            if let posts { check(source.posts, posts, &diagnostics) }
            let workflow = source.workflow
            let key = "\(workflow.name) version \(workflow.version)"
            if let first = seen.updateValue(file, forKey: key) {
                diagnostics.error(
                    "\(key) stands already in \(first)", at: Place(files.path(name)),
                    advice: "count the version up or remove one of the files")
            }
            if newest[workflow.name].map({ $0.version < workflow.version }) ?? true {
                newest[workflow.name] = workflow
                texts[workflow.name] = text
            }
        }
        return isComplete ? CityWorkflows(newest: newest, texts: texts) : nil
    }

    /// A post that nobody can hold would leave an action to nobody.
    private static func check(
        _ mentions: [Workflow.Source.Mention], _ posts: PostCatalogue, _ diagnostics: inout Diagnostics
    ) {
        let known = posts.all.reduce(into: Set<String>()) { $0.formUnion($1.abilities) }
        for mention in mentions where !known.contains(mention.name) {
            let near = Spelling.nearest(to: mention.name, among: known.sorted())
            diagnostics.error(
                "no post is called \u{201C}\(mention.name)\u{201D} or has it among its abilities", at: mention.place,
                advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "posts are listed in posts.yaml")
        }
    }
}
