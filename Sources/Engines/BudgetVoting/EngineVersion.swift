/// The version of the counting rules of this engine. It changes whenever a count of the same ballots could come out differently.
public enum BudgetVotingEngine {
    public static let version = "1.0"
}
