public import Ground

/// A procedure of the city: states, actions, clocks. Read from a YAML file, checked, then interpreted.
public struct Workflow: Sendable, Hashable {
    /// The file's own name for the procedure, such as `demand`.
    public var name: String
    /// Counts up with every change; a case keeps the version it began with.
    public var version: Int
    public var title: Label
    public var states: [State]
    public var actions: [Action]
    public var clocks: [Clock]
    public var pauseReasons: [Reason]
    public var orders: OrderRules?
    public var rating: RatingRules?
    public var reopening: ReopenRules?

    public init(
        name: String, version: Int, title: Label, states: [State], actions: [Action], clocks: [Clock] = [],
        pauseReasons: [Reason] = [], orders: OrderRules? = nil, rating: RatingRules? = nil,
        reopening: ReopenRules? = nil
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.states = states
        self.actions = actions
        self.clocks = clocks
        self.pauseReasons = pauseReasons
        self.orders = orders
        self.rating = rating
        self.reopening = reopening
    }

    public func state(_ name: StateName) -> State? { states.first { $0.name == name } }
    public func action(_ name: ActionName) -> Action? { actions.first { $0.name == name } }
    public func clock(_ name: ClockName) -> Clock? { clocks.first { $0.name == name } }
}

extension Workflow {
    public struct State: Sendable, Hashable {
        public var name: StateName
        public var title: Label
        /// How the case has ended in this state, or nil while it goes on.
        public var end: End?

        public init(name: StateName, title: Label, end: End? = nil) {
            self.name = name
            self.title = title
            self.end = end
        }
    }

    /// The classes of ending that statistics tell apart.
    public enum End: String, Sendable, Hashable, Codable, CaseIterable {
        /// Done, and the resident has said so or need not.
        case resolved
        /// Done, and the resident's word did not come within the window. Never counted as success.
        case unrated
        /// Not taken up, with a reason.
        case rejected
        /// A double of another case.
        case duplicate
        /// Taken back by the reporter.
        case withdrawn
    }

    /// A reason that a person picks, such as why a case waits.
    public struct Reason: Sendable, Hashable {
        public var name: String
        public var title: Label
        public init(name: String, title: Label) {
            self.name = name
            self.title = title
        }
    }

    /// One thing that can be done with a case.
    public struct Action: Sendable, Hashable {
        public var name: ActionName
        public var title: Label
        public var verb: Verb
        /// The states in which it can be done (derived ones included).
        public var from: [StateName]
        /// The state it leads to; nil where the case stays or where the orders decide.
        public var to: StateName?
        /// Who may; one match is enough.
        public var who: [Permission]
        /// Whoever played one of these parts on this case may not.
        public var not: Set<Part>
        public var needs: [Requirement]

        public init(
            name: ActionName, title: Label, verb: Verb, from: [StateName], to: StateName? = nil, who: [Permission],
            not: Set<Part> = [], needs: [Requirement] = []
        ) {
            self.name = name
            self.title = title
            self.verb = verb
            self.from = from
            self.to = to
            self.who = who
            self.not = not
            self.needs = needs
        }
    }

    /// A kind of post in a relation to the case. `post` nil means anybody who stands in the relation.
    public struct Permission: Sendable, Hashable, Codable {
        public var post: String?
        public var relation: Relation
        public init(post: String?, relation: Relation) {
            self.post = post
            self.relation = relation
        }
    }

    /// How somebody stands to a case.
    public enum Relation: String, Sendable, Hashable, Codable, CaseIterable {
        /// Anybody, signed in or not.
        case anybody
        /// The reporter of the case, or who holds its tracking code.
        case reporter
        /// The post is held in an area that contains the case.
        case ownArea = "own-area"
        /// The post is held one level or more above the level at which the case stands now.
        case levelAbove = "level-above"
        /// The post is held in the department of the order in question.
        case ownOrder = "own-order"
        /// The post is held in the department of the lead order.
        case leadOrder = "lead-order"
        /// The post is held in the department of any order of the case.
        case anyOrder = "any-order"
        /// The clock itself.
        case clock
    }

