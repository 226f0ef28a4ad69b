public import Ground

extension Workflow {
    /// A workflow together with the places in its file: what the city must know by name, and where faults are shown.
    public struct Source: Sendable {
        /// A name that stands for something outside the file.
        public struct Mention: Sendable, Hashable {
            public var name: String
            public var place: Place

            public init(_ name: String, at place: Place) {
                self.name = name
                self.place = place
            }
        }

        public var workflow: Workflow
        public var file: String
        /// The kinds of posts that permissions and notices name, in the order of writing, repetitions included.
        public var posts: [Mention]
        /// The forms that actions ask for.
        public var forms: [Mention]
        /// The actions, where each is defined.
        public var actions: [Mention]
        /// Where keys stand, by their path in the file, such as `actions.verify.not`.
        var places: [String: Place]

        /// The place of a key, or of the nearest key above it that is written.
        public func place(_ path: String...) -> Place {
            var path = path
            while !path.isEmpty {
                if let place = places[path.joined(separator: ".")] { return place }
                path.removeLast()
            }
            return Place(file, line: 1, column: 1)
        }

        /// Reads and checks the YAML of one workflow. All faults go to `diagnostics`; nil where one of them is an error.
        public static func read(_ text: String, file: String, diagnostics: inout Diagnostics) -> Source? {
            var own = Diagnostics()
            defer { diagnostics.append(contentsOf: own) }
            var reader = WorkflowReader(file: file)
            guard let source = reader.read(text, &own) else { return nil }
            // A graph with half of its names missing would only repeat the faults already told.
            if !own.hasErrors { WorkflowChecker(source).check(&own) }
            return own.hasErrors ? nil : source
        }
    }

    /// Reads and checks the YAML of one workflow. All faults go to `diagnostics`; nil where one of them is an error.
    public static func read(_ text: String, file: String, diagnostics: inout Diagnostics) -> Workflow? {
        Source.read(text, file: file, diagnostics: &diagnostics)?.workflow
    }
}
