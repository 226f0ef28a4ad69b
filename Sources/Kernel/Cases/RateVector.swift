package import Workflows

/// What one case, or many, add to the three rates. Sums of these are kept by area, class, organisation and month.
package struct RateVector: Sendable, Hashable {
    package var reported = 0
    /// Ended after work: rated or unrated.
    package var ended = 0
    package var unrated = 0
    /// Ended, and no clock on handling ran out.
    package var onTime = 0
    /// Calls to departments whose report-in was due or came.
    package var callsDue = 0
    /// Of these, reported in before the clock ran out.
    package var callsAnswered = 0
    /// Cases on which the resident gave a word.
    package var rated = 0
    /// Of these, solved in the resident's word.
    package var solved = 0
    /// Satisfaction in hundredths: 100 satisfied, 80 basically satisfied, 0 not.
    package var satisfaction = 0

    package init(reported: Int = 0) { self.reported = reported }

    package static func + (a: RateVector, b: RateVector) -> RateVector {
        var sum = a
        sum.reported += b.reported
        sum.ended += b.ended
        sum.unrated += b.unrated
        sum.onTime += b.onTime
        sum.callsDue += b.callsDue
        sum.callsAnswered += b.callsAnswered
        sum.rated += b.rated
        sum.solved += b.solved
        sum.satisfaction += b.satisfaction
        return sum
    }

    package static prefix func - (a: RateVector) -> RateVector {
        var negative = a
        negative.reported = -a.reported
        negative.ended = -a.ended
        negative.unrated = -a.unrated
        negative.onTime = -a.onTime
        negative.callsDue = -a.callsDue
        negative.callsAnswered = -a.callsAnswered
        negative.rated = -a.rated
        negative.solved = -a.solved
        negative.satisfaction = -a.satisfaction
        return negative
    }

    /// What a case contributes as a whole: everything but the calls.
    package init(_ state: CaseState, under workflow: Workflow) {
        reported = 1
        let end = state.decided.flatMap { workflow.state($0)?.end }
        if end == .resolved || end == .unrated {
            ended = 1
            onTime = RateVector.missedHandling(state, workflow) ? 0 : 1
        }
        if end == .unrated { unrated = 1 }
        if let rating = state.rating, let rules = workflow.rating {
            rated = 1
            solved = rating >= rules.contentFrom ? 1 : 0
            satisfaction = rating > rules.contentFrom ? 100 : rating == rules.contentFrom ? 80 : 0
        }
    }

    /// The resident's word alone.
    var word: RateVector {
        var part = RateVector()
        part.rated = rated
        part.solved = solved
        part.satisfaction = satisfaction
        return part
    }

    /// All but the resident's word.
    var withoutWord: RateVector { self + -word }

    /// What one order contributes for the department called.
    package init(_ order: WorkOrder, of state: CaseState, under workflow: Workflow) {
        let clocks = state.clocks.filter { run in
            run.order == order.number && workflow.clock(run.clock)?.runs == .orderCalled
        }
        let isLate = clocks.contains { $0.firings > 0 }
        guard isLate || order.reportedInAt != nil else { return }
        callsDue = 1
        callsAnswered = isLate ? 0 : 1
    }

    private static func missedHandling(_ state: CaseState, _ workflow: Workflow) -> Bool {
        state.clocks.contains { run in run.firings > 0 && workflow.clock(run.clock)?.runs == .orderWorking }
    }
}
