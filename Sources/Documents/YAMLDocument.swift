public import Ground
internal import Yams

/// Reading of YAML text into entries that know their places.
public enum YAMLDocument {
    /// How deep groups and lists may stand in each other.
    private static let depthLimit = 64

    /// The document's root, or nil where the text is not YAML; faults go to `diagnostics`.
    public static func read(_ text: String, file: String, diagnostics: inout Diagnostics) -> Entry? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                return Entry(.absent, place: Place(file, line: 1, column: 1), path: "")
            }
            return entry(node, file: file, path: "", depth: 0, diagnostics: &diagnostics)
        } catch let error as YamlError {
            diagnostics.append(diagnostic(error, file: file))
        } catch {
            diagnostics.error("the file is not valid YAML", at: Place(file))
        }
        return nil
    }

    private static func entry(
        _ node: Node, file: String, path: String, depth: Int, diagnostics: inout Diagnostics
    ) -> Entry {
        let place = Place(file, line: node.mark?.line, column: node.mark?.column)
        guard depth < depthLimit else {
            diagnostics.error("more than \(depthLimit) levels stand inside each other", at: place)
            return Entry(.absent, place: place, path: path)
        }
        switch node {
        case .scalar(let scalar):
            let isEmpty = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return Entry(isEmpty ? .absent : .scalar(scalar.string), place: place, path: path)
        case .sequence(let sequence):
            let items = sequence.enumerated().map {
                entry(
                    $0.element, file: file, path: "\(path)[\($0.offset + 1)]", depth: depth + 1,
                    diagnostics: &diagnostics)
            }
            return Entry(.list(items), place: place, path: path)
        case .mapping(let mapping):
            var fields: [Entry.Field] = []
            for (key, value) in mapping {
                let keyPlace = Place(file, line: key.mark?.line, column: key.mark?.column)
                guard let name = key.scalar?.string else {
                    diagnostics.error("a key must be a single word or text", at: keyPlace)
                    continue
                }
                let below = path.isEmpty ? name : "\(path).\(name)"
                let value = entry(value, file: file, path: below, depth: depth + 1, diagnostics: &diagnostics)
                fields.append(Entry.Field(key: name, keyPlace: keyPlace, value: value))
            }
            return Entry(.map(fields), place: place, path: path)
        case .alias:
            diagnostics.error("references to other parts of the file are not supported", at: place)
            return Entry(.absent, place: place, path: path)
        }
    }

    private static func diagnostic(_ error: YamlError, file: String) -> Diagnostic {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Diagnostic(
                .error, at: Place(file, line: mark.line, column: mark.column), "not valid YAML: \(problem)",
                advice: "check indentation, colons and quotes near here")
        case .reader(let problem, let offset, _, _):
            return Diagnostic(
                .error, at: Place(file), "cannot be read as text: \(problem)\(offset.map { " at byte \($0)" } ?? "")")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "\($0)" }.joined(separator: ", ")
            return Diagnostic(
                .error, at: Place(file, line: context.mark.line, column: context.mark.column),
                "a key stands twice: \(names)")
        default:
            return Diagnostic(.error, at: Place(file), "not valid YAML: \(error)")
        }
    }
}
