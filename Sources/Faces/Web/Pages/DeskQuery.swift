package import Cases
package import City
package import Workflows

/// What a desk shows, as it stands in the address.
package struct DeskQuery: Sendable, Hashable {
    /// The key of one of the reader's views.
    package var scope: String?
    package var isEnded = false
    package var state: StateName?
    package var requestClass: ClassCode?
    package var priority: Priority?
    package var isOverdue = false
    package var after: CaseList.Mark?
    /// A number to look for.
    package var search: String?

    package init() {}

    package init(_ fields: FormFields) {
        scope = fields["scope"]
        isEnded = fields["ended"] != nil
        state = fields["state"].map { StateName(rawValue: $0) }
        requestClass = fields["class"].map { ClassCode($0) }
        priority = fields["priority"].flatMap { Priority(rawValue: $0) }
        isOverdue = fields["overdue"] != nil
        after = fields["after"].flatMap { CaseList.Mark($0) }
        search = fields["q"]
    }

    /// Whether it shows less than all open cases.
    package var isFiltered: Bool {
        isEnded || state != nil || requestClass != nil || priority != nil || isOverdue
    }

    package func filter(_ scope: CaseFilter.Scope) -> CaseFilter {
        CaseFilter(
            scope: scope, isOpen: !isEnded, state: state, requestClass: requestClass, priority: priority, isOverdue: isOverdue)
    }

    /// The query part of the address with its question mark; empty where there is nothing to say. The number to look for is no
    /// part of it.
    package var suffix: String {
        let parts: [(String, String?)] = [
            ("scope", scope), ("ended", isEnded ? "1" : nil), ("state", state?.rawValue), ("class", requestClass?.rawValue),
            ("priority", priority?.rawValue), ("overdue", isOverdue ? "1" : nil), ("after", after?.text),
        ]
        let text = parts.compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }
        return text.isEmpty ? "" : "?" + text.joined(separator: "&")
    }
}
