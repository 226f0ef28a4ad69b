package import Ground
package import Store
package import Workflows

/// Every version of every workflow that any case began with. A case keeps its version to the end.
package struct WorkflowShelf: Sendable {
    private var versions: [Key: Shelved] = [:]
    private var newest: [String: Shelved] = [:]

    /// One version of a workflow, shared by all cases that run by it: a reference instead of a copy of all its parts.
    final class Shelved: Sendable {
        let workflow: Workflow
        /// The reasons for a pause that can be picked: they name nobody and may stand in the log.
        let codedReasons: Set<String>

        init(_ workflow: Workflow) {
            self.workflow = workflow
            codedReasons = Set(workflow.pauseReasons.map(\.name))
        }
    }

    private struct Key: Hashable {
        var name: String
        var version: Int
    }

    package init(_ workflows: [Workflow] = []) {
        for workflow in workflows { put(workflow) }
    }

    private mutating func put(_ workflow: Workflow) {
        let shelved = Shelved(workflow)
        versions[Key(name: workflow.name, version: workflow.version)] = shelved
        if newest[workflow.name].map({ $0.workflow.version < workflow.version }) ?? true { newest[workflow.name] = shelved }
    }

    package func workflow(_ name: String, version: Int) -> Workflow? { shelved(name, version: version)?.workflow }
    package func newest(_ name: String) -> Workflow? { newest[name]?.workflow }

    func shelved(_ name: String, version: Int) -> Shelved? { versions[Key(name: name, version: version)] }
    func newestShelved(_ name: String) -> Shelved? { newest[name] }

    /// Thrown where a workflow was changed without a new version number.
    package struct ChangedWithoutVersion: Error, Sendable, CustomStringConvertible {
        package var name: String
        package var version: Int
        package var description: String {
            "the workflow “\(name)” has changed, but its version is still \(version): raise the version in its file"
        }
    }

    /// Thrown where a version that cases still run by cannot be read any more: they would stand still without anybody knowing.
    package struct Unreadable: Error, Sendable, CustomStringConvertible {
        package var name: String
        package var version: Int
        package var diagnostics: Diagnostics
        package var description: String {
            "version \(version) of the workflow “\(name)” cannot be read any more: "
                + diagnostics.all.map(\.description).joined(separator: "; ")
        }
    }

    /// Puts the city's workflows beside those kept in the store, and keeps the new ones there.
    /// - Parameter sources: the text of each workflow's file, by name.
    /// - Returns: a shelf on which new cases find the city's workflows, and older ones their own.
    /// - Throws: ``ChangedWithoutVersion``, ``Unreadable``.
    package static func open(
        _ current: [Workflow], sources: [String: String], on connection: any Connection
    ) throws -> WorkflowShelf {
        var shelf = WorkflowShelf()
        let kept = try connection.rows("select name, version, source from workflow_versions order by name, version") {
            (name: try $0.text(0), version: try $0.int(1), source: try $0.text(2))
        }
        for entry in kept {
            var faults = Diagnostics()
            guard
                let workflow = Workflow.read(
                    entry.source, file: "\(entry.name) version \(entry.version)", diagnostics: &faults)
            else { throw Unreadable(name: entry.name, version: entry.version, diagnostics: faults) }
            shelf.put(workflow)
        }
        // New cases begin with what stands in the folder, also where the store has seen a newer version or another procedure.
        shelf.newest = [:]
        for workflow in current {
            let source = sources[workflow.name] ?? ""
            if let known = kept.first(where: { $0.name == workflow.name && $0.version == workflow.version }) {
                let isSame = known.source == source || shelf.workflow(workflow.name, version: workflow.version) == workflow
                if !isSame { throw ChangedWithoutVersion(name: workflow.name, version: workflow.version) }
            } else {
                try connection.execute(
                    """
                    insert into workflow_versions (name, version, source)
                    values (\(workflow.name), \(workflow.version), \(source))
                    """)
            }
            shelf.put(workflow)
        }
        return shelf
    }
}