    /// A part that an account has played on a case.
    public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
        /// Who reported it.
        case finder
        /// Who did work on it in an order.
        case handler
        /// Who dispatched it.
        case dispatcher
        /// Who verified it.
        case verifier
    }

    /// What must be given with an action.
    public enum Requirement: Sendable, Hashable {
        case text
        case photos(Int)
        case form(String)
        case organisation
        case organisations(atLeast: Int)
        case requestClass
        case area
        case reason
        case otherCase
        case rating
    }

    /// A clock runs while the case is in a state, or while an order is in one, and something happens when it runs out.
    public struct Clock: Sendable, Hashable {
        public var name: ClockName
        public var title: Label
        public var runs: Run
        public var limit: Limit
        /// What happens when it runs out, in this order; never empty in a checked workflow.
        public var consequences: [Consequence]
        /// Whether a pause stops it.
        public var isPausable: Bool

        public init(
            name: ClockName, title: Label, runs: Run, limit: Limit, consequences: [Consequence], isPausable: Bool = true
        ) {
            self.name = name
            self.title = title
            self.runs = runs
            self.limit = limit
            self.consequences = consequences
            self.isPausable = isPausable
        }
    }

    public enum Run: Sendable, Hashable {
        /// From entering one of these states to leaving them all.
        case states([StateName])
        /// From calling a department until it reports in or declines.
        case orderCalled
        /// From reporting in until the order is done (again after it was sent back).
        case orderWorking
    }

    /// How long a clock runs, by priority; taken from the class of the case where `fromClass` and the class has a limit.
    public struct Limit: Sendable, Hashable {
        public var byPriority: [Priority: Allowance]
        public var fromClass: Bool
        public init(byPriority: [Priority: Allowance], fromClass: Bool = false) {
            self.byPriority = byPriority
            self.fromClass = fromClass
        }
    }

    public enum Consequence: Sendable, Hashable {
        /// The case stands one level higher, once per level, and those above are told. While the highest level is not
        /// reached the clock is wound again for the next level.
        case escalate
        /// Posts in a relation to the case are told.
        case notify([Permission])
        /// The action is taken by the clock.
        case take(ActionName)
    }

    /// How work orders move, and what the case is called while they do.
    public struct OrderRules: Sendable, Hashable {
        /// While an order is called and not reported in.
        public var whileCalled: StateName
        /// While all have reported in or declined and one is at work.
        public var whileWorking: StateName
        /// When all that were not declined or cancelled are done.
        public var whenDone: StateName
        /// When none is left: all declined or cancelled.
        public var whenNone: StateName
        /// The most departments in one whistle.
        public var most: Int
        /// After how many declines of an order's task only a binding assignment from above is possible.
        public var declinesBeforeBinding: Int

        public init(
            whileCalled: StateName, whileWorking: StateName, whenDone: StateName, whenNone: StateName, most: Int = 10,
            declinesBeforeBinding: Int = 2
        ) {
            self.whileCalled = whileCalled
            self.whileWorking = whileWorking
            self.whenDone = whenDone
            self.whenNone = whenNone
            self.most = most
            self.declinesBeforeBinding = declinesBeforeBinding
        }
    }

    /// The resident's word: 1 to `scale`; at `contentFrom` and above the case closes, below it reopens within limits.
    public struct RatingRules: Sendable, Hashable {
        public var scale: Int
        public var contentFrom: Int
        public var closesTo: StateName
        public var reopensTo: StateName

        public init(scale: Int = 5, contentFrom: Int = 3, closesTo: StateName, reopensTo: StateName) {
            self.scale = scale
            self.contentFrom = contentFrom
            self.closesTo = closesTo
            self.reopensTo = reopensTo
        }
    }

    public struct ReopenRules: Sendable, Hashable {
        /// How often at most.
        public var most: Int
        /// How long after the end.
        public var within: Allowance
        public init(most: Int, within: Allowance) {
            self.most = most
            self.within = within
        }
    }
}
