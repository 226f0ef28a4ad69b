/// What an action means to the machine. A workflow gives each of its actions one verb; the words that people read are the
/// workflow's own.
public enum Verb: String, Sendable, Hashable, CaseIterable {
    /// Opens the case. Not taken from any state.
    case report
    /// Records class, area and priority; files the case.
    case triage
    /// Moves the case and does nothing else: for procedures that need no work orders.
    case move
    /// Calls one department.
    case dispatch
    /// Calls several departments at once, one of whom may lead.
    case whistle
    /// The department of an order says: we are on it.
    case reportIn = "report-in"
    /// The department of an order says: not ours. Needs a reason.
    case decline
    /// A level above gives a declined order to a department for good: it cannot be declined again.
    case assign
    /// The department of an order says: done, and shows the evidence.
    case handle
    /// The verifier accepts what was done in all open orders.
    case verify
    /// The verifier sends one order, or all, back to work.
    case sendBack = "send-back"
    /// The desk takes an order back before it is done.
    case cancelOrder = "cancel-order"
    /// The resident's word on the result; closes or reopens.
    case rate
    /// Opens a finished case again, within the workflow's limits.
    case reopen
    /// Ends the case without work, with a reason.
    case reject
    /// The reporter takes the case back.
    case withdraw
    /// Ends the case as a double of another one.
    case merge
    /// Stops the clocks, with a reason.
    case pause
    /// Lets the clocks run again.
    case resume
    /// Moves the case up one level by hand.
    case escalate
    /// Writes a note on the case.
    case note
    /// Ends the case when a clock runs out, such as the window for the rating. Taken by the clock, by nobody else.
    case expire
}
