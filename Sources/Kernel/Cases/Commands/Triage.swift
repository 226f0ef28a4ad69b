package import City
package import Workflows

/// Files a case: class, area and priority, confirmed by a person.
package struct Triage: CaseCommand {
    package static let verb = Verb.triage

    package var target: Target
    /// The class; nil keeps the one reported.
    package var requestClass: ClassCode?
    /// The finest area known; nil keeps the one located.
    package var area: AreaCode?
    /// Nil takes the priority of the class.
    package var priority: Priority?
    /// A remark.
    package var text: String?

    package init(_ target: Target, requestClass: ClassCode? = nil, area: AreaCode? = nil, priority: Priority? = nil, text: String? = nil) {
        self.target = target
        self.requestClass = requestClass
        self.area = area
        self.priority = priority
        self.text = text
    }

    package var given: Given {
        Given(text: text, requestClass: requestClass?.rawValue, area: area?.rawValue, priority: priority)
    }
}
