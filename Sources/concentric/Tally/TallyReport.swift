internal import BudgetVoting

/// The output of `concentric tally`.
struct TallyReport {
    let election: Election
    let outcome: Outcome
    let explanation: Explanation
    /// The rule as it was asked for; the comparison may have put greedy in its place.
    let asked: CountingRule
}
