public import Ground

/// The machine's memory of one case: what the events so far have made of it. A plain value; the same events give the same
/// state.
public struct CaseState: Sendable, Hashable, Codable {
    public var workflow: String
    public var workflowVersion: Int
    /// The last state that somebody decided on. While orders exist and nothing newer was decided, it is nil and the orders say
    /// where the case stands.
    public var decided: StateName?
    public var priority: Priority
    /// The class of the request, once triaged.
    public var requestClass: String?
    /// The finest area known to contain the case.
    public var area: String?
    /// How many levels the case stands above the level where it began.
    public var escalation: Int
    public var orders: [WorkOrder]
    public var clocks: [ClockRun]
    public var pause: OpenPause?
    public var reopened: Int
    public var rating: Int?
    public var mergedInto: Int64?
    public var endedAt: Instant?
    public var reportedAt: Instant
    /// The accounts that played a part; the reporter may have none.
    public var parts: [Workflow.Part: Set<Int64>]
    /// How many events made this state.
    public var revision: Int
    /// When the last event happened; nothing earlier is accepted any more.
    public var changedAt: Instant
    /// How many of the orders belong to the time before the last reopening: history, without a say in where the case stands.
    public var earlierOrders: Int

    public struct OpenPause: Sendable, Hashable, Codable {
        public var reason: String
        public var since: Instant
        public init(reason: String, since: Instant) {
            self.reason = reason
            self.since = since
        }
    }

    public init(
        workflow: String, workflowVersion: Int, decided: StateName?, priority: Priority = .normal,
        requestClass: String? = nil, area: String? = nil, reportedAt: Instant
    ) {
        self.workflow = workflow
        self.workflowVersion = workflowVersion
        self.decided = decided
        self.priority = priority
        self.requestClass = requestClass
        self.area = area
        self.reportedAt = reportedAt
        escalation = 0
        orders = []
        clocks = []
        pause = nil
        reopened = 0
        rating = nil
        mergedInto = nil
        endedAt = nil
        parts = [:]
        revision = 0
        changedAt = reportedAt
        earlierOrders = 0
    }

    /// The orders since the case was reported or last reopened.
    public var currentOrders: ArraySlice<WorkOrder> { orders[min(max(earlierOrders, 0), orders.count)...] }
    public var hasOpenOrders: Bool { currentOrders.contains { $0.progress.isOpen } }
    /// How often departments declined since the case was reported, reopened or assigned from above.
    public var declinesInARow: Int {
        let since = currentOrders.lastIndex { $0.isBinding }.map { $0 + 1 } ?? currentOrders.startIndex
        return currentOrders[since...].reduce(0) { $0 + ($1.progress == .declined ? 1 : 0) }
    }

    public func order(_ number: Int) -> WorkOrder? {
        number >= 1 && number <= orders.count ? orders[number - 1] : nil
    }

    public func clock(_ number: Int) -> ClockRun? {
        number >= 1 && number <= clocks.count ? clocks[number - 1] : nil
    }
}

/// One department's share of a case.
public struct WorkOrder: Sendable, Hashable, Codable {
    public enum Progress: String, Sendable, Hashable, Codable, CaseIterable {
        case called
        case working
        case done
        case accepted
        case declined
        case cancelled

        /// Whether somebody still has to do something.
        public var isOpen: Bool { self == .called || self == .working }
        /// Whether it counts when the case asks how far its orders are.
        public var isLive: Bool { self != .declined && self != .cancelled }
        /// Whether the department is still on the case: called, at work, or waiting for the verifier's word.
        public var isPending: Bool { isOpen || self == .done }
    }

    /// 1 for the first order of the case, then counting up.
    public var number: Int
    public var organisation: String
    public var isLead: Bool
    /// Given by the level above: cannot be declined.
    public var isBinding: Bool
    public var progress: Progress
    public var calledAt: Instant
    public var reportedInAt: Instant?
    public var doneAt: Instant?
    public var timesSentBack: Int
    /// The account that reported in or handled last.
    public var handler: Int64?

    public init(number: Int, organisation: String, isLead: Bool, isBinding: Bool, calledAt: Instant) {
        self.number = number
        self.organisation = organisation
        self.isLead = isLead
        self.isBinding = isBinding
        self.calledAt = calledAt
        progress = .called
        reportedInAt = nil
        doneAt = nil
        timesSentBack = 0
        handler = nil
    }
}

/// A clock that runs, or ran, on a case or on one of its orders.
public struct ClockRun: Sendable, Hashable, Codable {
    /// 1 for the first run on the case, then counting up.
    public var number: Int
    public var clock: ClockName
    /// The order it belongs to; nil for the case itself.
    public var order: Int?
    public var startedAt: Instant
    /// How many levels up the case stood when the clock started: its n-th firing escalates to n levels above that.
    public var startedAtLevel: Int
    /// The pauses so far; the last one is open while the case is paused.
    public var pauses: [Span]
    /// When it stopped because what it waited for came; nil while it runs.
    public var stoppedAt: Instant?
    /// How often it ran out and its consequences were taken.
    public var firings: Int
    /// When it last ran out.
    public var lastFiredAt: Instant?

    public struct Span: Sendable, Hashable, Codable {
        public var from: Instant
        public var to: Instant?
        public init(from: Instant, to: Instant?) {
            self.from = from
            self.to = to
        }
    }

    public init(number: Int, clock: ClockName, order: Int?, startedAt: Instant, startedAtLevel: Int = 0) {
        self.number = number
        self.clock = clock
        self.order = order
        self.startedAt = startedAt
        self.startedAtLevel = startedAtLevel
        pauses = []
        stoppedAt = nil
        firings = 0
        lastFiredAt = nil
    }
}
