/// Somebody's wish to do something with a case.
public struct Command: Sendable, Hashable {
    public var action: ActionName
    /// The order in question, where the action concerns one.
    public var order: Int?
    public var actor: Actor
    public var given: Given

    public init(action: ActionName, order: Int? = nil, actor: Actor, given: Given = Given()) {
        self.action = action
        self.order = order
        self.actor = actor
        self.given = given
    }
}

/// Who acts, and how the posts held stand to this case. The machine does not know the city: who stands where is told to it.
public struct Actor: Sendable, Hashable {
    /// Nil for a reporter without an account and for the clock.
    public var account: Int64?
    public var standings: [Standing]

    public init(account: Int64?, standings: [Standing]) {
        self.account = account
        self.standings = standings
    }

    /// One post held, and its relations to the case; `post` nil is the person as such (reporter, anybody).
    public struct Standing: Sendable, Hashable {
        public var post: String?
        public var relations: Set<Workflow.Relation>
        /// The organisation in which the post is held; decides what is one's own order.
        public var organisation: String?

        public init(post: String?, relations: Set<Workflow.Relation>, organisation: String? = nil) {
            self.post = post
            self.relations = relations
            self.organisation = organisation
        }
    }

    /// The clock as an actor.
    public static let clock = Actor(account: nil, standings: [Standing(post: nil, relations: [.clock])])
}

/// Why something cannot be done, for a person to read.
public struct Refusal: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case unknownAction
        /// The case is in a state from which the action does not lead.
        case wrongState
        /// None of the actor's posts may.
        case notPermitted
        /// The actor has played a part that excludes this one.
        case partsMustDiffer
        /// Something that must be given is missing; `missing` says what.
        case missing
        case unknownOrder
        case orderNotOpen
        case orderIsBinding
        /// The case cannot finish while an order is open.
        case openOrders
        case tooManyOrders
        /// The same department is already called.
        case alreadyCalled
        /// After the second decline only the level above may assign.
        case needsBindingAssignment
        case reopenLimit
        case reopenTooLate
        case ratingOutOfRange
        case alreadyPaused
        case notPaused
        case unknownReason
        case highestLevel
        /// What is given cannot be used, such as a lead that is not among the departments.
        case notSensible
        case clockNotDue
        case timeRunsBackwards
    }

    public var code: Code
    public var action: ActionName
    /// What is missing, in the workflow's order.
    public var missing: [Workflow.Requirement]
    /// The sentence for a clerk, in both languages.
    public var message: Label

    public init(_ code: Code, action: ActionName, missing: [Workflow.Requirement] = [], message: Label) {
        self.code = code
        self.action = action
        self.missing = missing
        self.message = message
    }
}
