public import Ground

/// A fact about a case. Events are all that is kept for good; the state is what they add up to.
public struct CaseEvent: Sendable, Hashable, Codable {
    public var at: Instant
    /// The account that did it; nil for the clock and for reporters without an account.
    public var by: Int64?
    public var fact: Fact

    public init(at: Instant, by: Int64?, fact: Fact) {
        self.at = at
        self.by = by
        self.fact = fact
    }

    public enum Fact: Sendable, Hashable, Codable {
        case reported(
            workflow: String, version: Int, state: StateName, priority: Priority, area: String?, requestClass: String?)
        /// An action was taken, with the words and evidence given; what it changed follows in events of its own.
        case acted(action: ActionName, order: Int?, given: Given)
        case triaged(requestClass: String?, area: String?, priority: Priority)
        /// Somebody's decision put the case into a state.
        case moved(to: StateName)
        /// From here the orders say where the case stands.
        case ordersDecide
        case orderCalled(number: Int, organisation: String, isLead: Bool, isBinding: Bool)
        case orderReportedIn(number: Int)
        case orderDeclined(number: Int, reason: String)
        case orderDone(number: Int)
        case orderSentBack(number: Int)
        case orderAccepted(number: Int)
        case orderCancelled(number: Int)
        case clockStarted(number: Int, clock: ClockName, order: Int?)
        case clockStopped(number: Int)
        /// The clock ran out; `escalated` and further facts follow as its consequences.
        case clockFired(number: Int)
        case escalated(to: Int)
        case notified([Workflow.Permission], clock: ClockName?)
        case paused(reason: String)
        case resumed
        case rated(Int)
        case reopened(times: Int)
        case mergedInto(Int64)
        case ended(Workflow.End)
    }
}

/// What a person gives with an action.
public struct Given: Sendable, Hashable, Codable {
    public var text: String?
    /// Hashes of stored files.
    public var photos: [String]
    /// Answers to a form, by question.
    public var answers: [String: String]
    /// The departments called, in order.
    public var organisations: [String]
    /// Which of them leads.
    public var lead: String?
    public var requestClass: String?
    public var area: String?
    public var priority: Priority?
    /// A reason picked from the workflow's list, or written.
    public var reason: String?
    public var otherCase: Int64?
    public var rating: Int?

    public init(
        text: String? = nil, photos: [String] = [], answers: [String: String] = [:], organisations: [String] = [],
        lead: String? = nil, requestClass: String? = nil, area: String? = nil, priority: Priority? = nil,
        reason: String? = nil, otherCase: Int64? = nil, rating: Int? = nil
    ) {
        self.text = text
        self.photos = photos
        self.answers = answers
        self.organisations = organisations
        self.lead = lead
        self.requestClass = requestClass
        self.area = area
        self.priority = priority
        self.reason = reason
        self.otherCase = otherCase
        self.rating = rating
    }
}
